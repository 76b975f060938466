// Linear regression under accumulate: the published way, which solves the whole pool again in every generation, against
// pooled statistics of drawn rows and against drawn statistics; and the same two ways by numpy (tools/peers).
// node packages/process/bench/regression.mjs [n] [generations] [d]; wall time of one lineage, median of five.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Stream } from '@collapse-lab/math';
import { concatData, linearRegression, linearSource } from '@collapse-lab/models';
import { createLineage, replicateStreams } from '@collapse-lab/process';

const [n, generations, d] = [1000, 100, 10].map((usual, i) => Number(process.argv[2 + i] ?? usual));
const rounds = 5;
const peer = fileURLToPath(new URL('../../../tools/peers/linear_regression.py', import.meta.url));

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

function numpy(way, d, design) {
  const { stdout, status } = spawnSync(
    'python3',
    [peer, way, String(n), String(generations), String(d), design],
    {
      encoding: 'utf8',
    },
  );
  return status === 0 ? JSON.parse(stdout) : undefined;
}

const results = [];
for (const design of ['fixed', 'fresh']) {
  const spec = setting(d, design);
  const ways = {
    'published way': milliseconds((streams) => published(spec, streams)),
    'rows drawn, statistics pooled': milliseconds((streams) => lineage(spec, 'samples', streams)),
    'statistics drawn': milliseconds((streams) => lineage(spec, 'statistics', streams)),
  };
  const peers = {
    'numpy, published way': numpy('published', d, design),
    'numpy, pooled': numpy('pooled', d, design),
  };
  for (const [name, found] of Object.entries(peers)) if (found !== undefined) ways[name] = found.milliseconds;
  const base = ways['statistics drawn'];
  console.log(`d = ${d}, ${design} inputs, n = ${n}, ${generations} generations`);
  for (const [way, time] of Object.entries(ways)) {
    console.log(`${time.toFixed(2).padStart(10)} ms  ${way.padEnd(30)} ${(time / base).toFixed(1)}×`);
    results.push({ d, design, n, generations, way, milliseconds: time });
  }
  const versions = peers['numpy, pooled']?.versions;
  if (versions !== undefined) console.log(`            ${versions}`);
}
console.log(JSON.stringify(results));
