/** Fréchet distance, and precision and recall on manifolds: against SciPy and numpy (tools/reference/frechet_values.py). */
import { readFileSync } from 'node:fs';
import {
  columnMeans,
  covariance,
  neighbourManifold,
  shareOn,
  squaredFrechetGaussian,
  squaredW2Gaussian,
} from '@collapse-lab/math';
import { describe, expect, it } from 'vitest';

interface Case {
  readonly d: number;
  readonly k: number;
  readonly real: number[];
  readonly made: number[];
  readonly frechet: number;
  readonly precision: number;
  readonly recall: number;
}

const { cases } = JSON.parse(readFileSync(new URL('../fixtures/frechet.json', import.meta.url), 'utf8')) as {
  cases: Case[];
};

function frechetOf(a: ArrayLike<number>, b: ArrayLike<number>, d: number): number {
  const moments = (x: ArrayLike<number>) => [columnMeans(x, d), covariance(x, d, 1)] as const;
  return squaredFrechetGaussian(...moments(a), ...moments(b), d);
}

describe.each(cases)('d = $d, k = $k', ({ d, k, real, made, frechet, precision, recall }) => {
  const [a, b] = [Float64Array.from(made), Float64Array.from(real)];

  it('has the Fréchet distance of SciPy', () => {
    // The square root of a product that is not symmetric costs SciPy some digits.
    expect(Math.abs(frechetOf(a, b, d) / frechet - 1)).toBeLessThan(1e-11);
    expect(frechetOf(b, a, d) / frechet - 1).toBeCloseTo(0, 11);
  });

  it('has the precision and recall of the definition', () => {
    expect(shareOn(neighbourManifold(b, d, k), a)).toBe(precision);
    expect(shareOn(neighbourManifold(a, d, k), b)).toBe(recall);
  });
});

describe('squaredFrechetGaussian', () => {
  it('is the squared W2 distance of factors', () => {
    const [factorA, factorB] = [
      [2, 0, 1, 3],
      [1, 0, -4, 2],
    ];
    const [a, b] = [
      [4, 2, 2, 10],
      [1, -4, -4, 20],
    ];
    const expected = squaredW2Gaussian([1, 2], factorA, [0, 5], factorB, 2);
    expect(Math.abs(squaredFrechetGaussian([1, 2], a, [0, 5], b, 2) / expected - 1)).toBeLessThan(1e-14);
  });

  it('takes singular covariances, and is never negative', () => {
    expect(squaredFrechetGaussian([0, 0], [4, 0, 0, 0], [3, 0], [1, 0, 0, 0], 2)).toBe(10);
    expect(squaredFrechetGaussian([1, 1], [0, 0, 0, 0], [1, 1], [0, 0, 0, 0], 2)).toBe(0);
    const thin = [1e8, 3, 3, 1e-3];
    expect(squaredFrechetGaussian([0, 0], thin, [0, 0], thin, 2)).toBeGreaterThanOrEqual(0);
  });

  it('refuses what does not fit', () => {
    expect(() => squaredFrechetGaussian([0], [1], [0, 0], [1], 1)).toThrow('meanB.length: got 2, expected 1');
  });
});

describe('neighbourManifold', () => {
  const points = Float64Array.of(0, 1, 3, 7);

  it('reaches to the k-th nearest other point', () => {
    expect([...neighbourManifold(points, 1, 1).squaredRadii]).toEqual([1, 1, 4, 16]);
    expect([...neighbourManifold(points, 1, 3).squaredRadii]).toEqual([49, 36, 16, 49]);
  });

  it('is closed', () => {
    expect(shareOn(neighbourManifold(points, 1, 1), Float64Array.of(-1, -1.001, 11, 11.001))).toBe(0.5);
  });

  it('refuses too few points', () => {
    expect(() => neighbourManifold(points, 1, 4)).toThrow(
      'points: got "4 numbers", expected n × d of them with d = 1 and n > k = 4.',
    );
    expect(() => shareOn(neighbourManifold(points, 1, 1), new Float64Array(0))).toThrow(
      'points: got "0 numbers", expected n × d of them with d = 1 and n ≥ 1.',
    );
  });
});
