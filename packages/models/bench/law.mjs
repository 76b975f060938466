// Cost of a law-exact generation: one draw of statistics and one fit, in microseconds (best of 5 rounds).
// node packages/models/bench/law.mjs
import { Stream } from '@collapse-lab/math';
import { categorical, gaussian, normalSource, uniformCategoricalSource } from '@collapse-lab/models';

const rounds = 5;

function microseconds(run, generations) {
  let best = Infinity;
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    run(generations);
    best = Math.min(best, performance.now() - start);
  }
  return (1000 * best) / generations;
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

function report(label, family, source, n, generations) {
  const costs = [false, true].map((pooled) => microseconds(lineage(family, source, n, pooled), generations));
  console.log(`${label.padEnd(28)} replace ${costs[0].toFixed(3)}   accumulate ${costs[1].toFixed(3)}`);
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
