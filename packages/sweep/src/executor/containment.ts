/**
 * Runs a chunk on workers that may be lost, and publishes it. A cell that ends its worker (process.exit, exhausted
 * heap, a loop past the timeout) fails alone: the cells of the chunk that are not settled run again in a fresh worker.
 */
import type { Cell } from '../cell/cell.ts';
import type { Segment } from '../store/segment.ts';
import { StoreError } from '../store/store-error.ts';
import type { CellFailure, Chunk, ChunkEvent, ChunkOutcome, RunChunkOptions } from './executor.ts';
import { guardedStore } from './guarded-store.ts';
import type { ChunkJob, JobEnd, JobSettings } from './job.ts';

export type AttemptEnd =
  | JobEnd
  /** The worker is gone, and why. */
  | { readonly kind: 'lost'; readonly failure: CellFailure }
  /** The executor was closed. */
  | { readonly kind: 'closed' };

export interface Attempt {
  /** Resolves when every event of the attempt has been delivered; never rejects. */
  readonly end: Promise<AttemptEnd>;
  /** Ends the worker at once; `end` then resolves with `lost`. */
  kill(): void;
}

export type Launch = (job: ChunkJob, onEvent: (event: ChunkEvent) => void) => Attempt;

/**
 * `onComputed` is called when no worker is needed any more.
 * @throws StoreError where the worker reported one, or where the segment cannot be published.
 */
export async function runContained(
  chunk: Chunk,
  launch: Launch,
  settings: JobSettings,
  options: RunChunkOptions,
): Promise<ChunkOutcome> {
  const ledger = new Ledger(chunk, options.onEvent);
  const segment = await compute(chunk, launch, settings, options, ledger);
  options.onComputed?.();
  if (segment !== undefined) await publish(segment, chunk, settings.storeDirectory, ledger);
  return ledger.outcome();
}

/**
 * Here, not in the worker: its event loop turns only between stretches of computing, and publishing waits for the disk
 * several times.
 */
async function publish(segment: Segment, chunk: Chunk, directory: string, ledger: Ledger): Promise<void> {
  const store = await guardedStore(directory);
  await store.publishSegment(segment);
  const published = new Set(segment.header.cells.map(({ key }) => key));
  const cells = chunk.cells.filter(({ key }) => published.has(key));
  ledger.apply({ kind: 'published', keys: cells.map(({ key }) => key) });
  for (const cell of cells) await store.dropCheckpoint(cell);
}

/** The segment of the cells that were computed; undefined where there are none. */
async function compute(
  chunk: Chunk,
  launch: Launch,
  settings: JobSettings,
  options: RunChunkOptions,
  ledger: Ledger,
): Promise<Segment | undefined> {
  let lostOutsideCells = 0;
  for (let attempts = 0; ledger.unsettled().length > 0; attempts++) {
    const job = { ...settings, chunk: { ...chunk, cells: ledger.unsettled() }, careful: attempts > 0 };
    const { end, victim } = await runAttempt(launch, job, ledger, options.timeout);
    if (end.kind === 'store-error') throw new StoreError(end.code, end.message);
    if (end.kind === 'closed') return undefined;
    if (end.kind !== 'lost') return end.segment;
    if (victim !== undefined) ledger.fail(victim, end.failure);
    else if (++lostOutsideCells === 2)
      for (const cell of ledger.unsettled()) ledger.fail(cell.key, end.failure);
  }
  return undefined;
}

async function runAttempt(
  launch: Launch,
  job: ChunkJob,
  ledger: Ledger,
  timeout: number | undefined,
): Promise<{ end: AttemptEnd; victim: string | undefined }> {
  let overdue: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  ledger.running = undefined;
  const attempt = launch(job, (event) => {
    ledger.apply(event);
    if (event.kind === 'progress' || event.kind === 'published') return;
    clearTimeout(timer);
    if (event.kind !== 'started' || timeout === undefined) return;
    timer = setTimeout(() => {
      overdue = event.key;
      attempt.kill();
    }, timeout);
  });
  const end = await attempt.end;
  clearTimeout(timer);
  if (end.kind === 'lost' && overdue !== undefined)
    return { end: { kind: 'lost', failure: timeoutFailure(timeout!) }, victim: overdue };
  return { end, victim: ledger.running };
}

export function timeoutFailure(milliseconds: number): CellFailure {
  return { kind: 'timeout', message: `stopped: still running after its timeout of ${milliseconds / 1000} s` };
}

/** What is known of the cells of one chunk. */
class Ledger {
  /** The cell that a worker has started and neither finished nor failed. */
  running: string | undefined;
  readonly #chunk: Chunk;
  readonly #onEvent: (event: ChunkEvent) => void;
  readonly #published: string[] = [];
  readonly #failed = new Map<string, CellFailure>();
  readonly #settled = new Set<string>();

  constructor(chunk: Chunk, onEvent: (event: ChunkEvent) => void) {
    this.#chunk = chunk;
    this.#onEvent = onEvent;
  }

  apply(event: ChunkEvent): void {
    if (event.kind === 'started') this.running = event.key;
    if (event.kind === 'computed' || event.kind === 'failed') this.running = undefined;
    if (event.kind === 'failed') this.#settle([event.key], () => this.#failed.set(event.key, event.failure));
    if (event.kind === 'published') this.#settle(event.keys, () => this.#published.push(...event.keys));
    this.#onEvent(event);
  }

  fail(key: string, failure: CellFailure): void {
    this.apply({ kind: 'failed', key, failure });
  }

  unsettled(): Cell[] {
    return this.#chunk.cells.filter((cell) => !this.#settled.has(cell.key));
  }

  outcome(): ChunkOutcome {
    const left = this.unsettled().map((cell) => cell.key);
    return { published: this.#published, failed: this.#failed, left };
  }

  #settle(keys: readonly string[], record: () => void): void {
    for (const key of keys) this.#settled.add(key);
    record();
  }
}
