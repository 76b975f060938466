import { readFileSync } from 'node:fs';
import {
  bootstrapInterval,
  columnMeans,
  covariance,
  fillNormal,
  Moments,
  mean,
  median,
  quantile,
  quantileSorted,
  Stream,
  sum,
  variance,
} from '@collapse-lab/math';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectAllNear, expectNear, largest } from '../near.ts';

interface Fixture {
  numbers: { name: string; x: number[]; sum: number; mean: number; variance0: number; variance1: number }[];
  covariances: { d: number; ddof: number; points: number[]; covariance: number[] }[];
  quantiles: { x: number[]; p: number[]; q: number[] };
}

const fixture: Fixture = JSON.parse(
  readFileSync(new URL('../fixtures/statistics.json', import.meta.url), 'utf8'),
);

const numbers = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 40 });

function momentsOf(x: Iterable<number>): Moments {
  const moments = new Moments();
  for (const value of x) moments.add(value);
  return moments;
}

describe('sum, mean and variance', () => {
  it.each(fixture.numbers)('agree with exact arithmetic: $name', (expected) => {
    const { x } = expected;
    expectNear(sum(x), expected.sum, 2 * Number.EPSILON * Math.abs(expected.sum), 'sum');
    expectNear(mean(x), expected.mean, 2 * Number.EPSILON * Math.abs(expected.mean), 'mean');
    // ε² of the mean's square is what the rounding of the deviations leaves beside a relative n ε.
    const rounding = (v: number) =>
      100 * Number.EPSILON * v + 4 * Number.EPSILON * Number.EPSILON * expected.mean * expected.mean;
    if (expected.name !== 'cancelling') {
      expectNear(variance(x, 0), expected.variance0, rounding(expected.variance0), 'variance, ddof 0');
      expectNear(variance(x, 1), expected.variance1, rounding(expected.variance1), 'variance, ddof 1');
    }
  });

  it('keep infinities', () => {
    expect(sum([1, Infinity, 2])).toBe(Infinity);
    expect(sum([])).toBe(0);
  });

  it('refuse too few numbers', () => {
    expect(() => mean([])).toThrow('x.length: got 0, expected more than 0 numbers.');
    expect(() => variance([1], 1)).toThrow('x.length: got 1, expected more than 1 numbers.');
  });
});

describe('Moments', () => {
  it('agree with the two-pass functions', () => {
    fc.assert(
      fc.property(numbers, (x) => {
        const moments = momentsOf(x);
        const scale = largest(x) + 1;
        expect(moments.count).toBe(x.length);
        expectNear(moments.mean, mean(x), 4 * x.length * Number.EPSILON * scale, 'mean');
        expectNear(
          moments.variance(0),
          variance(x, 0),
          4 * x.length * Number.EPSILON * scale * scale,
          'variance',
        );
      }),
    );
  });

  it('merge as the moments of all numbers', () => {
    fc.assert(
      fc.property(numbers, numbers, (x, y) => {
        const merged = momentsOf(x);
        merged.merge(momentsOf(y));
        const whole = momentsOf([...x, ...y]);
        const scale = largest([...x, ...y]) + 1;
        const tolerance = 8 * (x.length + y.length) * Number.EPSILON * scale;
        expect(merged.count).toBe(whole.count);
        expectNear(merged.mean, whole.mean, tolerance, 'mean');
        expectNear(merged.variance(1), whole.variance(1), tolerance * scale, 'variance');
      }),
    );
  });

  it('have no mean without numbers and no variance without degrees of freedom', () => {
    const moments = new Moments();
    expect(moments.mean).toBeNaN();
    moments.merge(new Moments());
    expect(moments.count).toBe(0);
    moments.add(3);
    expect(moments.variance(0)).toBe(0);
    expect(moments.variance(1)).toBeNaN();
  });
});

