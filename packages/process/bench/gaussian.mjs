// A one-dimensional Gaussian under replace: 1,000 lineages of 100 points and 100 generations with every point drawn, beside
// numpy one lineage at a time and all at once; then the law-exact sampler beside drawing 10,000 points, and its cost
// against their number. One thread; medians.
//
// node packages/process/bench/gaussian.mjs [--lineages 1000] [--rounds 5] [--json folder]
import { parseArgs } from 'node:util';
import { mean, median, Stream } from '@collapse-lab/math';
import { gaussian, normalSource } from '@collapse-lab/models';
import { ensemble } from '@collapse-lab/process';
import { BenchTable } from '../../../tools/bench/bench-table.mjs';
import { askPeer } from '../../../tools/bench/peer.mjs';

const { values: given } = parseArgs({
  options: {
    lineages: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '5' },
    json: { type: 'string' },
  },
});
const lineages = Number(given.lineages);
const rounds = Number(given.rounds);
const generations = 100;

const real = normalSource({ d: 1 });
const { options } = gaussian.resolve({ ddof: 0 });
const family = gaussian.create(options, real.shape);
const metrics = { variance: ({ factor }) => factor[0] * factor[0] };

function run(sampler, n, replicates, round) {
  const sizes = { initial: n, new: n };
  const spec = { real, family, workflow: { kind: 'replace' }, sizes, sampler, numberFormat: 'f64' };
  const root = Stream.fromPath(['bench', 'gaussian', round]);
  const start = performance.now();
  const { values } = ensemble({ spec, root, replicates, generations, at: [generations], metrics });
  return { seconds: (performance.now() - start) / 1000, variance: mean(values.variance[0]) };
}

/** Median seconds of the rounds, after one that warms up. */
function measure(sampler, n, replicates) {
  const all = Array.from({ length: rounds + 1 }, (_, round) => run(sampler, n, replicates, round)).slice(1);
  return { seconds: median(all.map(({ seconds }) => seconds)), variance: all[0].variance };
}

const perGeneration = ({ seconds }, replicates) => (1e6 * seconds) / replicates / (generations + 1);

const table = new BenchTable('gaussian');
const drawn = measure('samples', 100, lineages);
for (const [way, target] of [
  ['loop', '≥ 5'],
  ['vectorised', '≥ 1.5'],
]) {
  const peer = askPeer('gaussian_numpy.py', way, lineages, generations, 100, rounds);
  if (peer !== undefined) table.versions(peer.versions);
  table.row({
    work: `${lineages} lineages, 100 points, 100 generations, every point drawn`,
    unit: 's',
    ours: drawn.seconds,
    by: `numpy, ${way}`,
    ...(peer === undefined ? {} : { peer: median(peer.seconds) }),
    target,
  });
}

const law = 20_000;
const points = perGeneration(measure('samples', 10_000, 10), 10);
for (const n of [100, 10_000, 1_000_000, 100_000_000])
  table.row({
    work: `a law-exact generation of ${n} points`,
    unit: 'µs',
    ours: perGeneration(measure('statistics', n, law), law),
    ...(n === 10_000 ? { peer: points, by: 'every point drawn', target: '≥ 500' } : {}),
  });
table.finish({ json: given.json, variance: drawn.variance });
