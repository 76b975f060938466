/** The code of a worker process. */
import { Worker } from 'node:worker_threads';
import { describeError, STRAY_ERROR } from './describe-error.ts';
import type { ProcessMessage, ProcessTask } from './process-protocol.ts';
import { workOnChunk } from './work-on-chunk.ts';

// What a family prints must not mix with what the command prints on standard output.
console.log = console.error;
console.info = console.error;

// A terminal sends its signals to the whole group; it is the parent that says what to do.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});

const stopFlag = new Int32Array(new SharedArrayBuffer(4));

// Listens where the computation does not: standard input brings a byte when it is time to stop, and its end
// when the parent is gone, with whatever loop is still running here.
new Worker(
  `const { Socket } = require('node:net');
   const { workerData } = require('node:worker_threads');
   const input = new Socket({ fd: 0, readable: true, writable: false });
   input.on('data', () => Atomics.store(workerData, 0, 1));
   input.on('close', () => process.kill(process.pid, 'SIGKILL'));`,
  { eval: true, workerData: stopFlag },
).unref();

const send = (message: ProcessMessage): void => {
  process.send!(message);
};

// What a thread reports by itself: an error that no cell waited for, which ends the worker.
process.on('uncaughtException', (error) => {
  process.send!({ stray: describeError(error, STRAY_ERROR) } satisfies ProcessMessage, () => process.exit(1));
});

process.on('message', async ({ job }: ProcessTask) => {
  const end = await workOnChunk(job, {
    emit: (event) => send({ event }),
    stopRequested: () => Atomics.load(stopFlag, 0) !== 0,
  });
  send({ end });
});
