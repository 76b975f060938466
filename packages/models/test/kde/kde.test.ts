import { readFileSync } from 'node:fs';
import { multivariateNormalLogDensity, normalLogDensity, Stream } from '@collapse-lab/math';
import {
  type Bandwidth,
  createKdeScorer,
  type KdeFamily,
  type KdeModel,
  type KernelScaling,
  kde,
  moonsSource,
  type Points,
  pointsOf,
} from '@collapse-lab/models';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

interface Fixture {
  cases: {
    n: number;
    d: number;
    points: number[];
    places: number[];
    rows: {
      scaling: KernelScaling;
      bandwidth: Bandwidth;
      h: number;
      kernel?: number[];
      logDensity: number[];
    }[];
  }[];
}

const fixture: Fixture = JSON.parse(readFileSync(new URL('../fixtures/kde.json', import.meta.url), 'utf8'));

function familyOf(d: number, bandwidth: Bandwidth, scaling: KernelScaling = 'none'): KdeFamily {
  return kde.create({ bandwidth, scaling }, { kind: 'points', d }) as KdeFamily;
}

const stream = (purpose: string): Stream => Stream.fromPath(['kde', purpose]);

const bits = (values: Float64Array): string =>
  Array.from(values, (x) => (Object.is(x, -0) ? '-0' : x)).join();

describe('against scikit-learn and SciPy', () => {
  const rows = fixture.cases.flatMap(({ n, d, points, places, rows: all }) =>
    all.map((row) => ({ n, d, points, places, ...row })),
  );

  it.each(rows)('$scaling, bandwidth $bandwidth, n = $n, d = $d', (row) => {
    const { n, d, points, places, bandwidth, scaling, h, kernel, logDensity } = row;
    const family = familyOf(d, bandwidth, scaling);
    const model = family.fit({ train: pointsOf(points, d) }, stream('fit'));
    expect(model.points.length).toBe(n * d);
    if (kernel === undefined) expect(model.factor[0] / h - 1).toBeCloseTo(0, 14);
    else
      kernel.forEach((entry, index) => {
        const [j, k] = [Math.floor(index / d), index % d];
        let product = 0;
        for (let l = 0; l < d; l++) product += model.factor[j * d + l] * model.factor[k * d + l];
        expect(Math.abs(product - entry)).toBeLessThan(1e-12);
      });
    const got = family.logDensity!(model, pointsOf(places, d));
    logDensity.forEach((expected, i) => {
      expect(Math.abs(got[i] - expected)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(expected)));
    });
  });
});

