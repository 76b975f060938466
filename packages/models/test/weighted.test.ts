/** Fits to weighted points: the divisors that make variances unbiased, against numpy and by simulation. */
import { readFileSync } from 'node:fs';
import { gram, mean, Stream, variance } from '@collapse-lab/math';
import {
  type GaussianModel,
  gaussian,
  type LinearModel,
  linearRegression,
  linearSource,
  normalSource,
  type Points,
  pointsOf,
  type SufficientLaw,
} from '@collapse-lab/models';
import { describe, expect, it } from 'vitest';

interface Case {
  d: number;
  parts: number[][][];
  weights: number[];
}

interface Fixture {
  gaussian: (Case & { mean: number[]; covariance: number[][] })[];
  linear: (Case & { solution: number[]; noise: number })[];
}

const path = new URL('./fixtures/weighted.json', import.meta.url);
const fixture: Fixture = JSON.parse(readFileSync(path, 'utf8'));

type Law = SufficientLaw<unknown, Points, unknown>;

const gaussianLaw = (d: number, ddof: 0 | 1, covariance: 'full' | 'diagonal' | 'spherical' = 'full'): Law =>
  gaussian.create({ covariance, ddof, samplingBias: 1 }, { kind: 'points', d }).law!;

const linearLaw = (d: number): Law =>
  linearRegression.create({ design: 'fixed', noise: 'refitted', ridge: 0 }, { kind: 'points', d: d + 1 })
    .law!;

function statisticsOf(law: Law, parts: readonly Points[], weights: readonly number[]): unknown {
  const statistics = law.create();
  parts.forEach((points, i) => {
    const part = law.create();
    law.addData(part, points);
    if (weights[i] !== 1) law.scale!(part, weights[i]);
    law.addStatistics(statistics, part);
  });
  return statistics;
}

const pointsOfRows = (rows: number[][]): Points => pointsOf(rows.flat(), rows[0].length);

describe('against numpy', () => {
  it.each(fixture.gaussian)('unbiased covariance of weighted points, d = $d', (one) => {
    const { d, parts, weights } = one;
    const statistics = (law: Law) => statisticsOf(law, parts.map(pointsOfRows), weights);
    const law = gaussianLaw(d, 1);
    const model = law.fit(statistics(law)) as GaussianModel;
    for (const [i, value] of one.mean.entries()) expect(model.mean[i]).toBeCloseTo(value, 14);
    const covariance = gram(model.factor, d);
    for (const [i, value] of one.covariance.flat().entries())
      expect(Math.abs(covariance[i] - value)).toBeLessThan(2e-14);
    const narrower = (kind: 'diagonal' | 'spherical') => {
      const other = gaussianLaw(d, 1, kind);
      return (other.fit(statistics(other)) as GaussianModel).factor.map((s) => s * s);
    };
    const variances = one.covariance.map((row, i) => row[i]);
    for (const [i, value] of variances.entries()) expect(narrower('diagonal')[i]).toBeCloseTo(value, 13);
    expect(narrower('spherical')[0]).toBeCloseTo(mean(variances), 13);
  });

  it.each(fixture.linear)('noise of weighted least squares, d = $d, weights $weights', (one) => {
    const law = linearLaw(one.d);
    const statistics = statisticsOf(law, one.parts.map(pointsOfRows), one.weights);
    const { weights, noise } = law.fit(statistics) as LinearModel;
    for (const [i, value] of one.solution.entries()) expect(weights[i]).toBeCloseTo(value, 12);
    expect(noise / one.noise - 1).toBeCloseTo(0, 12);
    const again = law.fit(law.decode(law.encode(statistics))) as LinearModel;
    expect([...again.weights, again.noise]).toEqual([...weights, noise]);
  });
});

/** 8 tests at |z| < 4.5: a false alarm in 5.4e-5 of all seeds. */
describe('is unbiased where all points have one law', () => {
  const weights = [2.5, 0.2];
  const replicates = 4000;

  function expectMean(values: number[], expected: number): void {
    const standardError = Math.sqrt(variance(values, 1) / values.length);
    const z = (mean(values) - expected) / standardError;
    expect(Math.abs(z), `z = ${z}`).toBeLessThan(4.5);
    // Within reach: the divisor n − 1 or n − d would be seen.
    expect(standardError).toBeLessThan(0.03);
  }

  it.each([1, 2])('the variance of points in %i dimensions', (d) => {
    const law = gaussianLaw(d, 1);
    const real = normalSource({ d });
    const stream = Stream.fromPath(['weighted', d]);
    const models = Array.from({ length: replicates }, () => {
      const parts = [real.draw(3, stream), real.draw(6, stream)];
      return law.fit(statisticsOf(law, parts, weights)) as GaussianModel;
    });
    for (let j = 0; j < d; j++)
      expectMean(
        models.map(({ factor }) => gram(factor, d)[j * (d + 1)]),
        1,
      );
    if (d === 2)
      expectMean(
        models.map(({ factor }) => gram(factor, d)[1]),
        0,
      );
  });

  it.each([1, 3])('the noise of a regression on %i inputs', (d) => {
    const law = linearLaw(d);
    const real = linearSource({ d, noise: 1 });
    const stream = Stream.fromPath(['weighted regression', d]);
    const noises = Array.from({ length: replicates }, () => {
      const parts = [real.draw(4, stream), real.draw(7, stream)];
      return (law.fit(statisticsOf(law, parts, weights)) as LinearModel).noise ** 2;
    });
    expectMean(noises, 1);
  });
});

