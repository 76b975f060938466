/** Runs what is missing of an experiment: the one operation behind run, resume, retry, extend and requeue. */
import { InvalidArgumentError } from '@collapse-lab/math';
import type { Cell } from '../cell/cell.ts';
import type { Share } from '../cell/chunk-cells.ts';
import { estimate } from '../cell/estimate.ts';
import { openEngine } from '../engine/engines.ts';
import { createExecutor, type ExecutorName } from '../executor/create-executor.ts';
import type { CellFailure, Chunk, ChunkEvent, Executor } from '../executor/executor.ts';
import type { Experiment } from '../experiment/experiment.ts';
import type { Store } from '../store/store.ts';
import { asStoreError, type StoreError } from '../store/store-error.ts';
import { workersThatFit } from './available-threads.ts';
import type { CellProgress } from './cell-clock.ts';
import { exitCodeOf } from './exit-code.ts';
import { Meter, type Progress } from './meter.ts';
import { StoppedError } from './pace.ts';
import { planSweep, type SweepPlan } from './plan-sweep.ts';
import { provenance } from './provenance.ts';
import { requireMemory } from './require-memory.ts';

export interface SweepRequest {
  readonly experiment: Experiment;
  readonly store: Store;
  /** Default `threads`. */
  readonly executor?: ExecutorName | undefined;
  /**
   * Threads at once, `threadsPerCell` of them in each worker; default: the cores this process may use, or fewer where the
   * cells need much memory.
   */
  readonly threads?: number | undefined;
  /** Heap of a worker in MiB; default: `execution.memory` of the experiment, else the engine's own limit. */
  readonly memoryLimit?: number | undefined;
  /** Only this share of the chunks; see `parsePart`. */
  readonly part?: Share | undefined;
  readonly onlyCell?: string | undefined;
  /** Try cells again that failed in an earlier run. */
  readonly retryFailed?: boolean | undefined;
  /** Compute published cells again whose artifacts are missing or damaged. */
  readonly retryArtifacts?: boolean | undefined;
  /** Further attempts after a failed one; default: `execution.retries` of the experiment. */
  readonly retries?: number | undefined;
  /** Stop at the first cell that fails for good. */
  readonly failFast?: boolean | undefined;
  /** Stop when the first so many cells all fail; default 10. */
  readonly maxFirstFailures?: number | undefined;
  readonly onEvent?: ((event: SweepEvent) => void) | undefined;
  /** Stop soon: running cells finish or leave a checkpoint. */
  readonly signal?: AbortSignal | undefined;
  /** Stop now: running cells are lost since their last checkpoint. Nothing is torn. */
  readonly abort?: AbortSignal | undefined;
}

export type StopReason = 'signal' | 'fail-fast' | 'first-failures' | 'store';

export type SweepEvent =
  /** Planning takes longer than a second. Only before `planned`. */
  | { readonly kind: 'planning' }
  | {
      readonly kind: 'planned';
      readonly plan: SweepPlan;
      readonly concurrency: number;
      readonly progress: Progress;
    }
  | { readonly kind: 'computed'; readonly cell: Cell; readonly progress: Progress }
  /** A cell that takes long is further than before. */
  | { readonly kind: 'progress'; readonly cell: Cell; readonly progress: Progress }
  | {
      readonly kind: 'failed';
      readonly cell: Cell;
      readonly failure: CellFailure;
      /** From 1. */
      readonly attempt: number;
      /** Whether it will be tried again in this run. */
      readonly retried: boolean;
      readonly progress: Progress;
    }
  | { readonly kind: 'stopping'; readonly reason: StopReason; readonly progress: Progress };

export interface FailedCell {
  readonly cell: Cell;
  readonly failure: CellFailure;
  /** Whether it failed in an earlier run and was not tried in this one. */
  readonly earlier: boolean;
}

