/** Squared L2 between mixtures and the Monte-Carlo Kullback-Leibler divergence, against integrals and closed forms. */
import { klGaussian, Stream } from '@collapse-lab/math';
import {
  type MixtureFamily,
  type MixtureModel,
  mixture,
  monteCarloKl,
  normalSource,
  pointsOf,
  squaredL2Mixtures,
} from '@collapse-lab/models';
import { describe, expect, it } from 'vitest';
import { exampleMixture } from './subject.ts';

const stream = (purpose: string): Stream => Stream.fromPath(['mixture distances', purpose]);

function familyOf(d: number): Required<Pick<MixtureFamily, 'sample' | 'logDensity' | 'fromTruth'>> {
  const { options } = mixture.resolve({ components: 2 }) as { options: never };
  return mixture.create(options, { kind: 'points', d }) as MixtureFamily;
}

/** One component; the factor lower triangular. */
function single(mean: number[], factor: number[]): MixtureModel {
  const d = mean.length;
  const [weights, means] = [Float64Array.of(1), Float64Array.from(mean)];
  return { d, k: 1, covariance: 'full', weights, means, factors: Float64Array.from(factor) };
}

function onLine(weights: number[], means: number[], deviations: number[]): MixtureModel {
  return {
    d: 1,
    k: weights.length,
    covariance: 'spherical',
    weights: Float64Array.from(weights),
    means: Float64Array.from(means),
    factors: Float64Array.from(deviations),
  };
}

describe('squaredL2Mixtures', () => {
  it('is the integral of the squared difference of densities', () => {
    const p = onLine([0.3, 0.7], [-1, 2], [0.5, 1.25]);
    const q = onLine([0.2, 0.5, 0.3], [-2, 0, 2.5], [1, 0.4, 0.9]);
    // Trapezoidal sums of such functions converge faster than any power of the step.
    const step = 1 / 64;
    const grid = pointsOf(
      Array.from({ length: 2561 }, (_, i) => -20 + i * step),
      1,
    );
    const [a, b] = [p, q].map((each) => familyOf(1).logDensity(each, grid));
    const integral = a.reduce((total, value, i) => total + step * (Math.exp(value) - Math.exp(b[i])) ** 2, 0);
    expect(squaredL2Mixtures(p, q)).toBeCloseTo(integral, 13);
    expect(squaredL2Mixtures(q, p)).toBeCloseTo(integral, 13);
  });

  it('of two round Gaussians in the plane has its closed form', () => {
    const [s, t, squares] = [0.5, 2, 5];
    const expected =
      1 / (4 * Math.PI * s * s) +
      1 / (4 * Math.PI * t * t) -
      (2 / (2 * Math.PI * (s * s + t * t))) * Math.exp(-squares / (2 * (s * s + t * t)));
    expect(squaredL2Mixtures(single([0, 0], [s, 0, 0, s]), single([1, 2], [t, 0, 0, t]))).toBeCloseTo(
      expected,
      14,
    );
  });

  it('does not depend on the coordinates: correlated covariances against rotated ones', () => {
    const [cos, sin] = [0.6, 0.8];
    const p = single([1, 0], [3, 0, 0, 0.5]);
    const q = single([0, 2], [1, 0, 0, 2]);
    // Σ rotated by (cos, sin), factored: L11 = √Σ11, L21 = Σ21 / L11, L22 = √det / L11.
    const rotated = ({ means, factors }: MixtureModel): MixtureModel => {
      const [a, b] = [factors[0] ** 2, factors[3] ** 2];
      const l11 = Math.sqrt(a * cos * cos + b * sin * sin);
      const mean = [cos * means[0] - sin * means[1], sin * means[0] + cos * means[1]];
      return single(mean, [l11, 0, ((a - b) * cos * sin) / l11, Math.sqrt(a * b) / l11]);
    };
    expect(squaredL2Mixtures(rotated(p), rotated(q))).toBeCloseTo(squaredL2Mixtures(p, q), 14);
  });

  it('is 0 between equal densities, however their components are written', () => {
    const p = exampleMixture('tied');
    const full: MixtureModel = {
      ...p,
      covariance: 'full',
      factors: Float64Array.of(...p.factors, ...p.factors),
    };
    expect(squaredL2Mixtures(p, p)).toBe(0);
    expect(squaredL2Mixtures(p, full)).toBe(0);
  });

  it('grows like the reciprocal variance of a mixture that narrows, and is infinite at its end', () => {
    const real = single([0, 0], [1, 0, 0, 1]);
    const narrow = single([0, 0], [1e-100, 0, 0, 1e-100]);
    expect(squaredL2Mixtures(narrow, real) / (1e200 / (4 * Math.PI))).toBeCloseTo(1, 12);
    expect(squaredL2Mixtures(single([0, 0], [1, 0, 0, 0]), real)).toBe(Infinity);
  });
});

describe('monteCarloKl', () => {
  it('agrees with the closed form between Gaussians', () => {
    const p = single([0.5, 0], [1, 0, 0.3, 0.8]);
    const q = single([0, 0.2], [1.2, 0, 0, 1]);
    const { estimate, standardError } = monteCarloKl(familyOf(2), p, q, 20_000, stream('kl'));
    const exact = klGaussian(p.means, p.factors, q.means, q.factors, 2);
    // 5 standard errors: a false alarm in 1.7 million seeds.
    expect(Math.abs(estimate - exact)).toBeLessThan(5 * standardError);
    expect(standardError).toBeLessThan(0.02 * exact);
  });

  it('is exactly 0 between a mixture and itself', () => {
    const model = exampleMixture('full');
    expect(monteCarloKl(familyOf(2), model, model, 100, stream('self'))).toEqual({
      estimate: 0,
      standardError: 0,
    });
  });

  it('is infinite where a draw has no density', () => {
    const p = single([0], [1]);
    const { estimate, standardError } = monteCarloKl(familyOf(1), p, single([0], [0]), 10, stream('point'));
    expect([estimate, standardError]).toEqual([Infinity, Number.NaN]);
  });

  it('refuses a number of samples that has no standard error', () => {
    const model = familyOf(1).fromTruth(normalSource({ d: 1 }).truth!)!;
    expect(() => monteCarloKl(familyOf(1), model, model, 1, stream('few'))).toThrow(
      'samples: got 1, expected an integer of at least 2, so that there is a standard error.',
    );
  });
});
