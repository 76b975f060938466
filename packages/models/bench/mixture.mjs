// Gaussian mixtures by EM: the setting of Shumailov et al. 2024 (two components with full covariances in the plane,
// tolerance 1e-5, at most 2000 iterations, k-means afresh in every fit), beside scikit-learn on the same work.
//
// node packages/models/bench/mixture.mjs [--generations 2050] [--peer 100] [--rounds 3] [--json file]
//   --peer: generations of the peer's lineage (its cost for all of them is some minutes); 0 leaves the peer out
// The interpreter with scikit-learn is $PYTHON, or python3. Both run on one thread.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { median, Stream } from '@collapse-lab/math';
import { mixture, normalSource } from '@collapse-lab/models';

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

function askPeer(...work) {
  const python = process.env.PYTHON ?? 'python3';
  const script = new URL('../../../tools/peers/mixture_sklearn.py', import.meta.url).pathname;
  const threads = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };
  try {
    const output = execFileSync(python, [script, ...work.map(String)], {
      encoding: 'utf8',
      env: { ...process.env, ...threads },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return JSON.parse(output);
  } catch {
    console.log(`no peer: ${python} has no scikit-learn (set PYTHON to an interpreter that has it)`);
    return undefined;
  }
}

const total = (values) => values.reduce((a, b) => a + b, 0);
const table = [];

function row(work, unit, ours, peer) {
  table.push({
    work,
    unit,
    'collapse-lab': Number(ours.toPrecision(3)),
    ...(peer === undefined
      ? {}
      : { 'scikit-learn': Number(peer.toPrecision(3)), ratio: Number((peer / ours).toPrecision(3)) }),
  });
}

const whole = Array.from({ length: rounds }, (_, seed) => lineage(1000, generations, seed));
row(
  `lineage, n = 1000, ${generations} generations`,
  's',
  median(whole.map((each) => total(each.milliseconds) / 1000)),
);
const peer = peerGenerations > 0 ? askPeer('lineage', peerGenerations) : undefined;
const head = whole.map(({ milliseconds, iterations }) => ({
  milliseconds: milliseconds.slice(0, peerGenerations),
  iterations: iterations.slice(0, peerGenerations),
}));
if (peer !== undefined) {
  const ours = median(head.map((each) => total(each.milliseconds) / peerGenerations));
  row(
    `a generation, mean of the first ${peerGenerations}`,
    'ms',
    ours,
    total(peer.milliseconds) / peerGenerations,
  );
  const perIteration = ({ milliseconds, iterations }) => (1000 * total(milliseconds)) / total(iterations);
  row('the same, for each EM iteration', 'µs', median(head.map(perIteration)), perIteration(peer));
}

const train = real.draw(200_000, Stream.fromPath(['bench', 'large']));
const large = fits(train, rounds);
const folder = mkdtempSync(join(tmpdir(), 'mixture-'));
const file = join(folder, 'points.f64');
writeFileSync(file, new Uint8Array(train.values.buffer));
const largePeer = peerGenerations > 0 ? askPeer('fit', file, rounds) : undefined;
rmSync(folder, { recursive: true });
row('fit, n = 200,000', 'ms', median(large.milliseconds), largePeer && median(largePeer.milliseconds));
row(
  'the same, for each EM iteration',
  'ms',
  median(large.milliseconds.map((time, i) => time / large.iterations[i])),
  largePeer && median(largePeer.milliseconds.map((time, i) => time / largePeer.iterations[i])),
);

console.table(table);
const versions = { node: process.version, ...peer?.versions };
console.log(JSON.stringify(versions));
if (given.json !== undefined)
  writeFileSync(
    given.json,
    `${JSON.stringify({ versions, table, ours: { whole, large }, peer, largePeer })}\n`,
  );
