/**
 * What a sweep costs beside its computation: 10,000 trivial cells through threads and store, two threads against one
 * on real cells, planning and status of 100,000 finished cells, and a million records summarised by DuckDB.
 *
 *     node packages/sweep/bench/store.mjs [--cells 10000] [--finished 100000] [--rounds 3] [--json folder]
 */
import { once } from 'node:events';
import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { median } from '@collapse-lab/math';
import {
  expand,
  openStore,
  parseExperiment,
  planSweep,
  runSweep,
  summarise,
  sweepStatus,
} from '@collapse-lab/sweep';
import { BenchTable } from '../../../tools/bench/bench-table.mjs';

const { values: given } = parseArgs({
  options: {
    cells: { type: 'string', default: '10000' },
    finished: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '3' },
    json: { type: 'string' },
  },
});
const rounds = Number(given.rounds);

function experiment(seeds, more = '') {
  return parseExperiment(`
name: bench
real: { kind: normal, d: 1 }
family: { kind: gaussian, ddof: 0 }
workflow: { kind: replace }
sizes: { initial: 100, new: 100 }
seeds: ${seeds}
${more}
`);
}

async function inNewStore(work) {
  const directory = mkdtempSync(join(tmpdir(), 'collapse-bench-'));
  try {
    return await work(await openStore(directory), directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

async function seconds(work) {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

/** Seconds from the start of a sweep on an empty store to its end, threads and their start included. */
function sweep(chosen, threads, onEvent) {
  return inNewStore((store) =>
    seconds(() => runSweep({ experiment: chosen, store, threads, maxFirstFailures: 1, onEvent })),
  );
}

/** Cells that a new thread computes slowly, while its code is loaded and compiled. */
const warmUp = 16;

/**
 * Seconds of a sweep: all of it; until the first cell is computed; between the end of the warm-up and the last cell; and
 * processor seconds over seconds, in all: engines collect garbage and compile beside the thread that computes.
 */
async function timedSweep(chosen, threads) {
  const times = [];
  const start = performance.now();
  const before = process.cpuUsage();
  const all = await sweep(chosen, threads, ({ kind }) => {
    if (kind === 'computed') times.push((performance.now() - start) / 1000);
  });
  const { user, system } = process.cpuUsage(before);
  return {
    all,
    first: times[0],
    steady: times.at(-1) - times[warmUp - 1],
    processors: (user + system) / 1e6 / all,
  };
}

async function medianOf(work) {
  const all = [];
  for (let round = 0; round < rounds; round++) all.push(await work());
  return median(all);
}

/** Milliseconds to write `bytes` to a new file and wait until the disk has them. */
function fsyncCost(directory, bytes) {
  const content = Buffer.alloc(bytes, 'x');
  const all = Array.from({ length: 20 }, (_, i) => {
    const start = performance.now();
    const file = openSync(join(directory, `fsync-${i}`), 'w');
    writeSync(file, content);
    fsyncSync(file);
    closeSync(file);
    return performance.now() - start;
  });
  return median(all);
}

/** Seconds for a loop of integers on each of so many threads at once: no memory, no store. */
function countOn(threads) {
  const code =
    'let x = 1; for (let i = 0; i < 1e9; i++) x = (Math.imul(x, 1664525) + 1013904223) | 0; process.exitCode = x & 0;';
  return seconds(() =>
    Promise.all(Array.from({ length: threads }, () => once(new Worker(code, { eval: true }), 'exit'))),
  );
}

const table = new BenchTable('store');

const cells = Number(given.cells);
const trivial = await experiment(cells, 'generations: 0\nobserve: [gaussian-moments]');
const perCell = await medianOf(async () => (1000 * (await sweep(trivial, 2))) / cells);
table.row({
  work: `a trivial cell of ${cells}, two threads and store`,
  unit: 'ms',
  ours: perCell,
  target: '≤ 0.3',
});
const fsync = await inNewStore((_, directory) => fsyncCost(directory, 400_000));
table.row({ work: 'a file of 400 kB written and synced, for comparison', unit: 'ms', ours: fsync });

const realCells = 128;
const real = await experiment(
  realCells,
  'generations: 100\nsampler: samples\nobserve: [gaussian-moments, tails]',
);
const threads = [[], []];
const counts = [[], []];
for (let round = 0; round < rounds; round++)
  for (const i of [0, 1]) {
    threads[i].push(await timedSweep(real, i + 1));
    counts[i].push(await countOn(i + 1));
  }
const [one, two] = threads.map((runs) => (what) => median(runs.map((run) => run[what])));
function beside(work, what, { unit = 's', ...more } = {}) {
  table.row({ work, unit, ours: two(what), peer: one(what), by: 'one thread', ...more });
}
beside(`${realCells} real cells, two threads`, 'all', { target: '≥ 1.85' });
beside(`of these, the last ${realCells - warmUp}: both threads at work, code compiled`, 'steady', {
  target: '≥ 1.85',
});
beside('from the start to the first cell: planning, threads, a cell', 'first', { ratio: null });
beside('processors at work, of 2', 'processors', { unit: '1', ratio: null });
table.row({
  work: 'what this machine allows: one count twice, two threads',
  unit: 's',
  ours: median(counts[1]),
  peer: 2 * median(counts[0]),
  by: 'one thread',
});

const finished = await experiment(Number(given.finished), 'generations: 0\nobserve: [gaussian-moments]');
await inNewStore(async (store, directory) => {
  await runSweep({ experiment: finished, store });
  const cold = async (look) => seconds(async () => look(finished, await openStore(directory)));
  const work = (what) => `${what} of ${given.finished} finished cells, from opening the store`;
  table.row({
    work: work('planning'),
    unit: 's',
    ours: await medianOf(() => cold(planSweep)),
    target: '≤ 2',
  });
  table.row({
    work: work('status'),
    unit: 's',
    ours: await medianOf(() => cold(sweepStatus)),
    target: '≤ 2',
  });
});

const recorded = await experiment(250, 'generations: 999\nobserve: [gaussian-moments]');
await inNewStore(async (store) => {
  await runSweep({ experiment: recorded, store });
  const keys = expand(recorded).map(({ key }) => key);
  const { series } = await store.read(keys[0]);
  const records = keys.length * series.reduce((count, { t }) => count + t.length, 0);
  await summarise(store, [keys.slice(0, 1)]);
  const ours = await medianOf(() => seconds(() => summarise(store, [keys])));
  table.row({ work: `${records} records summarised`, unit: 's', ours, target: '≤ 0.5 for a million' });
});
table.finish({ json: given.json });
