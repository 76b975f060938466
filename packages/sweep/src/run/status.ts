/** Where an experiment stands. Derived from the store's directory alone. */
import type { Cell } from '../cell/cell.ts';
import type { Experiment } from '../experiment/experiment.ts';
import type { FailureRecord, Store } from '../store/store.ts';
import { type LostArtifact, lostArtifacts } from './lost-artifacts.ts';
import { type PlanOptions, planSweep } from './plan-sweep.ts';

export interface SweepStatus {
  readonly total: number;
  readonly done: number;
  readonly failed: readonly { readonly cell: Cell; readonly failure: FailureRecord }[];
  readonly missing: number;
  /** Of the cells that are done. */
  readonly lostArtifacts: readonly LostArtifact[];
  /** Estimated seconds of computation on one core for the missing cells: an order of magnitude. */
  readonly seconds: number;
}

export async function sweepStatus(
  experiment: Experiment,
  store: Store,
  options: Pick<PlanOptions, 'part'> = {},
): Promise<SweepStatus> {
  const { cells, done, failed, missing, seconds } = await planSweep(experiment, store, options);
  const lost = await lostArtifacts(done, store);
  return { total: cells.length, done: done.length, failed, missing, lostArtifacts: lost, seconds };
}
