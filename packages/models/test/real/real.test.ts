import { readFileSync } from 'node:fs';
import { normalQuantile, Stream, variance } from '@collapse-lab/math';
import {
  categoricalSource,
  dataSetSource,
  gaussianMixtureSource,
  normalSource,
  pointsOf,
  symbolsOf,
  uniformCategoricalSource,
  zipfMandelbrotSource,
} from '@collapse-lab/models';
import { describe, expect, it } from 'vitest';

interface Fixture {
  mixtures: {
    name: string;
    weights: number[];
    means: number[];
    variances: number[];
    p: number[];
    q: number[];
  }[];
  zipfs: { k: number; exponent: number; shift: number; p: number[] }[];
}

const fixture: Fixture = JSON.parse(readFileSync(new URL('../fixtures/real.json', import.meta.url), 'utf8'));

const stream = (purpose: string): Stream => Stream.fromPath(['real', purpose]);

/** The mean of one function of the rows is within 5 standard errors (5.7e-7 each) of what it should be. */
function expectMean(values: ArrayLike<number>, expected: number, label: string): void {
  const n = values.length;
  const mean = Array.from(values).reduce((a, b) => a + b, 0) / n;
  const error = Math.sqrt(variance(values, 1) / n);
  expect(Math.abs(mean - expected), `${label}: ${mean}, expected ${expected}, error ${error}`).toBeLessThan(
    5 * error,
  );
}

describe('normalSource', () => {
  const source = normalSource({
    d: 2,
    mean: [1, -2],
    covariance: [
      [4, 1],
      [1, 0.5],
    ],
  });

  it('draws from the moments it states', () => {
    const { values } = source.draw(20_000, stream('normal'));
    const { mean, covariance } = source.moments!;
    expect(Array.from(mean)).toEqual([1, -2]);
    expect(Array.from(covariance)).toEqual([4, 1, 1, 0.5]);
    for (let j = 0; j < 2; j++) {
      const column = values.filter((_, i) => i % 2 === j);
      expectMean(column, mean[j], `mean ${j}`);
      for (let k = 0; k <= j; k++) {
        const products = Float64Array.from(column, (x, i) => (x - mean[j]) * (values[2 * i + k] - mean[k]));
        expectMean(products, covariance[2 * j + k], `covariance ${j} ${k}`);
      }
    }
  });

  it('takes one number for all coordinates, or one for each', () => {
    expect(normalSource({ d: 2 }).truth).toEqual({
      kind: 'gaussian',
      d: 2,
      mean: Float64Array.of(0, 0),
      factor: Float64Array.of(1, 0, 0, 1),
    });
    expect(normalSource({ d: 2, mean: 3, covariance: [4, 9] }).moments!.covariance).toEqual(
      Float64Array.of(4, 0, 0, 9),
    );
  });

  it('has an identity of its parameters, however they were written', () => {
    expect(normalSource({ d: 2, covariance: 4 }).identity).toBe(
      normalSource({ d: 2, mean: [0, 0], covariance: [4, 4] }).identity,
    );
    expect(normalSource({ d: 2 }).identity).not.toBe(normalSource({ d: 3 }).identity);
    expect(normalSource({ d: 1 }).identity).toBe('normal {"mean":[0],"factor":[1]}');
  });

  it('has quantiles of each coordinate', () => {
    expect(source.quantile!(0.975, 0)).toBeCloseTo(1 + 2 * normalQuantile(0.975), 14);
    expect(source.quantile!(0.5, 1)).toBe(-2);
  });

  it.each([
    ['d', () => normalSource({ d: 0 }), 'd: got 0, expected a positive integer.'],
    [
      'mean',
      () => normalSource({ d: 2, mean: [1] }),
      'mean: got [1], expected one finite number, or a list of d = 2.',
    ],
    [
      'variance',
      () => normalSource({ d: 1, covariance: 0 }),
      'covariance: got 0, expected positive numbers, the variances.',
    ],
    [
      'covariance',
      () => normalSource({ d: 2, covariance: [1, 2, 3] }),
      'covariance: got [1, 2, 3], expected one variance, a list of d = 2 variances, or 2 lists of 2 numbers.',
    ],
    [
      'symmetry',
      () =>
        normalSource({
          d: 2,
          covariance: [
            [1, 0],
            [0.5, 1],
          ],
        }),
      'covariance[0][1]: got 0, expected 0.5, which is covariance[1][0] (a symmetric matrix).',
    ],
    [
      'definiteness',
      () =>
        normalSource({
          d: 2,
          covariance: [
            [1, 2],
            [2, 1],
          ],
        }),
      'covariance: got [[1, 2], [2, 1]], expected a positive definite matrix; here the variance of coordinate 1 ' +
        'given coordinate 0 would be -3. Raise covariance[1][1], or bring the entries beside it in row 1 nearer to 0.',
    ],
    ['axis', () => source.quantile!(0.5, 2), 'axis: got 2, expected an integer from 0 to 1, a coordinate.'],
    ['n', () => source.draw(-1, stream('n')), 'n: got -1, expected a non-negative integer.'],
  ])('refuses a wrong %s', (_, action, message) => {
    expect(action).toThrow(message);
  });
});

