/** What a worker does with a chunk: its cells one after another, then one segment of those that succeeded. */
import type { Cell } from '../cell/cell.ts';
import type { CellResult } from '../cell/result.ts';
import { encodeSegment } from '../store/segment.ts';
import type { Store } from '../store/store.ts';
import { asStoreError, StoreError } from '../store/store-error.ts';
import { CellTimeout, computeCell } from './compute-cell.ts';
import { timeoutFailure } from './containment.ts';
import { describeError } from './describe-error.ts';
import type { CellFailure } from './executor.ts';
import { guardedStore } from './guarded-store.ts';
import type { ChunkJob, JobEnd, WorkerPort } from './job.ts';

/** Never rejects: what goes wrong with a cell is an event, what goes wrong with the store is the end. */
export async function workOnChunk(job: ChunkJob, port: WorkerPort): Promise<JobEnd> {
  try {
    return await work(job, await guardedStore(job.storeDirectory), port);
  } catch (error) {
    const { code, message } = asStoreError(error, 'use the store', job.storeDirectory);
    return { kind: 'store-error', code, message };
  }
}

async function work(job: ChunkJob, store: Store, port: WorkerPort): Promise<JobEnd> {
  const results: CellResult[] = [];
  let stopped = false;
  for (const cell of job.chunk.cells) {
    stopped = port.stopRequested();
    if (stopped) break;
    const result = await attemptCell(cell, job, store, port);
    if (result === 'stopped') stopped = true;
    else if (result !== undefined) results.push(result);
  }
  const kind = stopped ? 'stopped' : 'done';
  return results.length === 0 ? { kind } : { kind, segment: encodeSegment(results) };
}

/** The result; undefined where the cell failed, which is then reported; `stopped` where it left a checkpoint. */
async function attemptCell(
  cell: Cell,
  job: ChunkJob,
  store: Store,
  port: WorkerPort,
): Promise<CellResult | 'stopped' | undefined> {
  const { key } = cell;
  const extend = job.chunk.extend?.[key];
  const started = performance.now();
  port.emit({ kind: 'started', key });
  try {
    const result = await computeCell({ cell, extend, job, store, port });
    if (result === 'stopped') return result;
    port.emit({ kind: 'computed', key, milliseconds: performance.now() - started });
    return result;
  } catch (error) {
    if (error instanceof StoreError) throw error;
    port.emit({ kind: 'failed', key, failure: failureOf(error) });
    return undefined;
  }
}

function failureOf(error: unknown): CellFailure {
  return error instanceof CellTimeout ? timeoutFailure(error.milliseconds) : describeError(error);
}