export interface SweepOutcome {
  /** Cells asked for. */
  readonly total: number;
  /** Published, in this run or before. */
  readonly done: number;
  /** Published by this run. */
  readonly published: number;
  readonly failed: readonly FailedCell[];
  /** Neither published nor failed. */
  readonly left: number;
  /**
   * The signal came while the sweep was planned: what is stored was not looked up, so that `total` and `left` count
   * the whole experiment and `done` is 0.
   */
  readonly unplanned?: true;
  /** Why the run ended with work left. */
  readonly stopped?: StopReason;
  readonly storeError?: StoreError;
  /** See `exitCodes`. */
  readonly exitCode: number;
  readonly seconds: number;
}

/** @throws InvalidArgumentError for a wrong option, or a network too large for this machine; StoreError where the store cannot be read; EngineError. */
export async function runSweep(request: SweepRequest): Promise<SweepOutcome> {
  requirePositive('threads', request.threads);
  requirePositive('maxFirstFailures', request.maxFirstFailures);
  const start = performance.now();
  const announced = setTimeout(() => request.onEvent?.({ kind: 'planning' }), PLANNING);
  let plan: SweepPlan;
  try {
    plan = await planSweep(request.experiment, request.store, request);
  } catch (error) {
    if (!(error instanceof StoppedError)) throw error;
    return stoppedPlanning(request.experiment, (performance.now() - start) / 1000);
  } finally {
    clearTimeout(announced);
  }
  requireEngines(plan);
  requireMemory(plan);
  return new SweepRun(request, plan).run();
}

/** Refused before work starts: an engine that the store was begun with may not be there on this machine. */
function requireEngines({ chunks }: SweepPlan): void {
  const needed = new Set(chunks.flatMap(({ cells }) => cells.map(({ parameters }) => parameters.engine)));
  for (const engine of needed) if (engine !== undefined) openEngine(engine);
}

/** Milliseconds after which a caller is told that the sweep is still being planned. */
const PLANNING = 1000;

function stoppedPlanning({ settings, seeds }: Experiment, seconds: number): SweepOutcome {
  const total = settings.length * seeds.length;
  const outcome = { total, done: 0, published: 0, failed: [], left: total, stopped: 'signal' } as const;
  return { ...outcome, unplanned: true, seconds, exitCode: exitCodeOf(outcome) };
}

function requirePositive(argument: string, value: number | undefined): void {
  if (value === undefined || (Number.isInteger(value) && value > 0)) return;
  throw new InvalidArgumentError({ argument, got: value, expected: 'a positive integer' });
}

const MAX_FIRST_FAILURES = 10;

class SweepRun {
  readonly #request: SweepRequest;
  readonly #plan: SweepPlan;
  readonly #concurrency: number;
  readonly #cells: ReadonlyMap<string, Cell>;
  readonly #meter: Meter;
  readonly #queue: Chunk[];
  readonly #attempts = new Map<string, number>();
  readonly #failed = new Map<string, FailedCell>();
  /** Cells that failed and wait for their next attempt. */
  readonly #retried = new Set<string>();
  readonly #triedAndFailed = new Set<string>();
  #anySuccess = false;
  #published = 0;
  #stopped: StopReason | undefined;
  #storeError: StoreError | undefined;
  #executor: Executor | undefined;

