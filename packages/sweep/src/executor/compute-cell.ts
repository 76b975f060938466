/** Computes one cell: from its checkpoint, from a stored shorter run of the same lineage, or from the start. */

import { setImmediate } from 'node:timers/promises';
import { beginRun, type LineageRun, type RunCheckpoint } from '@collapse-lab/process';
import { buildLineage } from '../cell/build-lineage.ts';
import type { Cell } from '../cell/cell.ts';
import { keptState } from '../cell/kept-state.ts';
import type { CellResult } from '../cell/result.ts';
import type { CellBlobs } from '../store/blobs.ts';
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
  const from = await startOf(work);
  const [artifacts, blobs] = [new PendingArtifacts(), await store.openBlobs(cell, from)];
  const request = { ...(await buildLineage(cell)), keepArtifact: artifacts.keep, blobs, from };
  const run = beginRun(request);
  const saver = new Saver(work, artifacts, blobs);
  await runWithPauses(run, saver, work);
  if (!run.finished) return 'stopped';
  await artifacts.save(store);
  const end = run.checkpoint();
  const result = resultOf(cell, end, blobs);
  if (!blobs.isEmpty) await store.publishBlobs(cell, result, blobs);
  if (job.careful) await store.saveCheckpoint(cell, end, blobs);
  return result;
}

async function startOf({ cell, extend, store }: CellWork): Promise<RunCheckpoint | undefined> {
  const checkpoint = await store.loadCheckpoint(cell);
  if (checkpoint !== undefined || extend === undefined) return checkpoint;
  const shorter = await store.read(extend);
  if (shorter === undefined || shorter.state === null) return undefined;
  if (!(await store.holdsBlobs(cell, shorter.state))) return undefined;
  const { series, snapshots, artifacts, state, generations: t } = shorter;
  return { t, state, series, snapshots, ...(artifacts && { artifacts }) };
}

/** Of the time between two checkpoints, at most a part of this is spent on writing one. */
const SHARE_OF_SAVING = 20;

/** Saves a run where that is due. What takes long to save is saved less often. */
class Saver {
  readonly #work: CellWork;
  readonly #artifacts: PendingArtifacts;
  readonly #blobs: CellBlobs;
  #due: number;

  constructor(work: CellWork, artifacts: PendingArtifacts, blobs: CellBlobs) {
    this.#work = work;
    this.#artifacts = artifacts;
    this.#blobs = blobs;
    this.#due = performance.now() + work.job.checkpointInterval;
  }

  isDue(now: number): boolean {
    return now >= this.#due;
  }

  async save(run: LineageRun): Promise<void> {
    const { cell, job, store } = this.#work;
    const start = performance.now();
    await this.#artifacts.save(store);
    await store.saveCheckpoint(cell, run.checkpoint(), this.#blobs);
    const end = performance.now();
    this.#due = end + Math.max(job.checkpointInterval, SHARE_OF_SAVING * (end - start));
  }
}

/**
 * Runs in stretches. Between two, the state is saved where that is due, and the event loop turns.
 * A stretch ends when something is due, so a cheap cell is one stretch.
 */
async function runWithPauses(run: LineageRun, saver: Saver, { cell, job, port }: CellWork): Promise<void> {
  const start = performance.now();
  const deadline = start + (job.softTimeout ?? Number.POSITIVE_INFINITY);
  const reporter = new Reporter(cell, port, start);
  for (let stop = false; !run.finished && !stop; ) {
    const breath = performance.now() + (job.breathInterval ?? Number.POSITIVE_INFINITY);
    for (let now = 0; !run.finished && now < breath && now < deadline && !saver.isDue(now) && !stop; ) {
      run.step();
      now = performance.now();
      reporter.report(run, now);
      stop = port.stopRequested();
    }
    // A rejection that nobody handles surfaces now, while this is still the cell to blame.
    await setImmediate();
    if (run.finished) return;
    const now = performance.now();
    if (now >= deadline) throw new CellTimeout(job.softTimeout!);
    stop ||= port.stopRequested();
    if (stop || saver.isDue(now)) await saver.save(run);
  }
}

/** How often the main thread hears of a long cell, in milliseconds. */
const PROGRESS_INTERVAL = 500;

class Reporter {
  readonly #cell: Cell;
  readonly #port: WorkerPort;
  #reported: number;

  constructor(cell: Cell, port: WorkerPort, start: number) {
    this.#cell = cell;
    this.#port = port;
    this.#reported = start;
  }

  report(run: LineageRun, now: number): void {
    if (now - this.#reported < PROGRESS_INTERVAL) return;
    this.#reported = now;
    const { t, generations, work } = run.progress();
    this.#port.emit({ kind: 'progress', key: this.#cell.key, t, generations, ...(work && { work }) });
  }
}

function resultOf(cell: Cell, end: RunCheckpoint, blobs: CellBlobs): CellResult {
  const { series, snapshots, artifacts, state } = end;
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
    state: keptState(parameters, state, blobs),
  };
}
