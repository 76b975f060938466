/**
 * Thousands of lineages of one setting, without records or checkpoints: the same engine as a single lineage, its
 * memory used again from replicate to replicate.
 */
import { InvalidArgumentError, type Stream } from '@collapse-lab/math';
import { createEngine } from '../lineage/create-lineage.ts';
import type { Engine } from '../lineage/engine.ts';
import type { LineageState } from '../lineage/lineage.ts';
import type { LineageSpec, LineageStreams } from '../lineage/spec.ts';

export interface EnsembleRequest<Metric extends string = string> {
  readonly spec: LineageSpec;
  /** Replicate i is keyed root.split(i), so it is the same in whatever batch it is computed. */
  readonly root: Stream;
  readonly replicates: number;
  /** T: models 0 … T. */
  readonly generations: number;
  /** Generations at which metrics are taken, strictly ascending, none beyond `generations`. */
  readonly at: readonly number[];
  /** Of model t; must not keep the model, which the next generation may overwrite. */
  // biome-ignore lint/suspicious/noExplicitAny: the model is what the family makes, which the caller knows
  readonly metrics: Readonly<Record<Metric, (model: any) => number>>;
  /** First replicate computed here; default 0. With `count`, a share of the ensemble for one thread. */
  readonly from?: number;
  /** How many are computed here; default all from `from` on. */
  readonly count?: number;
  /** How D_0 becomes statistics; default `law`, where p_0 belongs to the family. See `LineageOptions`. */
  readonly realDraw?: 'points' | 'law';
}

export interface EnsembleResult<Metric extends string = string> {
  readonly at: readonly number[];
  /** values[metric][j][i]: of replicate from + i, at generation at[j]. */
  readonly values: Readonly<Record<Metric, Float64Array[]>>;
  readonly sampler: 'statistics' | 'samples';
}

/**
 * @throws InvalidSpecError with everything that is wrong with the specification
 * @throws InvalidArgumentError when `at`, `from` or `count` are not as said
 */
export function ensemble<Metric extends string>(request: EnsembleRequest<Metric>): EnsembleResult<Metric> {
  const { spec, root, replicates, generations, at, from = 0, realDraw = 'law' } = request;
  const count = request.count ?? replicates - from;
  checkShare(replicates, from, count);
  checkTimes(at, generations);
  const { engine } = createEngine(spec, { generations, realDraw });
  const names = Object.keys(request.metrics) as Metric[];
  const measures = names.map((name) => request.metrics[name]);
  const columns = names.map(() => at.map(() => new Float64Array(count)));
  const streams = replicateStreams(root, from);
  const child = root.split(from);
  let state: LineageState | undefined;
  for (let i = 0; i < count; i++) {
    root.splitInto(child, from + i);
    child.splitInto(streams.real, REAL);
    child.splitInto(streams.lineage, LINEAGE);
    state = runReplicate(engine, streams, state, at, (model, j) => {
      for (let m = 0; m < measures.length; m++) columns[m][j][i] = measures[m](model);
    });
  }
  const values = Object.fromEntries(names.map((name, m) => [name, columns[m]]));
  return { at: [...at], values: values as Record<Metric, Float64Array[]>, sampler: engine.sampler };
}

const REAL = 1;
const LINEAGE = 2;

/** The streams of replicate i: with them `createLineage` gives the same lineage as the ensemble. */
export function replicateStreams(root: Stream, i: number): LineageStreams {
  const child = root.split(i);
  return { real: child.split(REAL), lineage: child.split(LINEAGE) };
}

function runReplicate(
  engine: Engine,
  streams: LineageStreams,
  memory: LineageState | undefined,
  at: readonly number[],
  measure: (model: unknown, j: number) => void,
): LineageState {
  let state = engine.init(streams, memory);
  for (let j = 0; j < at.length; j++) {
    while (state.t < at[j]) state = engine.step(state);
    measure(state.model, j);
  }
  return state;
}

function checkShare(replicates: number, from: number, count: number): void {
  checkCount('replicates', replicates, Number.MAX_SAFE_INTEGER);
  checkCount('from', from, replicates);
  checkCount('count', count, replicates - from);
}

function checkCount(argument: string, got: number, most: number): void {
  if (Number.isSafeInteger(got) && got >= 0 && got <= most) return;
  const expected =
    most === Number.MAX_SAFE_INTEGER ? 'a non-negative integer' : `an integer from 0 to ${most}`;
  throw new InvalidArgumentError({ argument, got, expected });
}

function checkTimes(at: readonly number[], generations: number): void {
  at.forEach((t, j) => {
    const least = j === 0 ? 0 : at[j - 1] + 1;
    if (Number.isSafeInteger(t) && t >= least && t <= generations) return;
    const expected = `an integer from ${least} to ${generations} (generations, strictly ascending)`;
    throw new InvalidArgumentError({ argument: `at[${j}]`, got: t, expected });
  });
}
