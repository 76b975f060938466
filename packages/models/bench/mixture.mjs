// Gaussian mixtures by EM in the setting of Shumailov et al. 2024: two components with full covariances in the plane,
// tolerance 1e-5, at most 2000 iterations, k-means afresh in every fit, beside scikit-learn on the same work with the
// same stopping rule. One thread; medians.
//
// node packages/models/bench/mixture.mjs [--generations 2050] [--peer 200] [--rounds 3] [--json folder]
//   --peer: generations of the peer's lineage, compared with as many of ours; 0 leaves the peer out
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { median, Stream } from '@collapse-lab/math';
import { mixture, normalSource } from '@collapse-lab/models';
import { BenchTable } from '../../../tools/bench/bench-table.mjs';
import { askPeer } from '../../../tools/bench/peer.mjs';

const { values: given } = parseArgs({
  options: {
    generations: { type: 'string', default: '2050' },
    peer: { type: 'string', default: '200' },
    rounds: { type: 'string', default: '3' },
    json: { type: 'string' },
  },
});
const generations = Number(given.generations);
const peerGenerations = Number(given.peer);
const rounds = Number(given.rounds);
const script = 'mixture_sklearn.py';

const real = normalSource({ d: 2 });
const { options } = mixture.resolve({ components: 2, tolerance: 1e-5, iterations: 2000 });
const family = mixture.create(options, real.shape);

/** Milliseconds and EM iterations of each generation: a fit, and a draw of n points. */
function lineage(n, count, seed) {
  const root = Stream.fromPath(['bench', 'mixture', seed]);
  const work = { milliseconds: [], iterations: [] };
  let train = real.draw(n, root.split(0));
  for (let t = 0; t < count; t++) {
    const start = performance.now();
    const model = family.fit({ train }, root.split(1, t));
    train = family.sample(model, { n }, root.split(2, t));
    work.milliseconds.push(performance.now() - start);
    work.iterations.push(model.info.iterations);
  }
  return work;
}

function fits(train, count) {
  const work = { milliseconds: [], iterations: [] };
  for (let round = 0; round < count; round++) {
    const start = performance.now();
    const { info } = family.fit({ train }, Stream.fromPath(['bench', 'fit', round]));
    work.milliseconds.push(performance.now() - start);
    work.iterations.push(info.iterations);
  }
  return work;
}

const total = (values) => values.reduce((a, b) => a + b, 0);
const perGeneration = ({ milliseconds }) => total(milliseconds) / milliseconds.length;
const perIteration = ({ milliseconds, iterations }) => total(milliseconds) / total(iterations);
const head = ({ milliseconds, iterations }, count) => {
  return { milliseconds: milliseconds.slice(0, count), iterations: iterations.slice(0, count) };
};

/** A row for the same work by both; the peer's part is left out where there is none. */
function compare(work, unit, measure, ours, peer, target) {
  const measured = peer === undefined ? {} : { peer: measure(peer), by: 'scikit-learn' };
  table.row({ work, unit, ours: median(ours.map(measure)), ...measured, target });
}

const table = new BenchTable('mixture');
lineage(1000, 100, 'warm up');
const lineages = Array.from({ length: rounds }, (_, seed) => lineage(1000, generations, seed));
table.row({
  work: `lineage, n = 1000, ${generations} generations`,
  unit: 's',
  ours: median(lineages.map(({ milliseconds }) => total(milliseconds) / 1000)),
  target: '≤ 8 for 2050',
});

const peer = peerGenerations > 0 ? askPeer(script, 'lineage', peerGenerations) : undefined;
const heads = lineages.map((each) => head(each, peerGenerations || generations));
compare(
  `its first ${heads[0].iterations.length} generations, each`,
  'ms',
  perGeneration,
  heads,
  peer,
  '≥ 20',
);
compare('the same, for each EM iteration', 'ms', perIteration, heads, peer);

const train = real.draw(200_000, Stream.fromPath(['bench', 'large']));
const large = [fits(train, rounds)];
const folder = mkdtempSync(join(tmpdir(), 'mixture-'));
const file = join(folder, 'points.f64');
writeFileSync(file, new Uint8Array(train.values.buffer));
const largePeer = peerGenerations > 0 ? askPeer(script, 'fit', file, rounds) : undefined;
rmSync(folder, { recursive: true });
compare('fit, n = 200,000', 'ms', ({ milliseconds }) => median(milliseconds), large, largePeer, '≥ 2');
compare('the same, for each EM iteration', 'ms', perIteration, large, largePeer);

if (peer !== undefined) table.versions(peer.versions);
table.finish({ json: given.json, lineages, peer, large, largePeer });
