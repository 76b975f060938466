/** The error of the memoriser of labels: published numbers, the exact chain, ensembles. */
import { Stream } from '@collapse-lab/math';
import { type HutterOptions, hutter, zipfMandelbrotSource } from '@collapse-lab/models';
import { ensemble, type LineageSpec, observers, type Sizes, type WorkflowSpec } from '@collapse-lab/process';
import {
  cutMemoriserError,
  memoriserError,
  memoriserPowerLaw,
  predict,
  survivalExponent,
} from '@collapse-lab/theory';
import { describe, expect, it } from 'vitest';
import { expectClose } from '../../reference.ts';

function zipf(k: number): LineageSpec['real'] {
  return zipfMandelbrotSource({ k, exponent: 1.5 });
}

function probabilitiesOf(real: LineageSpec['real']): Float64Array {
  if (real.truth?.kind !== 'categorical') throw new Error('no probabilities');
  return real.truth.probabilities;
}

function spec(
  real: LineageSpec['real'],
  workflow: WorkflowSpec,
  sizes: Sizes,
  options: Partial<HutterOptions> = {},
): LineageSpec {
  const family = hutter.create({ topK: 'all', temperature: 1, ...options }, real.shape);
  return { real, family, workflow, sizes, sampler: 'auto', numberFormat: 'f64' };
}

describe('one fit', () => {
  it('β = 1.5, a vocabulary of 10⁶ (Dohmatob et al. 2024): .2017, .0934, .0430, .0195', () => {
    const p = probabilitiesOf(zipf(1_000_000));
    const errors = [1e2, 1e3, 1e4, 1e5].map((n) => memoriserError(p, n).toFixed(4));
    expect(errors).toEqual(['0.2017', '0.0934', '0.0430', '0.0195']);
    // Cut at rank 1000 it levels off at the mass of the tail.
    expect(cutMemoriserError(p, 1000, 1e5).toFixed(4)).toBe('0.0248');
    expect(cutMemoriserError(p, 1000, 1e9).toFixed(4)).toBe('0.0235');
  });

  it('an endless vocabulary follows .9416 n^−1/3', () => {
    expect(memoriserPowerLaw(1.5, 1).toFixed(4)).toBe('0.9416');
    // Σ p (1 − p)^n by Euler–Maclaurin beyond 4 · 10⁶ symbols.
    const exact = [0.20240375, 0.09413503, 0.04370235, 0.02028524];
    [1e2, 1e3, 1e4, 1e5].forEach((n, i) => {
      expectClose(memoriserPowerLaw(1.5, n), exact[i], 0.25 / n + 1e-6);
    });
    // β = 2: ζ(2)^−½ Γ(½) / 2 · n^−½ = √(6/π) / 2 · n^−½.
    expectClose(memoriserPowerLaw(2, 7), Math.sqrt(6 / Math.PI / 7) / 2, 1e-12);
    expect(() => memoriserPowerLaw(1, 10)).toThrow(
      'exponent: got 1, expected a number above 1, for which Σ i^−exponent is finite.',
    );
  });

  it('nothing seen is all unknown, one symbol seen is all known', () => {
    expect(memoriserError([0.5, 0.5], 0)).toBe(1);
    expect(memoriserError([1], 1)).toBe(0);
    expect(memoriserError([0.5, 0.25, 0.25], 2)).toBeCloseTo(0.125 + 0.28125, 15);
    expect(cutMemoriserError([0.5, 0.25, 0.25], 1, 1)).toBe(0.5);
  });
});

describe('retraining on its own 400 samples, k = 1000', () => {
  const real = zipf(1000);
  const [{ at, kind }] = predict(spec(real, { kind: 'replace' }, { initial: 400, new: 400 }));

  it('errs .10505 .12642 .14222 .15517 .16631 … .20778 (10 fits) .26127 (20 fits)', () => {
    expect(kind).toBe('exact');
    const errors = [1, 2, 3, 4, 5, 10, 20].map((fits) => at(fits - 1).toFixed(5));
    expect(errors).toEqual(['0.10505', '0.12642', '0.14222', '0.15517', '0.16631', '0.20778', '0.26127']);
  });

  it('is concave, not linear: increments fall from the first', () => {
    for (let t = 1; t < 20; t++) expect(at(t + 1) - at(t)).toBeLessThan(at(t) - at(t - 1));
  });

  it('is the error of n g_k symbols, to leading order', () => {
    const p = probabilitiesOf(real);
    for (const fits of [2, 5, 20])
      expectClose(at(fits - 1), memoriserError(p, 400 * survivalExponent(fits)), 0.02);
  });

  it('lies below the bound that is given where the chain is too large', () => {
    const large = predict(
      spec(real, { kind: 'replace' }, { initial: 400, new: { kind: 'list', values: [400] } }),
    );
    expect(large[0].kind).toBe('bound');
    expectClose(large[0].at(0), at(0), 1e-12);
    for (const t of [1, 4, 19]) {
      expect(large[0].at(t)).toBeGreaterThan(at(t));
      expectClose(large[0].at(t), at(t), 0.01);
    }
  });
});

describe('predict', () => {
  const real = zipf(30);
  const sizes: Sizes = { initial: 25, new: 20 };
  const observer = observers.hutter.create({});
  const stream = Stream.fromPath([]);

  it.each<[WorkflowSpec, Partial<HutterOptions>, number[]]>([
    [{ kind: 'replace' }, {}, [0, 1, 4]],
    [{ kind: 'accumulate' }, {}, [0, 1, 4]],
    [{ kind: 'accumulate' }, { topK: 3 }, [0, 1, 4]],
    [{ kind: 'replace' }, { temperature: 0.5 }, [0]],
    [{ kind: 'mixture', alpha: 0.5, beta: 0, gamma: 0.5 }, {}, [0]],
  ])('holds in ensembles of %j, %j at %j', (workflow, options, at) => {
    const setting = spec(real, workflow, sizes, options);
    const [prediction] = predict(setting);
    const replicates = 3000;
    const { values } = ensemble({
      spec: setting,
      root: Stream.fromPath(['hutter predictions', workflow.kind]),
      replicates,
      generations: 4,
      at,
      metrics: {
        error: (model) =>
          observer.measure({ ...setting, t: 0, model, firstModel: model, stream }).memoriserError,
      },
    });
    at.forEach((t, j) => {
      const sample = values.error[j];
      const mean = sample.reduce((a, b) => a + b) / replicates;
      const squares = sample.reduce((a, b) => a + (b - mean) ** 2, 0);
      const error = Math.sqrt(squares / replicates / (replicates - 1));
      // 5 standard errors, 11 checks: 6e-6.
      expect(Math.abs(mean - prediction.at(t)), `${t}: ${mean}, ${prediction.at(t)}`).toBeLessThan(5 * error);
    });
    if (at.length === 1) expect(prediction.at(1)).toBeNaN();
  });
});