describe('log density', () => {
  it('of one point is that of the kernel', () => {
    const family = familyOf(1, 0.3);
    const model = family.fit({ train: pointsOf([2], 1) }, stream('one'));
    expect(family.logDensity!(model, pointsOf([2.4], 1))[0]).toBeCloseTo(normalLogDensity(2.4, 2, 0.3), 13);
    const factor = Float64Array.of(2, 0, 0, 0.5, 1, 0, -1, 0.25, 3);
    const space = familyOf(3, 1, 'covariance');
    const solid = { d: 3, points: Float64Array.of(1e6, -5, 2), factor };
    const place = Float64Array.of(1e6 + 1, -4, 0);
    expect(space.logDensity!(solid, pointsOf(place, 3))[0]).toBeCloseTo(
      multivariateNormalLogDensity(place, solid.points, factor),
      12,
    );
  });

  it('far from every point is that of the nearest one, where all kernels underflow', () => {
    const family = familyOf(2, 0.01);
    const model = family.fit({ train: pointsOf([0, 0, 1, 0, 5, 5], 2) }, stream('far'));
    const [got] = family.logDensity!(model, pointsOf([40, 0], 2));
    const nearest = -(35 * 35 + 25) / 2 / 1e-4 - Math.log(3) - 2 * Math.log(0.01) - Math.log(2 * Math.PI);
    expect(Math.abs(got / nearest - 1)).toBeLessThan(1e-14);
  });

  it('keeps its scale where the square of the bandwidth is no double', () => {
    // As with bandwidth 1 and all lengths in units of it: densities differ by h^d.
    for (const h of [3e-170, 1e-310, 2e160]) {
      const scaled = (values: number[]) =>
        pointsOf(
          values.map((x) => x * h),
          2,
        );
      const of = (bandwidth: number, scale: typeof scaled) => {
        const family = familyOf(2, bandwidth);
        const model = family.fit({ train: scale([0, 0, 1, 0.5, -2, 3]) }, stream('scale'));
        return family.logDensity!(model, scale([0, 0, 1, 1, 60, -8]));
      };
      const expected = of(1, (values) => pointsOf(values, 2));
      for (const [i, got] of of(h, scaled).entries())
        expect(got + 2 * Math.log(h)).toBeCloseTo(expected[i], 9);
    }
    const narrow = familyOf(1, 1e-320);
    const model = narrow.fit({ train: pointsOf([0, 1e9], 1) }, stream('narrow'));
    const [at, between] = narrow.logDensity!(model, pointsOf([1e9, 1], 1));
    expect(at).toBeCloseTo(-Math.log(2) - Math.log(1e-320) - Math.log(2 * Math.PI) / 2, 10);
    expect(between).toBe(-Infinity);
  });

  it('of a kernel whose width is no number is refused', () => {
    const family = familyOf(1, 1e-310, 'covariance');
    expect(() => family.fit({ train: pointsOf([0, 1e-20, 3e-20], 1) }, stream('refused'))).toThrow(
      'bandwidth: got 1e-310, expected a bandwidth that, times the standard deviation of coordinate 0, is a positive number.',
    );
  });

  it('is the brute-force sum in any dimension, for points in any order', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }).chain((d) =>
          fc.record({
            d: fc.constant(d),
            points: fc.array(fc.tuple(...new Array(d).fill(fc.double({ min: -3, max: 3, noNaN: true }))), {
              minLength: 1,
              maxLength: 12,
            }),
            place: fc.tuple(...new Array(d).fill(fc.double({ min: -3, max: 3, noNaN: true }))),
          }),
        ),
        ({ d, points, place }) => {
          const family = familyOf(d, 0.7);
          const train = pointsOf(points.flat() as number[], d);
          const [got] = family.logDensity!(
            family.fit({ train }, stream('brute')),
            pointsOf(place as number[], d),
          );
          const terms = (points as number[][]).map((point) =>
            point.reduce((sum, x, j) => sum + normalLogDensity((place as number[])[j], x, 0.7), 0),
          );
          const most = Math.max(...terms);
          const sum = terms.reduce((total, term) => total + Math.exp(term - most), 0);
          expect(Math.abs(got - (most + Math.log(sum / terms.length)))).toBeLessThan(1e-12);
        },
      ),
      { seed: 5, numRuns: 60 },
    );
  });
});

