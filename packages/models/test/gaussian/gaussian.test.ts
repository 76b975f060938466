import {
  digamma,
  fillNormal,
  gram,
  logDetOfFactor,
  multivariateNormalLogDensity,
  normal,
  Stream,
  covariance as sampleCovariance,
} from '@collapse-lab/math';
import {
  DivergedError,
  type GaussianFamily,
  type GaussianModel,
  gaussian,
  normalSource,
  pointsOf,
} from '@collapse-lab/models';
import { describe, expect, it } from 'vitest';
import { exampleModel } from './subject.ts';

const ε = Number.EPSILON;

type Options = Parameters<typeof gaussian.create>[0];

function family(d: number, options: Partial<Options> = {}): GaussianFamily {
  return gaussian.create({ covariance: 'full', ddof: 0, samplingBias: 1, ...options }, { kind: 'points', d });
}

const anyStream = (): Stream => Stream.fromPath(['unused']);

/** Points (0, 0), (2, 0), (1, 3): mean (1, 1), scatter diag(2, 6). */
const triangle = pointsOf([0, 0, 2, 0, 1, 3], 2);

describe('create', () => {
  it.each<[object, string]>([
    [
      { covariance: 'full', samplingBias: 1 },
      'options.ddof: got undefined, expected 0 (maximum likelihood) or 1 (unbiased); it has no default, since the ' +
        'two collapse differently. gaussian.resolve(options) fills in defaults.',
    ],
    [
      { ddof: 0, samplingBias: 1 },
      'options.covariance: got undefined, expected a value, such as full. ' +
        'gaussian.resolve(options) fills in defaults.',
    ],
    [
      { covariance: 'full', ddof: 0, samplingBias: 0 },
      'options.samplingBias: got 0, expected a positive number, the factor on the covariance that points are drawn ' +
        'with. gaussian.resolve(options) fills in defaults.',
    ],
  ])('refuses options that are not resolved: %j', (options, message) => {
    expect(() => gaussian.create(options as Options, { kind: 'points', d: 1 })).toThrow(message);
  });
});

describe('sample', () => {
  it.each(['full', 'diagonal', 'spherical'] as const)(
    'refuses a %s model that has diverged',
    (covariance) => {
      const { sample, mapParameters } = family(2, { covariance });
      const model = exampleModel(2, { covariance, ddof: 0, samplingBias: 1 });
      const diverged = mapParameters!(model, () => Infinity);
      expect(() => sample(diverged, { n: 3 }, anyStream())).toThrow(DivergedError);
      expect(() => sample(diverged, { n: 3 }, anyStream())).toThrow(
        'gaussian: the parameters are not finite, expected finite numbers. ',
      );
    },
  );
});

describe('fit', () => {
  it.each([
    ['full', 0, [Math.sqrt(2 / 3), 0, 0, Math.sqrt(2)]],
    ['full', 1, [1, 0, 0, Math.sqrt(3)]],
    ['diagonal', 0, [Math.sqrt(2 / 3), Math.sqrt(2)]],
    ['diagonal', 1, [1, Math.sqrt(3)]],
    ['spherical', 0, [Math.sqrt(8 / 6)]],
    ['spherical', 1, [Math.sqrt(8 / 4)]],
  ] as const)('three points by hand: %s, ddof %d', (covariance, ddof, factor) => {
    const model = family(2, { covariance, ddof }).fit({ train: triangle }, anyStream());
    expect(Array.from(model.mean)).toEqual([1, 1]);
    expect(model.covariance).toBe(covariance);
    factor.forEach((entry, i) => {
      expect(Math.abs(model.factor[i] - entry)).toBeLessThanOrEqual(4 * ε);
    });
  });

  it('has the sample covariance', () => {
    const values = fillNormal(Stream.fromPath(['fit']), new Float64Array(4 * 50), 3, 2);
    for (const ddof of [0, 1] as const) {
      const { factor } = family(4, { ddof }).fit({ train: pointsOf(values, 4) }, anyStream());
      const expected = sampleCovariance(values, 4, ddof);
      gram(factor, 4).forEach((entry, i) => {
        expect(Math.abs(entry - expected[i])).toBeLessThan(200 * ε * 4);
      });
    }
  });

  it('keeps a direction nine orders below the others, which the covariance matrix would lose', () => {
    const stream = Stream.fromPath(['thin']);
    const n = 20;
    const thin = Float64Array.from({ length: n }, () => 2 ** -30 * Math.round(1000 * normal(stream)));
    const values: number[] = [];
    for (let i = 0; i < n; i++) values.push(i, i + thin[i]);
    const { factor } = family(2).fit({ train: pointsOf(values, 2) }, anyStream());
    // The residual of y − x on x: (y − x) is exact here.
    const differences = pointsOf(
      values.flatMap((_, i) => (i % 2 ? [] : [values[i], values[i + 1] - values[i]])),
      2,
    );
    const expected = family(2).fit({ train: differences }, anyStream()).factor[3];
    // A pivot of relative size 1e-7: rounding of the coordinates enters with ε / 1e-7.
    expect(Math.abs(factor[3] / expected - 1)).toBeLessThan(1e-7);
  });

  it('fits n ≤ d points by the singular covariance they have', () => {
    const { factor } = family(3).fit({ train: pointsOf([1, 2, 3, 3, 2, 7], 3) }, anyStream());
    expect(Array.from(factor.subarray(0, 6))).toEqual([1, 0, 0, 0, 0, 0]);
    expect(Math.abs(factor[6] - 2)).toBeLessThanOrEqual(2 * ε);
    expect(Array.from(factor.subarray(7))).toEqual([0, 0]);
    const point = family(3).fit({ train: pointsOf([1, 2, 3], 3) }, anyStream());
    expect(Array.from(point.factor)).toEqual(new Array(9).fill(0));
  });
});

