// Gaussian mixtures by EM in the setting of Shumailov et al. 2024: two components with full covariances in the plane,
// tolerance 1e-5, at most 2000 iterations, k-means afresh in every fit. A generation is a fit and a draw of as many points.
// Beside it scikit-learn, which fits the same training sets with the same stopping rule, k-means afresh in every fit, and
// draws as many points. One thread; medians.
//
// node packages/models/bench/mixture.mjs [--generations 2050] [--peer 2050] [--rounds 3] [--json folder]
//   --peer: generations of each lineage that the peer fits too; 0 leaves the peer out
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
    peer: { type: 'string', default: '2050' },
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

/** Milliseconds and EM iterations of each generation: a fit, and a draw of n points. `trains`: what was fitted. */
function lineage(n, count, seed) {
  const root = Stream.fromPath(['bench', 'mixture', seed]);
  const work = { milliseconds: [], iterations: [] };
  const trains = new Float64Array(2 * n * count);
  let train = real.draw(n, root.split(0));
  for (let t = 0; t < count; t++) {
    trains.set(train.values, 2 * n * t);
    const start = performance.now();
    const model = family.fit({ train }, root.split(1, t));
    train = family.sample(model, { n }, root.split(2, t));
    work.milliseconds.push(performance.now() - start);
    work.iterations.push(model.info.iterations);
  }
  return { work, trains };
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
const mean = (values) => total(values) / values.length;
const perGeneration = ({ milliseconds }) => mean(milliseconds);
const perIteration = ({ milliseconds, iterations }) => total(milliseconds) / total(iterations);
const typical = ({ milliseconds }) => median(milliseconds);
const head = ({ milliseconds, iterations }, count) => {
  return { milliseconds: milliseconds.slice(0, count), iterations: iterations.slice(0, count) };
};

/** What the peer makes of points, which are handed to it in a file. */
function askPeerAbout(values, ...work) {
  const folder = mkdtempSync(join(tmpdir(), 'mixture-'));
  const file = join(folder, 'points.f64');
  writeFileSync(file, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  const answer = askPeer(script, work[0], file, ...work.slice(1));
  rmSync(folder, { recursive: true });
  return answer;
}

/** A row for the same work by both; the ratio is the median over pairs. The peer is left out where there is none. */
function compare(work, unit, measure, ours, peers, target) {
  const row = { work, unit, ours: median(ours.map(measure)), target };
  if (peers.length > 0) {
    row.peer = median(peers.map(measure));
    row.by = 'scikit-learn';
    row.ratio = median(peers.map((peer, i) => measure(peer) / measure(ours[i])));
  }
  table.row(row);
}

const table = new BenchTable('mixture');
lineage(1000, 500, 'warm up');
const ours = [];
const peers = [];
const heads = [];
for (let seed = 0; seed < rounds; seed++) {
  const { work, trains } = lineage(1000, generations, seed);
  ours.push(work);
  const count = Math.min(peerGenerations, generations) || generations;
  heads.push(head(work, count));
  const peer =
    peerGenerations > 0 ? askPeerAbout(trains.subarray(0, 2000 * count), 'lineage', 1000) : undefined;
  if (peer !== undefined) peers.push(peer);
}
table.row({
  work: `lineage, n = 1000, ${generations} generations`,
  unit: 's',
  ours: median(ours.map(({ milliseconds }) => total(milliseconds) / 1000)),
  target: '≤ 8 for 2050',
});
compare(`a generation, mean of ${heads[0].iterations.length}`, 'ms', perGeneration, heads, peers, '≥ 20');
compare('a generation, median', 'ms', typical, heads, peers);
compare('the same, for each EM iteration', 'ms', perIteration, heads, peers);
compare('EM iterations of a generation', '1', ({ iterations }) => mean(iterations), heads, peers);

const train = real.draw(200_000, Stream.fromPath(['bench', 'large']));
const large = [fits(train, rounds)];
const largePeer = peerGenerations > 0 ? askPeerAbout(train.values, 'fit', rounds) : undefined;
const largePeers = largePeer === undefined ? [] : [largePeer];
compare('fit, n = 200,000', 'ms', typical, large, largePeers, '≥ 2');
compare('the same, for each EM iteration', 'ms', perIteration, large, largePeers);

if (peers.length > 0) table.versions(peers[0].versions);
table.finish({ json: given.json, ours, peers, large, largePeer });
