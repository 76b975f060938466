/** What a worker does with a chunk: its cells one after another, then one segment with those that succeeded. */
import type { Cell } from '../cell/cell.ts';
import type { CellResult } from '../cell/result.ts';
import { openStore } from '../store/open-store.ts';
import type { Store } from '../store/store.ts';
import { asStoreError, StoreError } from '../store/store-error.ts';
import { CellTimeout, computeCell } from './compute-cell.ts';
import { timeoutFailure } from './containment.ts';
import { describeError } from './describe-error.ts';
import type { CellFailure } from './executor.ts';
import { guarded } from './guarded-store.ts';
import type { ChunkJob, JobEnd, WorkerPort } from './job.ts';

/** Never rejects: what goes wrong with a cell is an event, what goes wrong with the store is the end. */
export async function workOnChunk(job: ChunkJob, port: WorkerPort): Promise<JobEnd> {
  try {
    return await work(job, await storeAt(job.storeDirectory), port);
  } catch (error) {
    const { code, message } = asStoreError(error, 'use the store', job.storeDirectory);
    return { kind: 'store-error', code, message };
  }
}

/** One store a worker: opening it may read what is there. */
const stores = new Map<string, Promise<Store>>();

function storeAt(directory: string): Promise<Store> {
  const opened = stores.get(directory) ?? openStore(directory).then(guarded);
  stores.set(directory, opened);
  opened.catch(() => stores.delete(directory));
  return opened;
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
  await publish(results, job, store, port);
  return { kind: stopped ? 'stopped' : 'done' };
}

async function publish(
  results: readonly CellResult[],
  { chunk }: ChunkJob,
  store: Store,
  port: WorkerPort,
): Promise<void> {
  if (results.length === 0) return;
  await store.publish(results);
  const keys = results.map((result) => result.key);
  port.emit({ kind: 'published', keys });
  const published = new Set(keys);
  for (const cell of chunk.cells) if (published.has(cell.key)) await store.dropCheckpoint(cell);
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