describe('categorical sources', () => {
  it.each(fixture.zipfs)(
    'Zipf–Mandelbrot agrees with mpmath: k = $k, s = $exponent, q = $shift',
    (expected) => {
      const { truth } = zipfMandelbrotSource(expected);
      if (truth?.kind !== 'categorical') throw new Error('no truth');
      expected.p.forEach((p, i) => {
        expect(Math.abs(truth.probabilities[i] / p - 1)).toBeLessThan(20 * Number.EPSILON);
      });
    },
  );

  it('draw their probabilities', () => {
    const source = categoricalSource([0.1, 0.2, 0.7]);
    const { values, n } = source.draw(20_000, stream('categorical'));
    expect(n).toBe(20_000);
    [0.1, 0.2, 0.7].forEach((p, symbol) => {
      expectMean(
        Float64Array.from(values, (value) => (value === symbol ? 1 : 0)),
        p,
        `symbol ${symbol}`,
      );
    });
  });

  it('have identities that differ', () => {
    const identities = [
      categoricalSource([0.5, 0.5]),
      uniformCategoricalSource(2),
      zipfMandelbrotSource({ k: 2, exponent: 1 }),
      zipfMandelbrotSource({ k: 2, exponent: 1, shift: 1 }),
    ].map(({ identity }) => identity);
    expect(identities).toEqual([
      'categorical [0.5,0.5]',
      'uniform {"k":2}',
      'zipf-mandelbrot {"k":2,"exponent":1,"shift":0}',
      'zipf-mandelbrot {"k":2,"exponent":1,"shift":1}',
    ]);
  });

  it('forgive the digits that typing loses', () => {
    const { truth } = categoricalSource([0.333333, 0.333333, 0.333334]);
    if (truth?.kind !== 'categorical') throw new Error('no truth');
    expect(Math.abs(truth.probabilities.reduce((a, b) => a + b, 0) - 1)).toBeLessThan(4 * Number.EPSILON);
  });

  it.each([
    [
      'sum',
      () => categoricalSource([0.5, 0.4]),
      'probabilities: got 0.9, expected numbers that sum to 1. Divide them by their sum if they are weights.',
    ],
    [
      'probability',
      () => categoricalSource([1.5, -0.5]),
      'probabilities[0]: got 1.5, expected a number from 0 to 1.',
    ],
    [
      'list',
      () => categoricalSource([]),
      'probabilities: got [], expected a list of at least one probability.',
    ],
    ['k', () => uniformCategoricalSource(1.5), 'k: got 1.5, expected a positive integer.'],
    [
      'exponent',
      () => zipfMandelbrotSource({ k: 3, exponent: -1 }),
      'exponent: got -1, expected a non-negative number.',
    ],
    [
      'shift',
      () => zipfMandelbrotSource({ k: 3, exponent: 1, shift: -1 }),
      'shift: got -1, expected a number above -1.',
    ],
  ])('refuse a wrong %s', (_, action, message) => {
    expect(action).toThrow(message);
  });
});

