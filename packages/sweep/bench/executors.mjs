/**
 * What an executor costs beside the computation: many cheap cells, on each executor, with the time spent in cells
 * taken off. `node packages/sweep/bench/executors.mjs [seeds]`; needs a build.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, parseExperiment, runSweep } from '@collapse-lab/sweep';

const seeds = Number(process.argv[2] ?? 2000);
const experiment = await parseExperiment(`
name: cheap
real: { kind: normal, d: 1 }
family: { kind: gaussian, ddof: 0 }
workflow: { kind: replace }
sizes: { initial: 100, new: 100 }
generations: 50
seeds: ${seeds}
`);

async function measure(executor, threads) {
  const directory = mkdtempSync(join(tmpdir(), 'collapse-bench-'));
  const store = await openStore(directory);
  const { seconds } = await runSweep({ experiment, store, executor, threads });
  const end = (await store.notes()).find(({ kind }) => kind === 'run-end');
  rmSync(directory, { recursive: true });
  const computing = end.durations.reduce((total, one) => total + one.seconds, 0);
  const overhead = (seconds * threads - computing) / seeds;
  console.log(
    `${executor.padEnd(10)} ${threads} workers: ${(seeds / seconds).toFixed(0).padStart(6)} cells/s, ` +
      `${((1e6 * computing) / seeds).toFixed(0)} µs in a cell, ${(1e6 * overhead).toFixed(0)} µs beside it`,
  );
}

for (const [executor, threads] of [
  ['inline', 1],
  ['threads', 1],
  ['threads', availableParallelism()],
  ['processes', availableParallelism()],
])
  await measure(executor, threads);
