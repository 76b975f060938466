/** One worker process, as its parent sees it. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { AttemptEnd } from './containment.ts';
import type { CellFailure, ChunkEvent } from './executor.ts';
import type { ChunkJob } from './job.ts';
import type { ProcessMessage, ProcessTask } from './process-protocol.ts';

/** The worker lies beside this file, in src and in dist. */
const workerFile = fileURLToPath(import.meta.url.replace(/process-member(\.[jt]s)$/, 'process-worker$1'));

const STDERR = 2;

export class ProcessMember {
  idle = true;
  readonly #child: ChildProcess;
  readonly #gone: Promise<CellFailure>;
  #stray: CellFailure | undefined;

  /** `memoryLimit`: of its heap, in MiB. */
  constructor(memoryLimit: number | undefined) {
    this.#child = fork(workerFile, {
      execArgv: memoryLimit === undefined ? [] : [`--max-old-space-size=${memoryLimit}`],
      stdio: ['pipe', STDERR, 'pipe', 'ipc'],
    });
    // Writing to a process that is already gone is no error here: its end is noticed anyway.
    this.#child.stdin!.on('error', () => {});
    const errors = new ErrorStream(this.#child.stderr!);
    this.#gone = whenGone(this.#child).then((how) => this.#stray ?? lossOf(how, errors));
  }

  async work(job: ChunkJob, onEvent: (event: ChunkEvent) => void): Promise<AttemptEnd> {
    this.idle = false;
    let listener: (message: ProcessMessage) => void = () => {};
    const ended = new Promise<AttemptEnd>((resolve) => {
      listener = (message) => {
        if ('event' in message) onEvent(message.event);
        else if ('end' in message) resolve(message.end);
        else this.#stray = message.stray;
      };
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
  /** It could not even be started. */
  readonly error?: Error;
}

/** How long after its exit a process may take to deliver its last words, in milliseconds; a child of its own may hold the pipe. */
const LAST_WORDS = 500;

/** After its exit, the last of its messages, and what it wrote to standard error. */
function whenGone(child: ChildProcess): Promise<Departure> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: null, signal: null, error }));
    child.once('exit', (code, signal) => {
      const done = (): void => resolve({ code, signal });
      const timer = setTimeout(done, LAST_WORDS);
      child.once('close', () => {
        clearTimeout(timer);
        if (child.connected) child.once('disconnect', done);
        else done();
      });
    });
  });
}

function lossOf({ code, signal, error }: Departure, errors: ErrorStream): CellFailure {
  if (error !== undefined)
    return { kind: 'exit', message: `its worker process could not be started: ${error.message}` };
  if (errors.heapExhausted) return { kind: 'memory', message: 'exhausted the heap of its worker process' };
  if (signal === null) return { kind: 'exit', message: `ended its worker process with exit code ${code}` };
  const hint = signal === 'SIGKILL' ? ' (the system does this when memory runs out)' : '';
  return { kind: 'exit', message: `its worker process was ended by ${signal}${hint}` };
}

/** Passes on what a worker process writes to standard error, but for the engine's own report of its heap. */
class ErrorStream {
  heapExhausted = false;

  constructor(stream: NodeJS.ReadableStream) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      this.heapExhausted ||= /<--- Last few GCs --->|JavaScript heap out of memory/.test(text);
      if (!this.heapExhausted) process.stderr.write(text);
    });
  }
}
