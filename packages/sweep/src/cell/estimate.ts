/**
 * What a cell costs, from its parameters alone: the same on every machine, so that it can decide on the partition of
 * a sweep. Constants are of one core of 2020 or later; they matter by their ratios.
 */
import { type Schedule, scheduleAt } from '@collapse-lab/process';
import type { CellParameters } from './cell.ts';

export interface CellEstimate {
  readonly seconds: number;
  /** Of working memory. */
  readonly bytes: number;
}

/** Seconds for one number drawn and reduced. */
const perNumber = 3e-8;
/** Seconds for one random number of the law-exact sampler, with its share of the linear algebra. */
const perStatistic = 1e-7;
/** Seconds for a generation whatever it does: the plan, the observers, a record. */
const perGeneration = 3e-6;
/** Seconds for a cell: its real data, its segment. */
const perCell = 1e-3;

export function estimate(parameters: CellParameters): CellEstimate {
  const { generations, sampler, observers } = parameters;
  const width = dimensions(parameters);
  const observed = observers.reduce(
    (sum, { samples }) => sum + (typeof samples === 'number' ? samples : 0),
    0,
  );
  const points = pointsPerGeneration(parameters);
  const perFit =
    sampler === 'statistics'
      ? statisticsWidth(parameters, width) * perStatistic
      : points.mean * width * perNumber;
  const perStep = perFit + observed * width * perNumber + perGeneration;
  return {
    seconds: perCell + (generations + 1) * perStep,
    bytes: 8 * width * (observed + (sampler === 'statistics' ? width : points.most)) + 1_000_000,
  };
}

/** Numbers per point; for symbols, one. */
function dimensions({ real }: CellParameters): number {
  if (typeof real.d === 'number') return real.d;
  const means = real.means as readonly (readonly number[])[] | undefined;
  const columns = real.columns as readonly unknown[] | undefined;
  return means?.[0]?.length ?? columns?.length ?? 1;
}

/** Random numbers of one law-exact fit: a triangle for a full covariance, one binomial per symbol for a categorical. */
function statisticsWidth({ real }: CellParameters, d: number): number {
  const probabilities = real.probabilities as readonly number[] | undefined;
  const k = typeof real.k === 'number' ? real.k : (probabilities?.length ?? 0);
  return k > 0 ? k : (d * (d + 1) * (d + 2)) / 2;
}

/** Points that a fit sees, on average over the generations and at most. */
function pointsPerGeneration({ workflow, sizes, generations }: CellParameters): {
  mean: number;
  most: number;
} {
  const initial = sizes.initial as number;
  const added = scheduleAt(sizes.new as unknown as Schedule, Math.max(1, generations));
  const grows = workflow.kind.startsWith('accumulate') || workflow.kind === 'replace-grown';
  if (!grows) return { mean: initial + added, most: initial + added };
  const most = initial + added * generations;
  return { mean: (initial + most) / 2, most };
}
