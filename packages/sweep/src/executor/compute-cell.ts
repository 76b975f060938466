/** Computes one cell: from its checkpoint, from a stored shorter run of the same lineage, or from the start. */

import { setImmediate } from 'node:timers/promises';
import { type RunCheckpoint, type RunRequest, type RunResult, runLineage } from '@collapse-lab/process';
import { buildLineage } from '../cell/build-lineage.ts';
import type { Cell } from '../cell/cell.ts';
import { keptState } from '../cell/kept-state.ts';
import type { CellResult } from '../cell/result.ts';
import type { Store } from '../store/store.ts';
import type { ChunkJob, WorkerPort } from './job.ts';
import { PendingArtifacts } from './pending-artifacts.ts';

/** A cell that noticed by itself that its time is over. */
export class CellTimeout extends Error {
  readonly milliseconds: number;

  constructor(milliseconds: number) {
    super(`still running after ${milliseconds} ms`);
    this.milliseconds = milliseconds;
  }
}

export interface CellWork {
  readonly cell: Cell;
  /** Key of a published cell of the same lineage with fewer generations. */
  readonly extend: string | undefined;
  readonly job: ChunkJob;
  readonly store: Store;
  readonly port: WorkerPort;
}

/** @throws StoreError; CellTimeout; whatever the family, the real data or an observer throws. */
export async function computeCell(work: CellWork): Promise<CellResult | 'stopped'> {
  const { cell, job, store } = work;
  const artifacts = new PendingArtifacts();
  const request = { ...(await buildLineage(cell)), keepArtifact: artifacts.keep };
  const run = await runWithPauses(request, artifacts, await startOf(work), work);
  if (!run.finished) return 'stopped';
  await artifacts.save(store);
  if (job.careful) await store.saveCheckpoint(cell, checkpointOf(run));
  return resultOf(cell, run);
}

async function startOf({ cell, extend, store }: CellWork): Promise<RunCheckpoint | undefined> {
  const checkpoint = await store.loadCheckpoint(cell);
  if (checkpoint !== undefined || extend === undefined) return checkpoint;
  const shorter = await store.read(extend);
  return shorter === undefined || shorter.state === null ? undefined : { ...shorter, t: shorter.generations };
}

/**
 * Runs in stretches. Between two, the state is saved where that is due, and the event loop turns.
 * A stretch ends when something is due, so a cheap cell is one stretch.
 */
async function runWithPauses(
  request: RunRequest,
  artifacts: PendingArtifacts,
  from: RunCheckpoint | undefined,
  work: CellWork,
): Promise<RunResult> {
  const { cell, job, store, port } = work;
  const deadline = performance.now() + (job.softTimeout ?? Number.POSITIVE_INFINITY);
  let saved = performance.now();
  for (let start = from; ; ) {
    const run = runStretch(request, start, saved + job.checkpointInterval, deadline, work);
    // A rejection that nobody handles surfaces now, while this is still the cell to blame.
    await setImmediate();
    if (run.finished) return run;
    const now = performance.now();
    if (now >= deadline) throw new CellTimeout(job.softTimeout!);
    const stop = port.stopRequested();
    if (stop || now >= saved + job.checkpointInterval) {
      await artifacts.save(store);
      await store.saveCheckpoint(cell, checkpointOf(run));
      saved = performance.now();
    }
    if (stop) return run;
    start = run;
  }
}

/** How often the main thread hears of a long cell, in milliseconds. */
const PROGRESS_INTERVAL = 500;

function runStretch(
  request: RunRequest,
  from: RunCheckpoint | undefined,
  checkpointDue: number,
  deadline: number,
  { cell, job, port }: CellWork,
): RunResult {
  const start = performance.now();
  const due = Math.min(checkpointDue, deadline, start + (job.breathInterval ?? Number.POSITIVE_INFINITY));
  let reported = start;
  return runLineage({
    ...request,
    ...(from === undefined ? {} : { from }),
    onStep: ({ t }) => {
      const now = performance.now();
      if (now - reported >= PROGRESS_INTERVAL) {
        port.emit({ kind: 'progress', key: cell.key, t });
        reported = now;
      }
      return now >= due || port.stopRequested() ? 'stop' : undefined;
    },
  });
}

function checkpointOf({ t, state, series, snapshots, artifacts }: RunCheckpoint): RunCheckpoint {
  return { t, state, series, snapshots, ...(artifacts && { artifacts }) };
}

function resultOf(cell: Cell, { series, snapshots, artifacts, state }: RunResult): CellResult {
  const { key, rowsKey, lineageKey, seed, parameters } = cell;
  const { generations } = parameters;
  return {
    key,
    rowsKey,
    lineageKey,
    seed,
    generations,
    parameters: parameters as never,
    series,
    snapshots,
    ...(artifacts && { artifacts }),
    state: keptState(parameters, state),
  };
}