describe('logDensity', () => {
  it.each(['full', 'diagonal', 'spherical'] as const)('is that of the normal law: %s', (covariance) => {
    const model = exampleModel(3, { covariance, ddof: 0, samplingBias: 0.5 });
    const factor = new Float64Array(9);
    for (let i = 0; i < 3; i++)
      for (let j = 0; j <= i; j++)
        if (covariance === 'full') factor[i * 3 + j] = model.factor[i * 3 + j];
        else if (i === j) factor[i * 3 + i] = model.factor[covariance === 'diagonal' ? i : 0];
    const points = pointsOf(fillNormal(Stream.fromPath(['density']), new Float64Array(30)), 3);
    const densities = family(3, { covariance }).logDensity!(model, points);
    for (let i = 0; i < 10; i++) {
      const x = points.values.slice(3 * i, 3 * i + 3);
      const expected = multivariateNormalLogDensity(x, model.mean, factor);
      expect(Math.abs(densities[i] - expected)).toBeLessThan(100 * ε * (1 + Math.abs(expected)));
    }
  });

  it('of a collapsed model is infinite on its support and −Infinity off it', () => {
    const model: GaussianModel = {
      d: 2,
      covariance: 'full',
      mean: Float64Array.of(0, 0),
      factor: Float64Array.of(1, 0, 2, 0),
      samplingBias: 1,
    };
    const densities = family(2).logDensity!(model, pointsOf([1, 2, 1, 3], 2));
    expect(Array.from(densities)).toEqual([Infinity, -Infinity]);
  });
});

describe('real data as a model', () => {
  const correlated = normalSource({
    d: 2,
    mean: [1, 2],
    covariance: [
      [4, 1],
      [1, 3],
    ],
  }).truth!;
  const unequal = normalSource({ d: 2, covariance: [4, 9] }).truth!;
  const spherical = normalSource({ d: 2, covariance: 4 }).truth!;

  it.each([
    ['full', spherical, 'full', [2, 0, 0, 2]],
    ['diagonal', spherical, 'diagonal', [2, 2]],
    ['spherical', spherical, 'spherical', [2]],
    ['diagonal', unequal, 'diagonal', [2, 3]],
    ['spherical', unequal, 'diagonal', [2, 3]],
    ['spherical', correlated, 'full', [2, 0, 0.5, Math.sqrt(2.75)]],
  ] as const)('for a %s family', (covariance, truth, kind, factor) => {
    const model = family(2, { covariance, samplingBias: 0.5 }).fromTruth!(truth)!;
    expect(model.covariance).toBe(kind);
    expect(Array.from(model.factor)).toEqual(factor);
  });

  it('is not biased, whatever the family does to its own samples', () => {
    const biased = family(2, { samplingBias: 0.5 });
    expect(biased.fromTruth!(spherical)!.samplingBias).toBe(1);
    expect(biased.fit({ train: triangle }, anyStream()).samplingBias).toBe(0.5);
  });

  it('is unknown to a family of another dimension, or of symbols', () => {
    expect(family(3).fromTruth!(spherical)).toBeUndefined();
    const symbols = { kind: 'categorical', k: 2, probabilities: Float64Array.of(0.5, 0.5) } as const;
    expect(family(2).fromTruth!(symbols)).toBeUndefined();
  });
});

