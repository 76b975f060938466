/** Runs chunks on worker threads (piscina). A lost thread costs its cell only; native crashes end the process. */
import { MessageChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { type Attempt, type AttemptEnd, runContained } from './containment.ts';
import { describeError, STRAY_ERROR } from './describe-error.ts';
import type { CellFailure, ChunkEvent, Executor, ExecutorOptions } from './executor.ts';
import { type ChunkJob, type JobEnd, jobSettings } from './job.ts';
import { Turnstile } from './turnstile.ts';

/** What a thread is given. */
export interface ThreadTask {
  readonly job: ChunkJob;
  readonly port: MessagePort;
  /** One 32-bit word: not 0 when running chunks should stop. A thread sees it without leaving its computation. */
  readonly stopFlag: Int32Array;
}

/** The worker lies beside this file, in src and in dist. */
const workerFile = new URL(import.meta.url.replace(/threads(\.[jt]s)$/, 'thread-worker$1')).href;

export function createThreadsExecutor(options: ExecutorOptions): Executor {
  const { concurrency, memoryLimit } = options;
  const turnstile = new Turnstile('threads', concurrency);
  const stopFlag = new Int32Array(new SharedArrayBuffer(4));
  const pool = createPool(concurrency, memoryLimit);
  let closed = false;
  const launch = (job: ChunkJob, onEvent: (event: ChunkEvent) => void): Attempt =>
    closed ? alreadyClosed : runOnThread(pool, { job, stopFlag }, onEvent, () => closed);
  return {
    name: 'threads',
    concurrency,
    run: (chunk, request) =>
      turnstile.pass(request, (inside) => runContained(chunk, launch, jobSettings(options), inside)),
    stop: () => {
      Atomics.store(stopFlag, 0, 1);
    },
    close: async () => {
      closed = true;
      await pool.destroy();
      await turnstile.idle();
    },
  };
}

const alreadyClosed: Attempt = { end: Promise.resolve({ kind: 'closed' }), kill: () => {} };

function createPool(concurrency: number, memoryLimit: number | undefined): Piscina {
  const pool = new Piscina({
    minThreads: concurrency,
    maxThreads: concurrency,
    concurrentTasksPerWorker: 1,
    ...(memoryLimit === undefined ? {} : { resourceLimits: { maxOldGenerationSizeMb: memoryLimit } }),
  });
  // A thread that dies between two chunks is replaced; nothing was lost with it.
  pool.on('error', () => {});
  return pool;
}

function runOnThread(
  pool: Piscina,
  { job, stopFlag }: Omit<ThreadTask, 'port'>,
  onEvent: (event: ChunkEvent) => void,
  isClosed: () => boolean,
): Attempt {
  const { port1, port2 } = new MessageChannel();
  const controller = new AbortController();
  port1.on('message', onEvent);
  const task: ThreadTask = { job, stopFlag, port: port2 };
  // The file is named here, not for the pool: a worker that cannot load it then fails the chunk instead of never being ready.
  const ended: Promise<JobEnd> = pool.run(task, {
    filename: workerFile,
    transferList: [port2],
    signal: controller.signal,
  });
  const end = ended
    .catch(
      (error): AttemptEnd => (isClosed() ? { kind: 'closed' } : { kind: 'lost', failure: lossOf(error) }),
    )
    .finally(() => drain(port1, onEvent));
  return { end, kill: () => controller.abort() };
}

/** Delivers what the thread sent before it ended, then closes. */
function drain(port: MessagePort, onEvent: (event: ChunkEvent) => void): void {
  port.off('message', onEvent);
  for (let entry = receiveMessageOnPort(port); entry !== undefined; entry = receiveMessageOnPort(port))
    onEvent(entry.message);
  port.close();
}

function lossOf(error: unknown): CellFailure {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ERR_WORKER_OUT_OF_MEMORY')
    return { kind: 'memory', message: 'exhausted the heap of its worker thread' };
  const exit = /^worker exited with code: (\d+)$/.exec(message);
  if (exit !== null) return { kind: 'exit', message: `ended its worker thread with exit code ${exit[1]}` };
  return describeError(error, STRAY_ERROR);
}
