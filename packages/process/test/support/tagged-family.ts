/**
 * A family whose points say where they come from: a point of model t is t + u, u uniform on (0, 1); a real point is
 * -1 + u. Every fit is logged, so that a test can read which training set each model saw. With `law`, statistics are
 * counts by origin; they do not know single points unless `lossless`.
 */
import type { Stream } from '@collapse-lab/math';
import type { Family, Json, Points, RealSource } from '@collapse-lab/models';

export interface TaggedModel {
  readonly t: number;
}

/** origin → how many points: -1 for real, t for model t. */
export type Origins = Record<number, number>;

interface TaggedStatistics {
  counts: Map<number, number>;
}

export interface TaggedFamily {
  readonly family: Family<TaggedModel, Points, TaggedStatistics>;
  /** log[t]: origins of the training set of model t, fitted in this order. */
  readonly log: Origins[];
  /** previous[t]: the model that the fit of model t was given as the one before. */
  readonly previous: (number | undefined)[];
  /** values[t]: the training points of model t; empty where it was fitted to statistics. */
  readonly values: number[][];
}

export const taggedReal: RealSource<Points> = {
  name: 'tagged',
  identity: 'tagged',
  shape: { kind: 'points', d: 1 },
  draw: (n, stream) => tagged(-1, n, stream),
  truth: { kind: 'gaussian', d: 1, mean: new Float64Array(1), factor: new Float64Array(1) },
};

function tagged(origin: number, n: number, stream: Stream): Points {
  return {
    kind: 'points',
    n,
    d: 1,
    values: Float64Array.from({ length: n }, () => origin + stream.uniformOpen()),
  };
}

function originsOf(values: Iterable<number>): Origins {
  const origins: Origins = {};
  for (const value of values) origins[Math.floor(value)] = (origins[Math.floor(value)] ?? 0) + 1;
  return origins;
}

export function taggedFamily(options: { law?: boolean; lossless?: boolean } = {}): TaggedFamily {
  const log: Origins[] = [];
  const values: number[][] = [];
  const previous: (number | undefined)[] = [];
  const fitted = (origins: Origins, points: number[]): TaggedModel => {
    log.push(origins);
    values.push(points);
    return { t: log.length - 1 };
  };
  const family: TaggedFamily['family'] = {
    name: 'tagged',
    lawVersion: 1,
    shape: { kind: 'points', d: 1 },
    minimumSize: 1,
    fit: (input) => {
      previous.push(input.previous?.t);
      return fitted(originsOf(input.train.values), [...input.train.values]);
    },
    sample: ({ t }, { n }, stream) => tagged(t, n, stream),
    fromTruth: () => ({ t: -1 }),
    encode: ({ t }) => t,
    decode: (t) => ({ t: t as number }),
    ...(options.law === true ? { law: taggedLaw(fitted, options.lossless ?? false) } : {}),
  };
  return { family, log, values, previous };
}

function taggedLaw(
  fitted: (origins: Origins, points: number[]) => TaggedModel,
  lossless: boolean,
): NonNullable<TaggedFamily['family']['law']> {
  const add = ({ counts }: TaggedStatistics, origin: number, n: number): void => {
    if (n > 0) counts.set(origin, (counts.get(origin) ?? 0) + n);
  };
  return {
    lossless,
    create: () => ({ counts: new Map() }),
    clear: ({ counts }) => counts.clear(),
    count: ({ counts }) => [...counts.values()].reduce((a, b) => a + b, 0),
    addDraw: (statistics, { t }, n) => add(statistics, t, n),
    addData: (statistics, { values }) => {
      for (const value of values) add(statistics, Math.floor(value), 1);
    },
    addStatistics: (statistics, other) => {
      for (const [origin, n] of other.counts) add(statistics, origin, n);
    },
    fit: ({ counts }) => fitted(Object.fromEntries(counts), []),
    split: ({ counts }, n) => takeFirst(counts, n),
    encode: ({ counts }) => [...counts] as unknown as Json,
    decode: (encoded) => ({ counts: new Map(encoded as [number, number][]) }),
  };
}

/** The first n points, oldest origin first. */
function takeFirst(counts: Map<number, number>, n: number): [TaggedStatistics, TaggedStatistics] {
  const subset = new Map<number, number>();
  const rest = new Map<number, number>();
  let left = n;
  for (const [origin, count] of counts) {
    const taken = Math.min(left, count);
    left -= taken;
    if (taken > 0) subset.set(origin, taken);
    if (count > taken) rest.set(origin, count - taken);
  }
  return [{ counts: subset }, { counts: rest }];
}
