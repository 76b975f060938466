/** The pool of families that train in steps, whose models are few and points many. */
import {
  type AnyFamily,
  type Blobs,
  type Data,
  GrowingData,
  type Json,
  shapeOf,
  takeRows,
  widthOf,
} from '@collapse-lab/models';
import { decodeData, encodeData } from './data-json.ts';

/** `count` points of `model` for part `index` of a plan, before any of them is refused. */
export interface PoolBatch {
  readonly model: unknown;
  readonly count: number;
  readonly index: number;
}

/**
 * All points, stored as the models that made them: reading the pool again draws them again, from the same streams.
 * The batch of generation b + 1 is the b-th.
 */
export class RedrawnPool {
  private readonly family: AnyFamily;
  private readonly points: GrowingData;
  private readonly batches: PoolBatch[] = [];

  constructor(family: AnyFamily, initial: Data) {
    this.family = family;
    this.points = new GrowingData(shapeOf(initial), initial.n);
    this.points.append(initial);
  }

  add(points: Data, batch: PoolBatch): void {
    this.points.append(points);
    this.batches.push(batch);
  }

  get size(): number {
    return this.points.n;
  }

  /** Shares memory with the pool, whose later batches leave it as it is. */
  whole(): Data {
    return this.points.view();
  }

  /** The first `count` batches. */
  encode(count: number, blobs: Blobs | undefined): Json {
    return this.batches.slice(0, count).map(({ model, ...batch }) => {
      return { model: this.family.encode(model, blobs), ...batch };
    });
  }

  /** @param redraw the points of a batch that was made at generation t + 1 */
  decode(encoded: Json, blobs: Blobs | undefined, redraw: (t: number, batch: PoolBatch) => Data): void {
    for (const [t, { model, count, index }] of (
      encoded as unknown as (PoolBatch & { model: Json })[]
    ).entries()) {
      const batch = { model: this.family.decode(model, blobs), count, index };
      this.add(redraw(t, batch), batch);
    }
  }
}

/** All points, stored as points, since they are dear to generate; but for D_0, which the real data give again. */
export class GeneratedPool {
  private readonly points: GrowingData;
  /** starts[b]: the first row of batch b; the last entry is how many rows there are. */
  private readonly starts: number[];

  constructor(initial: Data) {
    this.points = new GrowingData(shapeOf(initial), initial.n);
    this.points.append(initial);
    this.starts = [initial.n];
  }

  get size(): number {
    return this.points.n;
  }

  add(points: Data): void {
    this.points.append(points);
    this.starts.push(this.points.n);
  }

  whole(): Data {
    return this.points.view();
  }

  take(rows: ArrayLike<number>): Data {
    return takeRows(this.points.view(), rows);
  }

  /** The first `count` batches. */
  encode(count: number, blobs: Blobs | undefined): Json {
    return Array.from({ length: count }, (_, b) => encodeData(this.batch(b), blobs));
  }

  decode(encoded: Json, blobs: Blobs | undefined): void {
    for (const batch of encoded as Json[]) this.add(decodeData(batch, blobs));
  }

  private batch(b: number): Data {
    const whole = this.points.view();
    const [from, to] = [this.starts[b], this.starts[b + 1]];
    const width = widthOf(whole);
    return { ...whole, n: to - from, values: whole.values.subarray(from * width, to * width) } as Data;
  }
}
