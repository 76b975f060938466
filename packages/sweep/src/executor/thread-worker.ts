/** The code of a worker thread. */
import type { JobEnd } from './job.ts';
import type { ThreadTask } from './threads.ts';
import { workOnChunk } from './work-on-chunk.ts';

// What a family prints must not mix with what the command prints on standard output.
console.log = console.error;
console.info = console.error;

export default function work({ job, port, stopFlag }: ThreadTask): Promise<JobEnd> {
  return workOnChunk(job, {
    emit: (event) => port.postMessage(event),
    stopRequested: () => Atomics.load(stopFlag, 0) !== 0,
  });
}