describe('covariance', () => {
  it.each(fixture.covariances)('agrees with exact arithmetic, ddof = $ddof', (expected) => {
    const { d, ddof, points } = expected;
    const result = covariance(points, d, ddof);
    for (let j = 0; j < d; j++)
      for (let k = 0; k < d; k++) {
        const exact = expected.covariance[j * d + k];
        const size = Math.sqrt(expected.covariance[j * d + j] * expected.covariance[k * d + k]);
        expectNear(result[j * d + k], exact, 100 * Number.EPSILON * size, `(${j}, ${k})`);
      }
  });

  it('refuses numbers that are not n × d, and too few points', () => {
    expect(() => columnMeans([1, 2, 3], 2)).toThrow(
      'points.length: got 3, expected a positive multiple of d = 2 (n × d).',
    );
    expect(() => covariance([1, 2], 2, 1)).toThrow('points: got 1, expected more than 1 points.');
  });
});

describe('quantile', () => {
  it('agrees with numpy', () => {
    const { x, p, q } = fixture.quantiles;
    expectAllNear(
      p.map((level) => quantile(x, level)),
      q,
      4 * largest(x),
    );
  });

  it('leaves its argument, and knows the median of even and odd numbers', () => {
    const x = [3, 1, 2];
    expect(median(x)).toBe(2);
    expect(x).toEqual([3, 1, 2]);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(quantileSorted([7], 0.3)).toBe(7);
  });

  it('keeps infinities apart from finite neighbours', () => {
    expect(quantile([-Infinity, 0], 0.5)).toBe(-Infinity);
    expect(quantile([-Infinity, -Infinity, 0], 0.4)).toBe(-Infinity);
    expect(quantile([0, Infinity], 0.5)).toBe(Infinity);
    expect(quantile([-Infinity, 5], 1)).toBe(5);
  });

  it('refuses what has no quantile', () => {
    expect(() => quantile([], 0.5)).toThrow('x: got [], expected at least one number.');
    expect(() => quantile([1], 1.5)).toThrow('p: got 1.5, expected a number from 0 to 1.');
    expect(() => quantile([1, Number.NaN], 0.5)).toThrow('x: got NaN, expected numbers other than NaN.');
  });
});

describe('bootstrapInterval', () => {
  it('covers the mean as often as it says', () => {
    // 400 samples of n = 60 normals: the percentile interval covers about 94 % (its normal-theory value with the
    // factor √((n − 1)/n) and no t correction); the count has standard error 0.012, the band ± 4 of them: a false
    // alarm in about 1 of 10^4 other seeds. The seed is fixed.
    const stream = Stream.fromPath(['bootstrap coverage']);
    const x = new Float64Array(60);
    let covered = 0;
    for (let i = 0; i < 400; i++) {
      fillNormal(stream, x);
      const { low, high } = bootstrapInterval(stream, x, mean, { level: 0.95, resamples: 400 });
      if (low <= 0 && 0 <= high) covered++;
    }
    expectNear(covered / 400, 0.94, 0.048, 'coverage');
  });

  it('is a point for equal numbers, and the same for the same stream', () => {
    const fresh = () => Stream.fromPath(['bootstrap']);
    expect(bootstrapInterval(fresh(), [2, 2, 2], mean)).toEqual({ low: 2, high: 2 });
    const x = [1, 5, 2, 8, 3];
    expect(bootstrapInterval(fresh(), x, median)).toEqual(bootstrapInterval(fresh(), x, median));
  });

  it('refuses what it cannot do', () => {
    const stream = Stream.fromPath(['bootstrap']);
    expect(() => bootstrapInterval(stream, [], mean)).toThrow('x: got [], expected at least one number.');
    expect(() => bootstrapInterval(stream, [1], mean, { level: 95 })).toThrow(
      'level: got 95, expected a number between 0 and 1.',
    );
    expect(() => bootstrapInterval(stream, [1], mean, { resamples: 0 })).toThrow(
      'resamples: got 0, expected a positive integer.',
    );
  });
});
