/** Extinction and errors of the Poisson family, against the chain of the sum itself and against ensembles. */
import { poissonLogMass, Stream } from '@collapse-lab/math';
import { poisson, poissonSource } from '@collapse-lab/models';
import { ensemble, type LineageSpec, observers, type WorkflowSpec } from '@collapse-lab/process';
import { extinctionProbability, predict, survivalExponent } from '@collapse-lab/theory';
import { describe, expect, it } from 'vitest';
import { expectClose } from '../../reference.ts';

describe('survivalExponent', () => {
  it('is 1, .632, .3121, .1723, .0916, .0384, .0195 at 1, 2, 5, 10, 20, 50, 100 (Suresh et al. 2024)', () => {
    const digits = [1, 2, 5, 10, 20, 50, 100].map((k) => survivalExponent(k).toFixed(4));
    expect(digits).toEqual(['1.0000', '0.6321', '0.3121', '0.1723', '0.0916', '0.0384', '0.0195']);
  });

  it('tends to 2 / k from below', () => {
    const scaled = [10, 100, 1000, 10_000].map((k) => k * survivalExponent(k));
    for (const [i, value] of scaled.entries()) expect(value).toBeGreaterThan(i === 0 ? 1 : scaled[i - 1]);
    expect(scaled[3]).toBeLessThan(2);
    expect(scaled[3]).toBeGreaterThan(1.99);
  });

  it('needs a fit', () => {
    expect(() => survivalExponent(0)).toThrow('k: got 0, expected a positive integer, the number of fits.');
  });
});

describe('extinction', () => {
  it('published: rate 1, n = 10, 100 fits survive with probability .1775', () => {
    const sizes = { real: (t: number) => (t === 0 ? 10 : 0), synthetic: (t: number) => (t === 0 ? 0 : 10) };
    const alive = 1 - extinctionProbability(1, sizes, 99);
    expect(alive.toFixed(4)).toBe('0.1775');
    expectClose(alive, 1 - Math.exp(-10 * survivalExponent(100)), 1e-13);
  });

  it('is that of the chain of sums, for unequal sizes and fresh real counts', () => {
    const rate = 0.3;
    const real = [5, 2, 0, 1];
    const synthetic = [0, 3, 7, 4];
    const sizes = { real: (t: number) => real[t], synthetic: (t: number) => synthetic[t] };
    // law[s] = P(sum at generation t = s); beyond 120 there is less than 1e-30.
    let law = [1];
    for (let t = 0; t < real.length; t++) {
      const before = t === 0 ? 1 : real[t - 1] + synthetic[t - 1];
      const next = new Array<number>(121).fill(0);
      law.forEach((mass, sum) => {
        const mean = real[t] * rate + (synthetic[t] * sum) / before;
        if (mass > 1e-40) for (let s = 0; s <= 120; s++) next[s] += mass * Math.exp(poissonLogMass(s, mean));
      });
      law = next;
      expectClose(extinctionProbability(rate, sizes, t), law[0], 1e-12);
    }
  });
});

describe('predict', () => {
  const real = poissonSource({ rate: 0.4 });
  const family = poisson.create({}, real.shape);
  const spec = (workflow: WorkflowSpec): LineageSpec => ({
    real,
    family,
    workflow,
    sizes: {
      initial: 6,
      new: { kind: 'list', values: [4, 5, 3] },
      ...(workflow.kind === 'fresh-real' ? { real: 2 } : {}),
    },
    sampler: 'auto',
    numberFormat: 'f64',
  });

  it.each<[WorkflowSpec, string[]]>([
    [{ kind: 'replace' }, ['rate', 'extinct', 'rateError']],
    [{ kind: 'replace-grown' }, ['rate', 'extinct', 'rateError']],
    [{ kind: 'accumulate' }, ['rate', 'extinct', 'rateError']],
    [{ kind: 'fresh-real' }, ['rate', 'extinct', 'rateError']],
    [{ kind: 'fresh-real', weight: 0.3 }, ['rate', 'extinct', 'rateError']],
    [{ kind: 'fresh-real', weight: 1 }, ['rate', 'extinct', 'rateError']],
    [{ kind: 'keep-real', share: 0.5, subset: 'fixed', mode: 'added' }, ['rate']],
    [{ kind: 'mixture', alpha: 0.5, beta: 0.3, gamma: 0.2 }, ['rate']],
  ])('holds in ensembles of %j', (workflow, metrics) => {
    const predictions = predict(spec(workflow));
    expect(predictions.map(({ metric }) => metric)).toEqual(metrics);
    const observer = observers.poisson.create({});
    const stream = Stream.fromPath([]);
    const read = (metric: string) => (model: unknown) =>
      observer.measure({ t: 0, family, real, model, firstModel: model, stream })[metric];
    const replicates = 6000;
    const at = [0, 1, 3];
    const { values } = ensemble({
      spec: spec(workflow),
      root: Stream.fromPath(['poisson predictions', JSON.stringify(workflow)]),
      replicates,
      generations: 3,
      at,
      metrics: Object.fromEntries(metrics.map((metric) => [metric, read(metric)])),
    });
    for (const { metric, at: predicted } of predictions)
      at.forEach((t, j) => {
        const sample = values[metric][j];
        const mean = sample.reduce((a, b) => a + b) / replicates;
        const squares = sample.reduce((a, b) => a + (b - mean) ** 2, 0);
        const error = Math.sqrt(squares / replicates / (replicates - 1));
        // 5 standard errors, 60 checks: 3.5e-5 under normality; the error is most skew, 8, hence 0.1 after averaging.
        expect(Math.abs(mean - predicted(t)), `${metric} at ${t}: ${mean}, ${predicted(t)}`).toBeLessThan(
          5 * error,
        );
      });
  });

  it('of accumulate is the π²/6 pathway', () => {
    const equal = { ...spec({ kind: 'accumulate' }), sizes: { initial: 10, new: 10 } };
    const error = predict(equal).find(({ metric }) => metric === 'rateError')!;
    expectClose(error.at(5000) / error.at(0), Math.PI ** 2 / 6 - 1 / 5001.5, 1e-9);
  });

  it('is nothing for counts of another law', () => {
    const { truth, ...unknown } = real;
    expect(predict({ ...spec({ kind: 'replace' }), real: unknown })).toEqual([]);
    expect(truth).toEqual({ kind: 'poisson', rate: 0.4 });
  });
});