describe('a long lineage', () => {
  it('in 10 dimensions follows E log det down to 1e-250, and stops at 0 without NaN', () => {
    const d = 10;
    const n = 16;
    const { law, fromTruth } = family(d);
    const stream = Stream.fromPath(['long lineage']);
    const statistics = law!.create();
    let model = fromTruth!(normalSource({ d }).truth!)!;
    const advance = (): void => {
      law!.clear(statistics);
      law!.addDraw(statistics, model, n, stream);
      model = law!.fit(statistics, model);
    };
    // log det L changes in a generation by ½ Σ log χ²(n − 1 − i) − d/2 log n (Bartlett): mean and variance of each
    // are digamma and trigamma.
    let mean = 0;
    let variance = 0;
    for (let i = 0; i < d; i++) {
      const shape = (n - 1 - i) / 2;
      mean += (digamma(shape) + Math.log(2) - Math.log(n)) / 2;
      variance += (digamma(shape + 1e-4) - digamma(shape - 1e-4)) / 2e-4 / 4;
    }
    let t = 0;
    while (model.factor[d * d - 1] > 1e-250 && t < 5000) {
      advance();
      t++;
    }
    expect(t).toBeGreaterThan(300);
    const z = (logDetOfFactor(model.factor, d) - t * mean) / Math.sqrt(t * variance);
    // t is a stopping time of one pivot, which shifts z by less than 1; then 4 standard errors.
    expect(Math.abs(z)).toBeLessThan(5);
    for (let more = 0; more < 20_000 && model.factor.some((entry) => entry !== 0); more++) advance();
    expect(model.factor.every((entry) => entry === 0)).toBe(true);
    expect(model.mean.every(Number.isFinite)).toBe(true);
    advance();
    expect(model.factor.every((entry) => entry === 0)).toBe(true);
  });

  it('that grows beyond the doubles says so', () => {
    const { law, fromTruth } = family(1, { samplingBias: 100 });
    const stream = Stream.fromPath(['growth']);
    const statistics = law!.create();
    let model = { ...fromTruth!(normalSource({ d: 1 }).truth!)!, samplingBias: 100 };
    const grow = (): void => {
      for (let t = 0; t < 500; t++) {
        law!.clear(statistics);
        law!.addDraw(statistics, model, 50, stream);
        model = law!.fit(statistics, model);
      }
    };
    expect(grow).toThrow(DivergedError);
    expect(grow).toThrow(
      'gaussian: the statistics of a draw are not finite, expected finite numbers. ' +
        'The parameters have grown out of range (of doubles, or of the number format they are rounded to); ' +
        'run fewer generations or a smaller samplingBias.',
    );
  });
});

describe('options', () => {
  it('are all looked at, and every problem is named', () => {
    expect(gaussian.resolve({ covariance: 'round', samplingBias: 0, dof: 1 })).toEqual({
      problems: [
        { path: ['covariance'], got: 'round', expected: 'one of full, diagonal, spherical' },
        {
          path: ['ddof'],
          got: undefined,
          expected:
            '0 (maximum likelihood) or 1 (unbiased); it has no default, since the two collapse differently',
        },
        {
          path: ['samplingBias'],
          got: 0,
          expected: 'a positive number, the factor on the covariance that points are drawn with',
        },
        { path: ['dof'], got: 1, expected: 'no such option, only covariance, ddof, samplingBias' },
      ],
    });
  });

  it('have defaults, except ddof', () => {
    expect(gaussian.resolve({ ddof: 1 })).toEqual({
      options: { covariance: 'full', ddof: 1, samplingBias: 1 },
    });
  });
});

describe('messages', () => {
  const points = (...values: number[]) => ({ train: pointsOf(values, 1) });
  const unbiased = family(1, { ddof: 1 });

  it.each([
    [
      'one point',
      () => unbiased.fit(points(1), anyStream()),
      'train.n: got 1, expected at least 2 points (ddof = 1).',
    ],
    [
      'NaN',
      () => unbiased.fit(points(1, Number.NaN), anyStream()),
      'train.values[1]: got NaN, expected a finite number. It is coordinate 0 of point 1; remove or replace that point.',
    ],
    [
      'another dimension',
      () => unbiased.fit({ train: triangle }, anyStream()),
      'train: got {"kind":"points","d":2}, expected points with d = 1.',
    ],
    [
      'symbols',
      () => gaussian.create({ covariance: 'full', ddof: 0, samplingBias: 1 }, { kind: 'symbols', k: 3 }),
      'shape: got "symbols with k = 3", expected points, which a gaussian is fitted to.',
    ],
    [
      'a prompt',
      () => unbiased.sample(unbiased.fit(points(1, 2), anyStream()), { n: 1, given: triangle }, anyStream()),
      'expected nothing: gaussian samples unconditionally.',
    ],
    [
      'statistics of one point',
      () => {
        const statistics = unbiased.law!.create();
        unbiased.law!.addData(statistics, pointsOf([1], 1));
        return unbiased.law!.fit(statistics);
      },
      'statistics.n: got 1, expected at least 2 points (ddof = 1).',
    ],
    [
      'a model of another kind to overwrite',
      () => {
        const statistics = unbiased.law!.create();
        unbiased.law!.addData(statistics, pointsOf([1, 2], 1));
        const other = family(1, { covariance: 'diagonal' }).fit(points(1, 2), anyStream());
        return unbiased.law!.fit(statistics, other);
      },
      'into: got {"d":1,"covariance":"diagonal","samplingBias":1}, ' +
        'expected a fit of this family: d = 1, covariance = full, samplingBias = 1.',
    ],
    [
      'a split of points that the statistics do not hold',
      () => {
        const narrow = family(2, { covariance: 'diagonal' }).law!;
        const statistics = narrow.create();
        narrow.addDraw(
          statistics,
          exampleModel(2, { covariance: 'full', ddof: 0, samplingBias: 1 }),
          9,
          anyStream(),
        );
        return narrow.split!(statistics, 3, anyStream());
      },
      'expected points from a diagonal Gaussian. Draw the subset and the rest apart, and pool them, or draw points.',
    ],
  ])('%s', (_, action, message) => {
    expect(action).toThrow(message);
  });
});