/** Every number of an object, to 11 decimals. */
function expectNumbers(got: unknown, expected: unknown): void {
  const numbers = (value: unknown): number[] =>
    Object.values(value as object).flatMap((each) =>
      typeof each === 'object' ? [...each] : typeof each === 'number' ? [each] : [],
    );
  expect(numbers(got)).toEqual(numbers(expected).map((value) => expect.closeTo(value, 11)));
}

describe('weights', () => {
  const [a, b] = [pointsOf([0, 1, 4], 1), pointsOf([2, 9], 1)];

  it('of maximum likelihood are copies of the points', () => {
    const law = gaussianLaw(1, 0);
    const weighted = law.fit(statisticsOf(law, [a, b], [3, 1])) as GaussianModel;
    const copies = law.fit(statisticsOf(law, [a, a, a, b], [1, 1, 1, 1])) as GaussianModel;
    expect(weighted.mean[0]).toBeCloseTo(copies.mean[0], 14);
    expect(weighted.factor[0]).toBeCloseTo(copies.factor[0], 14);
  });

  it.each([
    ['points', gaussianLaw(1, 1), [a, b]],
    ['rows', linearLaw(2), [pointsOf([1, 2, 3, 4, 5, 7], 3), pointsOf([1, 0, 1, 2, 1, 5], 3)]],
  ] as const)('of %s multiply, and count by their ratios alone', (_, law, parts) => {
    const once = statisticsOf(law, parts, [6, 0.9]);
    const twice = statisticsOf(law, parts, [2, 0.3]);
    law.scale!(twice, 3);
    expectNumbers(twice, once);
    // Σ w is then below the number of inputs.
    const small = law.fit(statisticsOf(law, parts, [0.06, 0.009]));
    expectNumbers(small, law.fit(once));
  });

  it('survive JSON', () => {
    const law = gaussianLaw(1, 1);
    const statistics = statisticsOf(law, [a, b], [3, 0.3]);
    expect(law.fit(law.decode(law.encode(statistics)))).toEqual(law.fit(statistics));
  });

  it('are gone with the rows that had them', () => {
    const law = linearLaw(1);
    const rows = pointsOf([1, 2, 3, 4, 5, 7], 2);
    const nothing = law.decode({ ...(law.encode(law.create()) as object), weightExcess: [5] });
    const data = statisticsOf(law, [rows], [1]);
    law.addStatistics(nothing, data);
    law.scale!(nothing, 2);
    law.scale!(data, 2);
    expect(law.encode(nothing)).toEqual(law.encode(data));
  });

  it('so unequal that the noise would be rounding are refused', () => {
    const law = linearLaw(2);
    const rows = [pointsOf([1, 2, 3, 4, 5, 7, 1, 1, 3], 3), pointsOf([1, 1, 2], 3)];
    expect(() => law.fit(statisticsOf(law, rows, [1e-9, 1]))).toThrow(
      'statistics: got "weights that leave a share below 1.1e-4 to residuals", expected more, or the noise that is ' +
        'refitted is made of rounding errors. Use weights that differ less, or more rows of great weight; or give the noise ' +
        'instead of refitting it.',
    );
    expect((law.fit(statisticsOf(law, rows, [1e-5, 1])) as LinearModel).noise).toBeGreaterThan(0);
  });

  it('on too few points are refused', () => {
    const one = pointsOf([5], 1);
    expect(() => gaussianLaw(1, 1).fit(statisticsOf(gaussianLaw(1, 1), [one, b], [2.3, 0]))).toThrow(
      'statistics: got "points of which one has all the weight", expected weight on at least 2 points (ddof = 1).',
    );
    const law = linearLaw(2);
    const rows = [pointsOf([1, 2, 3, 4, 5, 7], 3), pointsOf([1, 0, 1], 3)];
    expect(() => law.fit(statisticsOf(law, rows, [1.7, 0]))).toThrow(
      'statistics: got "rows of which no more than 2 have weight", expected weight on at least 3 rows ' +
        '(noise is refitted from the residuals of d = 2 weights).',
    );
  });

  it('leave no subset that could be drawn', () => {
    const law = gaussianLaw(1, 0);
    expect(() => law.split!(statisticsOf(law, [a, b], [2, 2]), 2, Stream.fromPath([0]))).toThrow(
      'statistics: got "statistics of weighted points", expected points that count once each, of which a subset can be drawn.',
    );
  });
});
