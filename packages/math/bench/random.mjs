// Streams and samplers: nanoseconds per variate, medians of interleaved rounds, beside what one would write in plain
// JavaScript on Math.random or on seedrandom's own generator (measured in the same rounds).
//
// node packages/math/bench/random.mjs [--json folder] [filter]
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';
import * as math from '@collapse-lab/math';
import { median, Stream } from '@collapse-lab/math';
import seedrandom from 'seedrandom';
import { BenchTable } from '../../../tools/bench/bench-table.mjs';

const ROUNDS = 25;
const WARM_UP = 5;
const stream = Stream.fromPath(['bench']);
const child = Stream.fromPath(['bench', 'child']);
const buffer = new Float64Array(1000);
const arc4 = seedrandom('bench');

function boxMuller() {
  return Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
}

/** Marsaglia-Tsang on Box-Muller. */
function plainGamma(shape) {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = boxMuller();
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(Math.random()) < 0.5 * x * x + d * (1 - v + Math.log(v))) return d * v;
  }
}

function plainBinomial(n, p) {
  let k = 0;
  for (let i = 0; i < n; i++) if (Math.random() < p) k++;
  return k;
}

/** Knuth's product of uniforms. */
function plainPoisson(mean) {
  const limit = Math.exp(-mean);
  let k = 0;
  for (let product = Math.random(); product > limit; product *= Math.random()) k++;
  return k;
}

function plainHypergeometric(good, bad, draws) {
  let [g, total, k] = [good, good + bad, 0];
  for (let i = 0; i < draws; i++, total--) {
    if (Math.random() * total < g) {
      g--;
      k++;
    }
  }
  return k;
}

const weights = Float64Array.from({ length: 1000 }, (_, i) => 1 / (i + 2.7));
const table = math.createAliasTable(weights);
let running = 0;
const cumulative = weights.map((weight) => (running += weight));
const counts = new Float64Array(weights.length);

function plainCategorical() {
  const u = Math.random() * running;
  let [low, high] = [0, cumulative.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (u < cumulative[middle]) high = middle;
    else low = middle + 1;
  }
  return low;
}

function plainMultinomial(n) {
  counts.fill(0);
  for (let i = 0; i < n; i++) counts[plainCategorical()]++;
  return counts[0];
}

const factor3 = new Float64Array(9);
let label = 0;

/** One generation of a law-exact one-dimensional Gaussian lineage: its stream, a mean and a variance. */
function generation() {
  stream.splitInto(child, label++ >>> 0, 1);
  return math.normal(child) + math.chiSquared(child, 99);
}

/** A fill of 1000 elements, timed per element. */
function fill(run) {
  return { run: () => run(buffer)[0], elements: buffer.length };
}

/** Name, variates per round, ours, what it is compared with, that. */
const cases = [
  ['int32', 2e5, () => stream.int32(), 'seedrandom int32', () => arc4.int32()],
  ['uniform', 2e5, () => stream.uniform(), 'Math.random', Math.random],
  ['uniform', 2e5, () => stream.uniform(), 'seedrandom', arc4],
  ['fillUniform', 2e5, fill((out) => math.fillUniform(stream, out)), 'Math.random', Math.random],
  ['normal', 2e5, () => math.normal(stream), 'Box-Muller', boxMuller],
  ['fillNormal', 2e5, fill((out) => math.fillNormal(stream, out)), 'Box-Muller', boxMuller],
  ['exponential', 2e5, () => math.exponential(stream), '−log', () => -Math.log(1 - Math.random())],
  ['gamma 0.5', 1e5, () => math.gamma(stream, 0.5), 'z²/2', () => 0.5 * boxMuller() ** 2],
  ['gamma 3', 1e5, () => math.gamma(stream, 3), 'Marsaglia-Tsang', () => plainGamma(3)],
  ['chiSquared 99', 1e5, () => math.chiSquared(stream, 99), 'Marsaglia-Tsang', () => 2 * plainGamma(49.5)],
  ['binomial 10 0.3', 1e5, () => math.binomial(stream, 10, 0.3), 'trials', () => plainBinomial(10, 0.3)],
  ['binomial 100 0.5', 1e5, () => math.binomial(stream, 100, 0.5), 'trials', () => plainBinomial(100, 0.5)],
  ['binomial 1e9 0.3', 1e5, () => math.binomial(stream, 1e9, 0.3)],
  ['poisson 3', 1e5, () => math.poisson(stream, 3), 'product', () => plainPoisson(3)],
  ['poisson 30', 1e5, () => math.poisson(stream, 30), 'product', () => plainPoisson(30)],
  ['categorical 1000', 1e5, () => math.categorical(stream, table), 'bisection', plainCategorical],
  [
    'multinomial 1000 of 1000',
    50,
    () => math.multinomial(stream, 1000, weights, counts)[0],
    'bisections',
    () => plainMultinomial(1000),
  ],
  [
    'hypergeometric 50 100 40',
    2e4,
    () => math.hypergeometric(stream, 50, 100, 40),
    'urn',
    () => plainHypergeometric(50, 100, 40),
  ],
  ['hypergeometric 1e6 1e6 1e5', 2e4, () => math.hypergeometric(stream, 1e6, 1e6, 1e5)],
  ['wishartFactor 3 100', 2e4, () => math.wishartFactor(stream, 3, 100, factor3)[0]],
  ['subset 1000 of 1e6', 20, () => math.sampleWithoutReplacement(stream, 1e6, 1000)[0]],
  ['permutation 1000', 50, () => math.permutation(stream, 1000)[0]],
  ['splitInto', 2e5, () => stream.splitInto(child, label++ >>> 0, 1) === child],
  ['split', 1e5, () => stream.split(label++ >>> 0).int32()],
  [
    'fromPath',
    5e3,
    () => Stream.fromPath(['lineage', label++]).int32(),
    'seedrandom(text)',
    () => seedrandom(`lineage/${label++}`).int32(),
  ],
  ['law-exact generation', 1e5, generation],
];

/** A loop of its own per function, so that the engine specialises each call. */
function loopOf(call, name) {
  return new Function(
    'call',
    'n',
    `/* ${name} */ let s = 0; for (let i = 0; i < n; i++) s += +call(); return s;`,
  ).bind(null, call);
}

/** `call`, or a fill. */
function timer(call, name) {
  const { run, elements } = typeof call === 'function' ? { run: call, elements: 1 } : call;
  const loop = loopOf(run, name);
  return (n) => nanoseconds(loop, n / elements) / elements;
}

function nanoseconds(loop, n) {
  const start = process.hrtime.bigint();
  loop(n);
  return Number(process.hrtime.bigint() - start) / n;
}

function measure([name, n, ours, peerName, peer]) {
  const timers = [timer(ours, `${name} ours`)];
  if (peer !== undefined) timers.push(timer(peer, `${name} ${peerName}`));
  const times = [[], []];
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    timers.forEach((time, which) => {
      const ns = time(n);
      if (round >= 0) times[which].push(ns);
    });
  }
  const measured = peer === undefined ? {} : { peer: median(times[1]), by: peerName };
  results.row({ work: name, unit: 'ns', ours: median(times[0]), ...measured });
}

const { values: given, positionals } = parseArgs({
  options: { json: { type: 'string' } },
  allowPositionals: true,
});
const results = new BenchTable('random');
for (const one of cases) if (one[0].includes(positionals[0] ?? '')) measure(one);
results.versions({ seedrandom: createRequire(import.meta.url)('seedrandom/package.json').version });
results.finish({ json: given.json, rounds: ROUNDS });