  constructor(request: SweepRequest, plan: SweepPlan) {
    this.#request = request;
    this.#plan = plan;
    this.#queue = [...plan.chunks];
    this.#concurrency = concurrencyOf(request, plan);
    const missing = plan.chunks.flatMap((chunk) => chunk.cells);
    this.#cells = new Map(missing.map((cell) => [cell.key, cell]));
    this.#meter = new Meter({
      total: plan.cells.length,
      done: plan.done.length,
      failed: plan.failed.length,
      concurrency: this.#concurrency,
      missing,
      estimate: (cell) => estimate(cell.parameters).seconds,
    });
  }

  async run(): Promise<SweepOutcome> {
    const start = performance.now();
    const { signal, abort } = this.#request;
    this.#emit({ kind: 'planned', plan: this.#plan, concurrency: this.#concurrency });
    const onSignal = (): void => this.#stop('signal');
    const onAbort = (): void => {
      this.#stop('signal');
      void this.#executor?.close();
    };
    if (signal?.aborted || abort?.aborted) this.#stopped = 'signal';
    signal?.addEventListener('abort', onSignal);
    abort?.addEventListener('abort', onAbort);
    try {
      if (this.#queue.length > 0 && this.#stopped === undefined) await this.#work();
    } finally {
      signal?.removeEventListener('abort', onSignal);
      abort?.removeEventListener('abort', onAbort);
      await this.#executor?.close();
    }
    const outcome = this.#outcome((performance.now() - start) / 1000);
    if (this.#executor !== undefined && outcome.storeError === undefined) await this.#noteEnd(outcome);
    return outcome;
  }

  async #work(): Promise<void> {
    const { experiment, store, executor = 'threads' } = this.#request;
    const memoryLimit = this.#request.memoryLimit ?? experiment.execution.memory;
    await this.#noteStart(executor);
    if (this.#stopped !== undefined) return;
    this.#executor = await createExecutor(executor, {
      storeDirectory: store.directory,
      concurrency: this.#concurrency,
      ...(memoryLimit === undefined ? {} : { memoryLimit }),
    });
    await Promise.all(Array.from({ length: this.#concurrency }, () => this.#worker()));
  }

  /**
   * Takes chunks until none is left. While a chunk is computed, the one before is published, never more: what is computed
   * waits in memory. A chunk that is tried again may appear while another is computed, or published.
   */
  async #worker(): Promise<void> {
    let published: Promise<void> | undefined;
    while (this.#stopped === undefined) {
      const chunk = this.#queue.shift();
      if (chunk === undefined && published === undefined) return;
      const ran = chunk === undefined ? undefined : this.#runChunk(chunk);
      await ran?.computed;
      await published;
      published = ran?.published;
    }
    await published;
  }

  /** Neither rejects: an error of the store stops the run. `computed` is when the worker is free. */
  #runChunk(chunk: Chunk): { computed: Promise<void>; published: Promise<void> } {
    let onComputed = (): void => {};
    const free = new Promise<void>((resolve) => {
      onComputed = resolve;
    });
    const published = this.#publishChunk(chunk, onComputed).catch((error) => {
      this.#storeError ??= asStoreError(error, 'use the store', this.#request.store.directory);
      this.#stop('store');
    });
    return { computed: Promise.race([free, published]), published };
  }

  async #publishChunk(chunk: Chunk, onComputed: () => void): Promise<void> {
    const { store, experiment } = this.#request;
    const seconds = experiment.execution.timeout;
    const outcome = await this.#executor!.run(chunk, {
      ...(seconds === undefined ? {} : { timeout: seconds * 1000 }),
      onEvent: (event) => this.#hear(event),
      onComputed,
    });
    this.#published += outcome.published.length;
    const again: Cell[] = [];
    for (const [key, failure] of outcome.failed) {
      const cell = this.#cells.get(key)!;
      if (this.#retried.delete(key)) again.push(cell);
      else await store.recordFailure(this.#failureRecord(cell, failure));
    }
    if (again.length > 0) this.#queue.push({ ...chunk, cells: again });
  }

  #hear(event: ChunkEvent): void {
    if (event.kind === 'started') this.#meter.started(this.#cells.get(event.key)!);
    if (event.kind === 'progress') this.#hearProgress(this.#cells.get(event.key)!, event);
    if (event.kind === 'computed') this.#hearComputed(this.#cells.get(event.key)!, event.milliseconds);
    if (event.kind === 'failed') this.#hearFailed(this.#cells.get(event.key)!, event.failure);
  }

  #hearProgress(cell: Cell, { t, generations, work }: CellProgress): void {
    this.#meter.heard(cell, { t, generations, ...(work && { work }) });
    this.#emit({ kind: 'progress', cell });
  }

  #hearComputed(cell: Cell, milliseconds: number): void {
    this.#anySuccess = true;
    if (this.#meter.computed(cell, milliseconds)) this.#emit({ kind: 'computed', cell });
  }

  #hearFailed(cell: Cell, failure: CellFailure): void {
    const attempt = (this.#attempts.get(cell.key) ?? 0) + 1;
    this.#attempts.set(cell.key, attempt);
    this.#triedAndFailed.add(cell.key);
    const retried = this.#willRetry(cell.key);
    this.#meter.stopped(cell);
    if (retried) this.#retried.add(cell.key);
    else {
      this.#failed.set(cell.key, { cell, failure, earlier: false });
      this.#meter.failed(cell);
    }
    this.#emit({ kind: 'failed', cell, failure, attempt, retried });
    if (!retried && this.#request.failFast === true) this.#stop('fail-fast');
    const most = this.#request.maxFirstFailures ?? MAX_FIRST_FAILURES;
    if (!this.#anySuccess && this.#triedAndFailed.size >= most) this.#stop('first-failures');
  }

  #willRetry(key: string): boolean {
    const retries = this.#request.retries ?? this.#request.experiment.execution.retries;
    return this.#stopped === undefined && (this.#attempts.get(key) ?? 0) <= retries;
  }

  #stop(reason: StopReason): void {
    if (this.#stopped !== undefined) return;
    this.#stopped = reason;
    this.#executor?.stop();
    this.#emit({ kind: 'stopping', reason });
  }

  #failureRecord(cell: Cell, failure: CellFailure) {
    const { key, seed, setting } = cell;
    return {
      key,
      seed,
      setting,
      ...failure,
      attempt: this.#attempts.get(key) ?? 1,
      at: new Date().toISOString(),
    };
  }

  #outcome(seconds: number): SweepOutcome {
    const { cells, done, failed: earlier } = this.#plan;
    const failed = [...earlier.map((one) => ({ ...one, earlier: true })), ...this.#failed.values()];
    const allDone = done.length + this.#published;
    const outcome = {
      total: cells.length,
      done: allDone,
      published: this.#published,
      failed,
      left: cells.length - allDone - failed.length,
      seconds,
      ...(this.#stopped === undefined ? {} : { stopped: this.#stopped }),
      ...(this.#storeError === undefined ? {} : { storeError: this.#storeError }),
    };
    return { ...outcome, exitCode: exitCodeOf(outcome) };
  }

  /** Provenance goes to the journal, never into results. */
  async #noteStart(executor: ExecutorName): Promise<void> {
    const { store, experiment, part } = this.#request;
    try {
      await store.note({
        kind: 'run',
        experiment: experiment.name,
        executor,
        threads: this.#concurrency,
        part: part === undefined ? null : `${part.index + 1}/${part.count}`,
        missing: this.#plan.missing,
        ...(await provenance()),
      });
    } catch (error) {
      this.#storeError = asStoreError(error, 'write to the store', store.directory);
      this.#stop('store');
    }
  }

  /** A journal that cannot take this is no reason to call a finished run failed. */
  async #noteEnd({ seconds, published, failed, left, stopped }: SweepOutcome): Promise<void> {
    const { store, experiment } = this.#request;
    const counts = { seconds, published, failed: failed.length, left, stopped: stopped ?? null };
    const entry = { kind: 'run-end', at: new Date().toISOString(), experiment: experiment.name, ...counts };
    await store.note({ ...entry, durations: this.#meter.durations() }).catch(() => {});
  }

  #emit(event: Unreported): void {
    this.#request.onEvent?.({ ...event, progress: this.#meter.progress() } as SweepEvent);
  }
}

type Unreported = SweepEvent extends infer Event
  ? Event extends { readonly progress: Progress }
    ? Omit<Event, 'progress'>
    : never
  : never;

function concurrencyOf(request: SweepRequest, { chunks, memory }: SweepPlan): number {
  const { executor, experiment, threads } = request;
  if (executor === 'inline') return 1;
  const { threadsPerCell = 1 } = experiment.execution;
  const workers =
    threads === undefined ? workersThatFit(memory, { threadsPerCell }) : Math.floor(threads / threadsPerCell);
  return Math.max(1, Math.min(workers, chunks.length));
}
