// Linear regression under accumulate: the published way, which solves the whole pool again in every generation, against
// pooled statistics of drawn rows and against drawn statistics; and the same two ways by numpy (tools/peers).
// Wall time of one lineage, medians.
//
// node packages/process/bench/regression.mjs [--n 1000] [--generations 100] [--d 10] [--rounds 5] [--json folder]
import { parseArgs } from 'node:util';
import { Stream } from '@collapse-lab/math';
import { concatData, linearRegression, linearSource } from '@collapse-lab/models';
import { createLineage, replicateStreams } from '@collapse-lab/process';
import { BenchTable } from '../../../tools/bench/bench-table.mjs';
import { askPeer } from '../../../tools/bench/peer.mjs';

const { values: given } = parseArgs({
  options: {
    n: { type: 'string', default: '1000' },
    generations: { type: 'string', default: '100' },
    d: { type: 'string', default: '10' },
    rounds: { type: 'string', default: '5' },
    json: { type: 'string' },
  },
});
const [n, generations, d, rounds] = ['n', 'generations', 'd', 'rounds'].map((name) => Number(given[name]));

function setting(d, design) {
  const real = linearSource({ d, noise: 1 });
  const family = linearRegression.create({ design, noise: 1, ridge: 0 }, real.shape, real);
  const sizes = { initial: n, new: n };
  return { real, family, workflow: { kind: 'accumulate' }, sizes, numberFormat: 'f64' };
}

/** Every row of the pool is read again for every fit. */
function published({ real, family }, streams) {
  const initial = real.draw(n, streams.real);
  const pool = [initial];
  let model;
  for (let t = 0; t <= generations; t++) {
    model = family.fit({ train: concatData(pool) }, streams.lineage);
    const given = family.conditional === 'fixed' ? { given: initial } : {};
    if (t < generations) pool.push(family.sample(model, { n, ...given }, streams.lineage));
  }
  return model;
}

function lineage(spec, sampler, streams) {
  const made = createLineage({ ...spec, sampler }, streams);
  let state = made.init();
  for (let t = 0; t < generations; t++) state = made.step(state);
  return state.model;
}

function milliseconds(run) {
  const times = [];
  for (let round = 0; round <= rounds; round++) {
    const start = performance.now();
    run(replicateStreams(Stream.fromPath(['bench regression']), round));
    times.push(performance.now() - start);
  }
  // The first round compiles.
  return times.slice(1).sort((a, b) => a - b)[rounds >> 1];
}

const table = new BenchTable('regression');
for (const design of ['fixed', 'fresh']) {
  const spec = setting(d, design);
  const ways = {
    'published way': milliseconds((streams) => published(spec, streams)),
    'rows drawn, statistics pooled': milliseconds((streams) => lineage(spec, 'samples', streams)),
    'statistics drawn': milliseconds((streams) => lineage(spec, 'statistics', streams)),
  };
  const peers = {
    published: askPeer('linear_regression.py', 'published', n, generations, d, design),
    pooled: askPeer('linear_regression.py', 'pooled', n, generations, d, design),
  };
  table.versions(peers.pooled?.versions);
  const row = (way, by, peer, target) =>
    table.row({ work: `${design} inputs, ${way}`, unit: 'ms', ours: ways[way], peer, by, target });
  row('published way', 'numpy, published way', peers.published?.milliseconds);
  row('rows drawn, statistics pooled', 'numpy, pooled', peers.pooled?.milliseconds);
  row('statistics drawn', 'numpy, pooled', peers.pooled?.milliseconds);
  row('statistics drawn', 'the published way, here', ways['published way'], '≥ 50');
}
table.finish({ json: given.json, n, generations, d });
