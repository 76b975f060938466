// Cost of the linear algebra and the distances that run once a generation: medians of rounds.
//
// node packages/math/bench/linear.mjs [--rounds 5] [--json folder]
import { parseArgs } from 'node:util';
import {
  choleskyUpdate,
  fillNormal,
  gram,
  klGaussian,
  median,
  multiplyLower,
  Stream,
  squaredW2Gaussian,
  symmetricEigen,
  w1Samples,
  wishartFactor,
} from '@collapse-lab/math';
import { BenchTable } from '../../../tools/bench/bench-table.mjs';

const { values: given } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, json: { type: 'string' } },
});
const table = new BenchTable('linear');
const stream = Stream.fromPath(['bench']);

/** One round more than is counted, for the engine to compile. */
function report(work, run, repeats) {
  const times = [];
  for (let round = 0; round <= Number(given.rounds); round++) {
    const start = performance.now();
    for (let i = 0; i < repeats; i++) run();
    times.push((1000 * (performance.now() - start)) / repeats);
  }
  table.row({ work, unit: 'µs', ours: median(times.slice(1)) });
}

for (const d of [1, 2, 10, 30]) {
  const repeats = Math.ceil(2e5 / (d * d * d));
  const [a, b] = [wishartFactor(stream, d, d + 5), wishartFactor(stream, d, d + 5)];
  const mean = new Float64Array(d);
  const out = new Float64Array(d * d);
  const x = fillNormal(stream, new Float64Array(d));
  const update = new Float64Array(d);
  const covariance = gram(a, d);
  report(`multiplyLower d=${d}`, () => multiplyLower(a, b, d, out), repeats);
  report(
    `choleskyUpdate d=${d}`,
    () => {
      out.set(a);
      update.set(x);
      choleskyUpdate(out, d, update);
    },
    repeats,
  );
  report(`squaredW2Gaussian d=${d}`, () => squaredW2Gaussian(mean, a, x, b, d), repeats);
  report(`klGaussian d=${d}`, () => klGaussian(mean, a, x, b, d), repeats);
  report(`symmetricEigen d=${d}`, () => symmetricEigen(covariance, d), repeats);
}

for (const n of [100, 10_000]) {
  const [x, y] = [fillNormal(stream, new Float64Array(n)), fillNormal(stream, new Float64Array(n))];
  report(`w1Samples n=${n}`, () => w1Samples(x, y), Math.ceil(1e5 / n));
}

table.finish({ json: given.json });
