// Kernel density estimates under accumulate: n points a generation of two moons, bandwidth 0.5, likelihood at 500 test
// points in every generation (the setting of Kazdan et al. 2024), through runLineage and its observer; beside
// scikit-learn scoring each pool anew, and beside numpy adding only the kernels of new points.
//
// node packages/process/bench/kde.mjs [--n 1000] [--generations 100] [--peer 20] [--rounds 3] [--json folder]
//   --peer: generations of the scikit-learn peer, whose cost grows with their square; 0 leaves both peers out
// The interpreter with scikit-learn is $PYTHON, or python3. Everything runs on one thread; best of the rounds.
import { parseArgs } from 'node:util';
import { Stream } from '@collapse-lab/math';
import { kde, moonsSource } from '@collapse-lab/models';
import { observers, runLineage } from '@collapse-lab/process';
import { BenchTable } from '../../../tools/bench/bench-table.mjs';
import { askPeer } from '../../../tools/bench/peer.mjs';

const { values: given } = parseArgs({
  options: {
    n: { type: 'string', default: '1000' },
    generations: { type: 'string', default: '100' },
    peer: { type: 'string', default: '20' },
    rounds: { type: 'string', default: '3' },
    json: { type: 'string' },
  },
});
const [n, generations, peerGenerations, rounds] = ['n', 'generations', 'peer', 'rounds'].map((name) =>
  Number(given[name]),
);

const real = moonsSource({ noise: 0.05 });
const bandwidth = 0.5;
const family = kde.create({ bandwidth, scaling: 'none' }, real.shape);
const test = 500;

function request(count, seed, observer) {
  return {
    spec: {
      real,
      family,
      workflow: { kind: 'accumulate' },
      sizes: { initial: n, new: n },
      sampler: 'samples',
      numberFormat: 'f64',
    },
    streams: { real: Stream.fromPath(['bench', 'real', seed]), lineage: Stream.fromPath(['bench', seed]) },
    generations: count,
    observers: [observer],
  };
}

/** The observer without its memory: every model is scored from nothing. */
function forgetful() {
  const definition = observers['kde-likelihood'];
  return {
    ...definition.create({ points: test }),
    measure: (observation) => definition.create({ points: test }).measure(observation),
  };
}

/** Seconds, best of the rounds, and the likelihoods, which are the same in all. */
function measure(count, createObserver) {
  let seconds = Infinity;
  let series;
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    series = runLineage(request(count, 1, createObserver())).series[0].value;
    seconds = Math.min(seconds, (performance.now() - start) / 1000);
  }
  return { seconds, series };
}

const askWay = (way, count) =>
  peerGenerations > 0 ? askPeer('kde_sklearn.py', way, n, count, bandwidth, test) : undefined;

const create = () => observers['kde-likelihood'].create({ points: test });
const whole = measure(generations, create);
const head = measure(peerGenerations, create);
const anew = measure(peerGenerations, forgetful);
if (JSON.stringify(head.series) !== JSON.stringify(anew.series))
  throw new Error('the incremental scores are not those of scoring from nothing');
const tree = askWay('tree', peerGenerations);
const incremental = askWay('incremental', generations);
const table = new BenchTable('kde');
table.versions(tree?.versions ?? incremental?.versions);
const setting = `accumulate, n = ${n}, T =`;
table.row({
  work: `${setting} ${generations}`,
  unit: 's',
  ours: whole.seconds,
  peer: incremental?.seconds,
  by: 'numpy, adding new kernels',
  target: '≤ 5 s',
});
const byTree = { unit: 's', peer: tree?.seconds, by: 'scikit-learn, scoring the pool' };
table.row({ work: `${setting} ${peerGenerations}`, ours: head.seconds, ...byTree });
table.row({ work: `${setting} ${peerGenerations}, scoring the pool`, ours: anew.seconds, ...byTree });
table.finish({ json: given.json, negativeLogLikelihood: whole.series.at(-1) });