describe('gaussianMixtureSource', () => {
  it.each(fixture.mixtures)(
    'has the quantiles that mpmath finds: $name',
    ({ weights, means, variances, p, q }) => {
      const source = gaussianMixtureSource({ weights, means, covariances: variances });
      p.forEach((level, i) => {
        // The cdf is right to a few ulp: the quantile is right to that over the density, 1e-11 where it is steepest.
        const got = source.quantile!(level, 0);
        expect(Math.abs(got - q[i]), `p = ${level}: got ${got}, expected ${q[i]}`).toBeLessThan(1e-11);
      });
    },
  );

  it('has no bounds: its quantiles at 0 and 1 are infinite', () => {
    const source = gaussianMixtureSource({ weights: [1, 2], means: [0, 5] });
    expect([source.quantile!(0, 0), source.quantile!(1, 0)]).toEqual([-Infinity, Infinity]);
  });

  it('refuses a covariance that is none, naming it', () => {
    const covariances = [
      1,
      [
        [-1, 0],
        [0, 1],
      ],
    ];
    const means = [
      [0, 0],
      [1, 1],
    ];
    expect(() => gaussianMixtureSource({ weights: [1, 1], means, covariances })).toThrow(
      'covariances[1]: got [[-1, 0], [0, 1]], expected a positive definite matrix; here the variance of coordinate 0 ' +
        'would be -1. Raise covariances[1][0][0].',
    );
  });

  it('refuses points without coordinates', () => {
    expect(() => gaussianMixtureSource({ weights: [1], means: [[]] })).toThrow(
      'means[0]: got [], expected a number, or a list of one number or more.',
    );
  });

  it('draws from the moments it states', () => {
    const source = gaussianMixtureSource({
      weights: [1, 3],
      means: [
        [0, 0],
        [4, -2],
      ],
      covariances: [
        1,
        [
          [2, 0.5],
          [0.5, 1],
        ],
      ],
    });
    const { mean, covariance } = source.moments!;
    expect(Array.from(mean)).toEqual([3, -1.5]);
    // Within: ¼ I + ¾ (2 ½; ½ 1); between: 3/16 (4, −2)(4, −2)ᵀ.
    expect(Array.from(covariance)).toEqual([4.75, -1.125, -1.125, 1.75]);
    const { values } = source.draw(20_000, stream('mixture'));
    for (let j = 0; j < 2; j++) {
      const column = values.filter((_, i) => i % 2 === j);
      expectMean(column, mean[j], `mean ${j}`);
      const products = Float64Array.from(column, (x, i) => (x - mean[j]) * (values[2 * i] - mean[0]));
      expectMean(products, covariance[2 * j], `covariance ${j} 0`);
      // The quartile of the marginal splits the draws at ¼.
      const quartile = source.quantile!(0.25, j);
      expectMean(
        Float64Array.from(column, (x) => (x < quartile ? 1 : 0)),
        0.25,
        `quartile ${j}`,
      );
    }
  });

  it.each([
    [
      'weights',
      () => gaussianMixtureSource({ weights: [1, 0], means: [0, 1] }),
      'weights: got [1, 0], expected a list of positive numbers, one for each component.',
    ],
    [
      'means',
      () => gaussianMixtureSource({ weights: [1, 1], means: [0] }),
      'means: got [0], expected a list of 2, one for each of the weights.',
    ],
    [
      'dimension',
      () => gaussianMixtureSource({ weights: [1, 1], means: [[0, 0], [1]] }),
      'means[1]: got [1], expected one finite number, or a list of d = 2.',
    ],
    [
      'variance',
      () => gaussianMixtureSource({ weights: [1, 1], means: [0, 1], covariances: [1, -1] }),
      'covariances[1]: got -1, expected positive numbers, the variances.',
    ],
  ])('refuses wrong %s', (_, action, message) => {
    expect(action).toThrow(message);
  });
});

describe('dataSetSource', () => {
  const data = pointsOf([1, 10, 2, 20, 3, 30, 4, 40], 2);
  const source = dataSetSource({ identity: 'sha256-of-it', data });

  it('is its points, and draws them with replacement', () => {
    expect(source.points).toBe(data);
    expect(source.bootstrap).toBe(false);
    expect(source.truth).toBeUndefined();
    const { values } = source.draw(4000, stream('rows'));
    expect(values.every((value, i) => i % 2 === 0 || value === 10 * values[i - 1])).toBe(true);
    [1, 2, 3, 4].forEach((row) => {
      const hits = values.filter((_, i) => i % 2 === 0).map((value) => (value === row ? 1 : 0));
      expectMean(hits, 0.25, `row ${row}`);
    });
  });

  it('describes the empirical distribution', () => {
    expect(source.quantile!(0.5, 1)).toBe(25);
    expect(source.moments).toEqual({
      mean: Float64Array.of(2.5, 25),
      covariance: Float64Array.of(1.25, 12.5, 12.5, 125),
    });
  });

  it('of symbols has neither quantiles nor moments', () => {
    const symbols = dataSetSource({ identity: 'x', data: symbolsOf([0, 1, 1], 2), bootstrap: true });
    expect(symbols.shape).toEqual({ kind: 'symbols', k: 2 });
    expect(symbols.quantile).toBeUndefined();
    expect(symbols.bootstrap).toBe(true);
    expect(symbols.identity).toBe('data-set {"identity":"x","bootstrap":true}');
  });

  it.each([
    [
      'identity',
      () => dataSetSource({ identity: '', data }),
      'identity: got "", expected a content hash of the data, as a non-empty string.',
    ],
    [
      'size',
      () => dataSetSource({ identity: 'x', data: pointsOf([], 2) }),
      'data.n: got 0, expected at least 1 points.',
    ],
    [
      'number',
      () => dataSetSource({ identity: 'x', data: pointsOf([1, Number.NaN], 2) }),
      'data.values[1]: got NaN, expected a finite number. It is coordinate 1 of point 0; remove or replace that point.',
    ],
  ])('refuses a wrong %s', (_, action, message) => {
    expect(action).toThrow(message);
  });
});
