/**
 * Hands out real data: D_0 and fresh real points. Points of a distribution are drawn; those of a finite data set are
 * disjoint slices of one seeded permutation, so that no point is used twice, or, where bootstrap was asked for,
 * drawn with replacement (D_0 too: p_0 is then the empirical distribution).
 */
import { CollapseLabError, InvalidArgumentError, permutation, type Stream } from '@collapse-lab/math';
import {
  concatData,
  type Data,
  type DataShape,
  firstRows,
  GrowingData,
  type Json,
  type RealSource,
  takeRows,
  widthOf,
} from '@collapse-lab/models';
import { checkInteger } from './encoded-state.ts';
import { realPurpose } from './purpose.ts';

/** D_0 is drawn in chunks of this many points, so that its statistics need no more memory than one. */
const CHUNK = 65536;

export class RealSupply {
  private readonly real: RealSource;
  private stream: Stream;
  private order: Uint32Array | undefined;
  /** Points of the finite data set that were handed out; 0 for a distribution. */
  used = 0;

  constructor(real: RealSource, stream: Stream) {
    this.real = real;
    this.stream = stream;
  }

  get shape(): DataShape {
    return this.real.shape;
  }

  restart(stream: Stream): void {
    this.stream = stream;
    this.order = undefined;
    this.used = 0;
  }

  /**
   * Goes on where `used` points were handed out, the first `initial` of them as D_0.
   *
   * @throws InvalidArgumentError where that cannot be
   */
  resume(used: Json, initial: number): void {
    const exhaustible = isExhaustible(this.real);
    checkInteger('used', used, exhaustible ? initial : 0, exhaustible ? this.real.points!.n : 0);
    this.used = used as number;
  }

  /** D_0, `n` points in one or more pieces; the same for every workflow and sampler of a seed, whenever asked for. */
  *initialChunks(n: number): Generator<Data> {
    if (isExhaustible(this.real)) {
      yield this.slice(0, n, 0);
      return;
    }
    for (let chunk = 0; chunk * CHUNK < n; chunk++) {
      const size = Math.min(CHUNK, n - chunk * CHUNK);
      yield this.chunk(size, chunk);
    }
  }

  private chunk(size: number, index: number): Data {
    return this.real.draw(size, this.stream.split(0, realPurpose.initial, index));
  }

  initial(n: number): Data {
    if (!isExhaustible(this.real) && n > 0 && n <= CHUNK) return this.chunk(n, 0);
    return concatData([...this.initialChunks(n)]);
  }

  /** The given rows of D_0, ascending, without D_0 in one piece. */
  initialRows(n: number, rows: ArrayLike<number>): Data {
    const taken = new GrowingData(this.real.shape, rows.length);
    let start = 0;
    let next = 0;
    for (const chunk of this.initialChunks(n)) {
      const inside: number[] = [];
      while (next < rows.length && rows[next] < start + chunk.n) inside.push(rows[next++] - start);
      taken.append(takeRows(chunk, inside));
      start += chunk.n;
    }
    return taken.view();
  }

  /**
   * `n` points of p_0 that were not seen before; draw `index` of `generation`.
   *
   * @throws RealDataExhaustedError when a finite data set has fewer left
   * @throws InvalidArgumentError where they would take more than 4 GiB
   */
  fresh(n: number, generation: number, index: number): Data {
    if (isExhaustible(this.real)) return this.slice(this.used, n, generation);
    if (n > mostFreshPoints(this.real))
      throw new InvalidArgumentError({
        argument: 'sizes',
        got: `${n} fresh points at generation ${generation}`,
        expected: freshLimit(this.real),
        remedy: freshRemedy,
      });
    return this.real.draw(n, this.stream.split(generation, realPurpose.fresh, index));
  }

  private slice(start: number, n: number, generation: number): Data {
    const points = this.real.points!;
    const end = start + n;
    if (end > points.n) throw new RealDataExhaustedError(this.real.name, points.n, start, n, generation);
    this.order ??= permutation(this.stream.split(0, realPurpose.order), points.n);
    this.used = Math.max(this.used, end);
    return takeRows(points, this.order.subarray(start, end));
  }
}

/** Numbers of one draw of fresh real points, which are in memory together: 4 GiB of doubles. */
const MOST_NUMBERS = 536_870_912;

export function mostFreshPoints({ shape }: RealSource): number {
  return Math.floor(MOST_NUMBERS / widthOf(shape));
}

/** What is expected of a number of fresh real points. */
export function freshLimit(real: RealSource): string {
  return `at most ${mostFreshPoints(real)} fresh real points a generation, which are in memory together (4 GiB)`;
}

export const freshRemedy =
  'Lower the sizes, or take real data that belong to the family: their statistics are drawn without the points.';

/** Whether fresh draws use the points of the source up. */
export function isExhaustible(real: RealSource): boolean {
  return real.points !== undefined && real.bootstrap !== true;
}

/** Why there are not `count` test points of this real data; undefined where there are. */
export function whyNoTestPoints(real: RealSource, count: number): string | undefined {
  const { heldOut, name, shape } = real;
  if (heldOut !== undefined) {
    if (heldOut.n >= count) return undefined;
    if (shape.kind === 'sequences')
      return `${count} test sequences are asked for, and real data ${name} have ${heldOut.n}: ask for fewer with points, or set more text apart with test or shares`;
    return `${count} test points are asked for, and ${heldOut.n} of real data ${name} are set apart: set heldOut: ${count}`;
  }
  if (!isExhaustible(real)) return undefined;
  if (shape.kind === 'sequences')
    return `real data ${name} have no test sequences: set text apart with test, or with shares: { test: 0.1 }`;
  return (
    `test points of ${name} would be points that models are trained on, since it is a finite set that is used ` +
    `up in slices; with heldOut: ${count} as many are set apart, with bootstrap: true it is the distribution p_0`
  );
}

/** `count` points of p_0 that no model is trained on: those that were set apart, or draws of the distribution. */
export function testPoints(real: RealSource, count: number, stream: Stream): Data {
  const { heldOut } = real;
  return heldOut === undefined ? real.draw(count, stream) : firstRows(heldOut, count);
}

/** A finite data set has too few points left for a fresh draw. */
export class RealDataExhaustedError extends CollapseLabError {
  override readonly name: string = 'RealDataExhaustedError';

  constructor(source: string, points: number, used: number, asked: number, generation: number) {
    super(
      `Real data ${source} has ${points} points; ${used} are used and ${asked} more were asked for at generation ` +
        `${generation}. ${exhaustedRemedy(generation)}`,
    );
  }
}

/** What to do when fresh real points run out at `generation`. */
export function exhaustedRemedy(generation: number): string {
  const fewer = generation > 0 ? `, or run at most ${generation - 1} generations` : '';
  return `Set bootstrap: true to draw with replacement, lower the sizes${fewer}.`;
}
