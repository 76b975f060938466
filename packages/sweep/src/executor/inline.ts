/**
 * Runs cells in this process, one at a time: for debugging, and where neither threads nor processes can be had.
 * It cannot contain what ends a process: a cell that calls process.exit or exhausts the heap ends the sweep, and a
 * timeout is noticed between generations only, never inside a fit that loops.
 */
import { runContained } from './containment.ts';
import type { Executor, ExecutorOptions } from './executor.ts';
import { jobSettings } from './job.ts';
import { Turnstile } from './turnstile.ts';
import { workOnChunk } from './work-on-chunk.ts';

/** Milliseconds a cell computes before signals are heard. */
const BREATH_INTERVAL = 250;

export function createInlineExecutor(options: ExecutorOptions): Executor {
  let stopping = false;
  const turnstile = new Turnstile('inline', 1);
  return {
    name: 'inline',
    concurrency: 1,
    run: (chunk, { timeout, ...request }) =>
      turnstile.pass(request, (inside) =>
        runContained(
          chunk,
          (job, onEvent) => ({
            end: workOnChunk(job, { emit: onEvent, stopRequested: () => stopping }),
            kill: () => {},
          }),
          jobSettings(options, { breathInterval: BREATH_INTERVAL, softTimeout: timeout }),
          inside,
        ),
      ),
    stop: () => {
      stopping = true;
    },
    close: async () => {
      stopping = true;
      await turnstile.idle();
    },
  };
}
