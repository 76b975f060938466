/** Runs chunks in child processes: for cells whose native code may crash, or whose memory must have a limit of its own. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Attempt, type AttemptEnd, runContained } from './containment.ts';
import type { CellFailure, ChunkEvent, Executor, ExecutorOptions } from './executor.ts';
import { type ChunkJob, type JobEnd, jobSettings } from './job.ts';
import { Turnstile } from './turnstile.ts';

/** To a worker process. */
export interface ProcessTask {
  readonly job: ChunkJob;
}

/** From a worker process. */
export type ProcessMessage = { readonly event: ChunkEvent } | { readonly end: JobEnd };

/** The worker lies beside this file, in src and in dist. */
const workerFile = fileURLToPath(import.meta.url.replace(/processes(\.[jt]s)$/, 'process-worker$1'));

export function createProcessesExecutor(options: ExecutorOptions): Executor {
  const turnstile = new Turnstile('processes', options.concurrency);
  const crew = new Crew(options.memoryLimit);
  return {
    name: 'processes',
    concurrency: options.concurrency,
    run: (chunk, request) =>
      turnstile.pass(() =>
        runContained(chunk, (job, onEvent) => crew.launch(job, onEvent), jobSettings(options), request),
      ),
    stop: () => crew.stop(),
    close: async () => {
      crew.close();
      await turnstile.idle();
    },
  };
}

/** The worker processes: an idle one is used again, a lost one is replaced when it is needed. */
class Crew {
  readonly #memoryLimit: number | undefined;
  readonly #members = new Set<ProcessMember>();
  #stopping = false;
  #closed = false;

  constructor(memoryLimit: number | undefined) {
    this.#memoryLimit = memoryLimit;
  }

  launch(job: ChunkJob, onEvent: (event: ChunkEvent) => void): Attempt {
    if (this.#closed) return { end: Promise.resolve({ kind: 'closed' }), kill: () => {} };
    if (this.#stopping) return { end: Promise.resolve({ kind: 'stopped' }), kill: () => {} };
    const member = this.#idleMember() ?? this.#hire();
    const end = member.work(job, onEvent).then((result): AttemptEnd => {
      if (result.kind === 'lost') this.#members.delete(member);
      return result.kind === 'lost' && this.#closed ? { kind: 'closed' } : result;
    });
    return { end, kill: () => member.kill() };
  }

  stop(): void {
    this.#stopping = true;
    for (const member of this.#members) member.stop();
  }

  close(): void {
    this.#closed = true;
    for (const member of this.#members) member.kill();
  }

  #idleMember(): ProcessMember | undefined {
    for (const member of this.#members) if (member.idle) return member;
    return undefined;
  }

  #hire(): ProcessMember {
    const member = new ProcessMember(this.#memoryLimit);
    this.#members.add(member);
    return member;
  }
}

class ProcessMember {
  idle = true;
  readonly #child: ChildProcess;
  readonly #errors: ErrorTail;
  readonly #gone: Promise<CellFailure>;

  constructor(memoryLimit: number | undefined) {
    this.#child = fork(workerFile, {
      execArgv: memoryLimit === undefined ? [] : [`--max-old-space-size=${memoryLimit}`],
      stdio: ['pipe', process.stderr, 'pipe', 'ipc'],
    });
    // Writing to a process that is already gone is no error here: its end is noticed anyway.
    this.#child.stdin!.on('error', () => {});
    this.#errors = new ErrorTail(this.#child.stderr!);
    this.#gone = whenGone(this.#child).then((how) => lossOf(how, this.#errors));
  }

  async work(job: ChunkJob, onEvent: (event: ChunkEvent) => void): Promise<AttemptEnd> {
    this.idle = false;
    let listener: (message: ProcessMessage) => void = () => {};
    const ended = new Promise<AttemptEnd>((resolve) => {
      listener = (message) => ('event' in message ? onEvent(message.event) : resolve(message.end));
      this.#child.on('message', listener);
      this.#child.send({ job } satisfies ProcessTask, () => {});
    });
    const lost = this.#gone.then((failure): AttemptEnd => ({ kind: 'lost', failure }));
    const end = await Promise.race([ended, lost]);
    this.#child.off('message', listener);
    this.idle = end.kind !== 'lost';
    return end;
  }

  stop(): void {
    this.#child.stdin!.write('s');
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }
}

interface Departure {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** After its exit and after the last of its messages. */
function whenGone(child: ChildProcess): Promise<Departure> {
  return new Promise((resolve) => {
    let departure: Departure | undefined;
    const settle = (): void => {
      if (departure !== undefined && !child.connected) resolve(departure);
    };
    child.once('error', (error) => resolve({ code: null, signal: null, ...(error && {}) }));
    child.once('disconnect', settle);
    child.once('exit', (code, signal) => {
      departure = { code, signal };
      settle();
    });
  });
}

function lossOf({ code, signal }: Departure, errors: ErrorTail): CellFailure {
  if (errors.heapExhausted) return { kind: 'memory', message: 'exhausted the heap of its worker process' };
  if (signal !== null) {
    const hint = signal === 'SIGKILL' ? ' (often the system, when memory runs out)' : '';
    return { kind: 'exit', message: `its worker process was ended by ${signal}${hint}` };
  }
  const tail = errors.text === '' ? '' : `; its last words:\n${errors.text}`;
  return { kind: 'exit', message: `ended its worker process with exit code ${code}${tail}` };
}

/** Passes on what a worker process writes to standard error, but for the engine's own report of its heap. */
class ErrorTail {
  heapExhausted = false;
  text = '';

  constructor(stream: NodeJS.ReadableStream) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      this.heapExhausted ||= /<--- Last few GCs --->|JavaScript heap out of memory/.test(text);
      if (this.heapExhausted) return;
      process.stderr.write(text);
      this.text = (this.text + text).slice(-2000);
    });
  }
}
