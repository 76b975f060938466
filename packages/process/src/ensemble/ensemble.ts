/** Thousands of lineages of one setting. */
import type { Stream } from '@collapse-lab/math';
import type { LineageSpec } from '../lineage/spec.ts';

export interface EnsembleRequest<Metric extends string = string> {
  readonly spec: LineageSpec;
  /** Replicate i is keyed root.split(i). */
  readonly root: Stream;
  readonly replicates: number;
  readonly generations: number;
  /** Generations at which metrics are taken, ascending. */
  readonly at: readonly number[];
  readonly metrics: Readonly<Record<Metric, (model: any) => number>>;
  /** First replicate computed here; default 0. */
  readonly from?: number;
  /** How many are computed here; default all from `from` on. */
  readonly count?: number;
}

export interface EnsembleResult<Metric extends string = string> {
  readonly at: readonly number[];
  /** values[metric][j][i]: of replicate from + i, at generation at[j]. */
  readonly values: Readonly<Record<Metric, Float64Array[]>>;
  readonly sampler: 'statistics' | 'samples';
}