describe('a scorer', () => {
  const real = moonsSource({ noise: 0.05 });
  const places = real.draw(40, stream('places'));
  const pool = real.draw(3000, stream('pool')).values;
  const family = familyOf(2, 0.2);
  const modelOf = (n: number, factor: Float64Array = Float64Array.of(0.2)): KdeModel => {
    return { d: 2, points: pool.subarray(0, 2 * n), factor };
  };

  it('adds only new points to a growing pool, with the bits of a scorer that starts anew', () => {
    const scorer = createKdeScorer(places);
    let before = 0;
    // Batches of 1 and across the blocks of 512 that the sums are formed in.
    for (const n of [1, 2, 500, 511, 512, 513, 1600, 3000]) {
      const incremental = scorer.logDensities(modelOf(n));
      expect(scorer.added).toBe(n - before);
      expect(bits(incremental)).toBe(bits(createKdeScorer(places).logDensities(modelOf(n))));
      expect(bits(incremental)).toBe(bits(family.logDensity!(modelOf(n), places)));
      before = n;
    }
  });

  it.each<[string, KdeModel]>([
    ['another kernel', modelOf(200, Float64Array.of(0.3))],
    ['fewer points', modelOf(99)],
    [
      'a point changed',
      { ...modelOf(200), points: modelOf(200).points.map((x, i) => (i === 7 ? x + 1 : x)) },
    ],
  ])('starts anew for %s', (_, model) => {
    const scorer = createKdeScorer(places);
    scorer.logDensities(modelOf(100));
    const got = scorer.logDensities(model);
    expect(scorer.added).toBe(model.points.length / 2);
    expect(bits(got)).toBe(bits(family.logDensity!(model, places)));
  });

  it('notices that the memory of an earlier model was overwritten', () => {
    const memory = Float64Array.from(modelOf(100).points);
    const scorer = createKdeScorer(places);
    const model = { d: 2, points: memory, factor: Float64Array.of(0.2) };
    scorer.logDensities(model);
    memory[0] += 1;
    expect(bits(scorer.logDensities(model))).toBe(bits(family.logDensity!(model, places)));
    expect(scorer.added).toBe(100);
  });
});

describe('fit', () => {
  it('keeps the points without a copy', () => {
    const train = pointsOf([1, 2, 3], 1);
    const model = familyOf(1, 0.5).fit({ train }, stream('keep'));
    expect(model.points).toBe(train.values);
    expect(model.factor).toEqual(Float64Array.of(0.5));
  });

  it('blurs by the kernel: the variance of samples is that of the points and h²', () => {
    const family = familyOf(1, 2);
    const model = family.fit({ train: pointsOf([-1, 1], 1) }, stream('blur'));
    const { values } = family.sample(model, { n: 20_000 }, stream('blur')) as Points;
    const mean = values.reduce((a, x) => a + x * x, 0) / values.length;
    // E x² = 5; E x⁴ = 1 + 6 · 4 + 3 · 16 = 73, so 5 standard errors (5.7e-7).
    expect(Math.abs(mean - 5)).toBeLessThan(5 * Math.sqrt((73 - 25) / values.length));
  });
});

describe('messages', () => {
  it.each([
    [
      'symbols',
      () => kde.create({ bandwidth: 1, scaling: 'none' }, { kind: 'symbols', k: 3 }),
      'shape: got "symbols with k = 3", expected points, which a kernel density estimate is made of.',
    ],
    [
      'points on a line',
      () =>
        familyOf(2, 'scott', 'covariance').fit({ train: pointsOf([0, 0, 1, 1, 2, 2], 2) }, stream('line')),
      'train: got "3 points with the singular covariance [1, 1, 1, 1]", expected points that spread in all d = 2 ' +
        'directions, whose covariance scales the kernel. ' +
        'With scaling: none the kernel does not depend on the spread of the data.',
    ],
    [
      'too few points for a covariance',
      () => familyOf(2, 1, 'covariance').fit({ train: pointsOf([0, 0, 1, 1], 2) }, stream('few')),
      'train.n: got 2, expected at least 3 points (d + 1: scaling by their covariance).',
    ],
    [
      'a model without points',
      () => familyOf(2, 1).decode({ points: [], factor: [1] }),
      'encoded.points: got [], expected a list of n × 2 numbers, n ≥ 1.',
    ],
  ])('%s', (_, action, message) => {
    expect(action).toThrow(message);
  });

  it('all wrong options at once', () => {
    expect(kde.resolve({ bandwidth: -1, scaling: 'data' })).toEqual({
      problems: [
        { path: ['bandwidth'], got: -1, expected: 'a positive number, scott or silverman' },
        {
          path: ['scaling'],
          got: 'data',
          expected:
            'none (kernel N(0, h² I)) or covariance (kernel N(0, h² S), S the covariance of the data)',
        },
      ],
    });
    expect(kde.resolve({ bandwidth: 'scott' })).toEqual({
      options: { bandwidth: 'scott', scaling: 'none' },
    });
  });
});
