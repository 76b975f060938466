/** Runs chunks in child processes: for cells whose native code may crash, or whose memory must have a limit of its own. */
import { type Attempt, type AttemptEnd, runContained } from './containment.ts';
import type { ChunkEvent, Executor, ExecutorOptions } from './executor.ts';
import { type ChunkJob, jobSettings } from './job.ts';
import { ProcessMember } from './process-member.ts';
import { Turnstile } from './turnstile.ts';

export function createProcessesExecutor(options: ExecutorOptions): Executor {
  const turnstile = new Turnstile('processes', options.concurrency);
  const crew = new Crew(options.memoryLimit);
  return {
    name: 'processes',
    concurrency: options.concurrency,
    run: (chunk, request) =>
      turnstile.pass(request, (inside) =>
        runContained(chunk, (job, onEvent) => crew.launch(job, onEvent), jobSettings(options), inside),
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
