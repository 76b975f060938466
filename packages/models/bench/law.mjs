// Cost of a law-exact generation, one draw of statistics and one fit: medians of rounds.
//
// node packages/models/bench/law.mjs [--rounds 5] [--json folder]
import { parseArgs } from 'node:util';
import { median, Stream } from '@collapse-lab/math';
import { categorical, gaussian, normalSource, uniformCategoricalSource } from '@collapse-lab/models';
import { BenchTable } from '../../../tools/bench/bench-table.mjs';

const { values: given } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, json: { type: 'string' } },
});
const table = new BenchTable('law');

function microseconds(run, generations) {
  run(generations);
  return median(
    Array.from({ length: Number(given.rounds) }, () => {
      const start = performance.now();
      run(generations);
      return (1000 * (performance.now() - start)) / generations;
    }),
  );
}

/** Restarts from p_0 every 100 generations, so that nothing collapses to the cheap case of zeros. */
function lineage(family, source, n, pooled) {
  const { law } = family;
  const stream = Stream.fromPath(['bench']);
  const truth = family.fromTruth(source.truth);
  const statistics = law.create();
  return (generations) => {
    let model;
    for (let t = 0; t < generations; t++) {
      const restart = t % 100 === 0;
      if (restart || !pooled) law.clear(statistics);
      law.addDraw(statistics, restart ? truth : model, n, stream);
      model = law.fit(statistics, model);
    }
  };
}

/** A row; the ratio says what accumulating costs beside replacing. */
function report(label, family, source, n, generations) {
  const [replace, accumulate] = [false, true].map((pooled) =>
    microseconds(lineage(family, source, n, pooled), generations),
  );
  table.row({ work: label, unit: 'µs', ours: replace, peer: accumulate, by: 'accumulate' });
}

for (const [d, n] of [
  [1, 100],
  [1, 10_000],
  [2, 100],
  [10, 100],
])
  for (const covariance of d === 1 ? ['full'] : ['full', 'diagonal', 'spherical']) {
    const source = normalSource({ d });
    const family = gaussian.create({ covariance, ddof: 0, samplingBias: 1 }, source.shape);
    report(`gaussian ${covariance} d=${d} n=${n}`, family, source, n, d === 1 ? 1e6 : 1e5);
  }

for (const [k, n] of [
  [10, 100],
  [1000, 1000],
]) {
  const source = uniformCategoricalSource(k);
  const family = categorical.create({}, source.shape);
  report(`categorical k=${k} n=${n}`, family, source, n, k === 10 ? 1e5 : 2e3);
}

table.finish({ json: given.json });
