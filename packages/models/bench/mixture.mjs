// Gaussian mixtures by EM: the setting of Shumailov et al. 2024 (two components with full covariances in the plane,
// tolerance 1e-5, at most 2000 iterations, k-means afresh in every fit), beside scikit-learn on the same work.
//
// node packages/models/bench/mixture.mjs [--generations 2050] [--peer 100] [--rounds 3] [--json folder]
//   --peer: generations of the peer's lineage (its cost for all of them is some minutes); 0 leaves the peer out
// The interpreter with scikit-learn is $PYTHON, or python3. Both run on one thread.
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
    peer: { type: 'string', default: '100' },
    rounds: { type: 'string', default: '3' },
    json: { type: 'string' },
  },
});
const generations = Number(given.generations);
const peerGenerations = Number(given.peer);
const rounds = Number(given.rounds);

const real = normalSource({ d: 2 });
const { options } = mixture.resolve({ components: 2, tolerance: 1e-5, iterations: 2000 });
const family = mixture.create(options, real.shape);

/** Milliseconds and EM iterations of each generation: a fit and a draw of n points. */
function lineage(n, count, seed) {
  const root = Stream.fromPath(['bench', 'mixture', seed]);
  const milliseconds = [];
  const iterations = [];
  let train = real.draw(n, root.split(0));
  for (let t = 0; t < count; t++) {
    const start = performance.now();
    const model = family.fit({ train }, root.split(1, t));
    train = family.sample(model, { n }, root.split(2, t));
    milliseconds.push(performance.now() - start);
    iterations.push(model.info.iterations);
  }
  return { milliseconds, iterations };
}

function fits(train, count) {
  const milliseconds = [];
  const iterations = [];
  for (let round = 0; round < count; round++) {
    const start = performance.now();
    const { info } = family.fit({ train }, Stream.fromPath(['bench', 'fit', round]));
    milliseconds.push(performance.now() - start);
    iterations.push(info.iterations);
  }
  return { milliseconds, iterations };
}

const askWork = (...work) => (peerGenerations > 0 ? askPeer('mixture_sklearn.py', ...work) : undefined);

const total = (values) => values.reduce((a, b) => a + b, 0);
const table = new BenchTable('mixture');
const by = 'scikit-learn';

const whole = Array.from({ length: rounds }, (_, seed) => lineage(1000, generations, seed));
table.row({
  work: `lineage, n = 1000, ${generations} generations`,
  unit: 's',
  ours: median(whole.map((each) => total(each.milliseconds) / 1000)),
  target: '≤ 8 s for 2050',
});
const peer = askWork('lineage', peerGenerations);
if (peer !== undefined) {
  table.versions(peer.versions);
  const head = whole.map(({ milliseconds, iterations }) => ({
    milliseconds: milliseconds.slice(0, peerGenerations),
    iterations: iterations.slice(0, peerGenerations),
  }));
  table.row({
    work: `a generation, mean of the first ${peerGenerations}`,
    unit: 'ms',
    ours: median(head.map((each) => total(each.milliseconds) / peerGenerations)),
    peer: total(peer.milliseconds) / peerGenerations,
    by,
    target: '≥ 20',
  });
  const perIteration = ({ milliseconds, iterations }) => (1000 * total(milliseconds)) / total(iterations);
  const ours = median(head.map(perIteration));
  table.row({ work: 'the same, for each EM iteration', unit: 'µs', ours, peer: perIteration(peer), by });
}

const train = real.draw(200_000, Stream.fromPath(['bench', 'large']));
const large = fits(train, rounds);
const folder = mkdtempSync(join(tmpdir(), 'mixture-'));
const file = join(folder, 'points.f64');
writeFileSync(file, new Uint8Array(train.values.buffer));
const largePeer = askWork('fit', file, rounds);
rmSync(folder, { recursive: true });
const perFit = ({ milliseconds }) => median(milliseconds);
const perStep = ({ milliseconds, iterations }) => median(milliseconds.map((time, i) => time / iterations[i]));
for (const [work, cost, target] of [
  ['fit, n = 200,000', perFit, '≥ 2'],
  ['the same, for each EM iteration', perStep],
])
  table.row({
    work,
    unit: 'ms',
    ours: cost(large),
    peer: largePeer === undefined ? undefined : cost(largePeer),
    by,
    target,
  });
table.finish({ json: given.json, ours: { whole, large }, peer, largePeer });
