/**
 * What an executor costs beside the computation: many cheap cells, on each executor, with the time spent in cells
 * taken off.
 *
 *     node packages/sweep/bench/executors.mjs [--cells 2000] [--json folder]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openStore, parseExperiment, runSweep } from '@collapse-lab/sweep';
import { BenchTable } from '../../../tools/bench/bench-table.mjs';

const { values: given } = parseArgs({
  options: { cells: { type: 'string', default: '2000' }, json: { type: 'string' } },
});
const cells = Number(given.cells);
const experiment = await parseExperiment(`
name: cheap
real: { kind: normal, d: 1 }
family: { kind: gaussian, ddof: 0 }
workflow: { kind: replace }
sizes: { initial: 100, new: 100 }
generations: 50
seeds: ${cells}
`);

/** Milliseconds of a worker per cell: computing it, and beside that. */
async function measure(executor, threads) {
  const directory = mkdtempSync(join(tmpdir(), 'collapse-bench-'));
  try {
    const store = await openStore(directory);
    const { seconds } = await runSweep({ experiment, store, executor, threads });
    const end = (await store.notes()).find(({ kind }) => kind === 'run-end');
    const computing = end.durations.reduce((total, one) => total + one.seconds, 0);
    return {
      computing: (1000 * computing) / cells,
      beside: (1000 * (seconds * threads - computing)) / cells,
    };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

const table = new BenchTable('executors');
for (const [executor, threads] of [
  ['inline', 1],
  ['threads', 1],
  ['threads', availableParallelism()],
  ['processes', availableParallelism()],
]) {
  const { computing, beside } = await measure(executor, threads);
  table.row({
    work: `a cell of ${cells} on ${executor}, ${threads} at once: beside computing, start included`,
    unit: 'ms of a worker',
    ours: beside,
    peer: computing,
    by: 'computing it',
    ratio: null,
  });
}
table.finish({ json: given.json });
