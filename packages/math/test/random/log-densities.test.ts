import { readFileSync } from 'node:fs';
import {
  binomialLogMass,
  categoricalLogMass,
  chiSquaredLogDensity,
  exponentialLogDensity,
  gammaLogDensity,
  hypergeometricLogMass,
  multinomialLogMass,
  multivariateHypergeometricLogMass,
  multivariateNormalLogDensity,
  normalLogDensity,
  poissonLogMass,
  wishartLogDensity,
} from '@collapse-lab/math';
import { describe, expect, it } from 'vitest';

interface Row {
  law: string;
  args: never[];
  expected: number;
  scipy?: number;
  scipyError?: string;
}

// Written by tools/reference/log_densities.py: mpmath at 80 digits, and SciPy where SciPy is right to 5e-13.
const rows: Row[] = JSON.parse(
  readFileSync(new URL('../fixtures/log-densities.json', import.meta.url), 'utf8'),
);

const laws: Record<string, (...args: never[]) => number> = {
  normal: normalLogDensity,
  exponential: exponentialLogDensity,
  gamma: gammaLogDensity,
  chiSquared: chiSquaredLogDensity,
  binomial: binomialLogMass,
  poisson: poissonLogMass,
  multinomial: multinomialLogMass,
  hypergeometric: hypergeometricLogMass,
  multivariateHypergeometric: multivariateHypergeometricLogMass,
  multivariateNormal: multivariateNormalLogDensity,
  wishart: wishartLogDensity,
};

/** Near a density of 1 the logarithm is small next to the terms it is the sum of: this much of it is rounding. */
const ABSOLUTE = 1e-14;

function differences(law: string, relative: number, expectation: (row: Row) => number | undefined): string[] {
  return rows.flatMap((row) => {
    const expected = expectation(row);
    if (row.law !== law || expected === undefined) return [];
    const got = laws[law](...row.args);
    const tolerance = Math.max(relative * Math.abs(expected), ABSOLUTE);
    return Math.abs(got - expected) <= tolerance
      ? []
      : [
          `${JSON.stringify(row.args)}: got ${got}, expected ${expected}, Δ ${got - expected}, tolerance ${tolerance}`,
        ];
  });
}

describe.each(Object.keys(laws))('%s', (law) => {
  it('agrees with the exact value to 1e-13 relative', () => {
    expect(rows.filter((row) => row.law === law).length).toBeGreaterThan(10);
    expect(differences(law, 1e-13, (row) => row.expected)).toEqual([]);
  });

  it('agrees with SciPy to 1e-12 relative wherever SciPy is right', () => {
    expect(rows.filter((row) => row.law === law && row.scipy !== undefined).length).toBeGreaterThan(4);
    expect(differences(law, 1e-12, (row) => row.scipy)).toEqual([]);
  });
});

describe('categoricalLogMass', () => {
  it('normalises the weights', () => {
    expect(categoricalLogMass(1, [1, 2, 5])).toBe(Math.log(0.25));
    expect(categoricalLogMass(2, [0.1, 0.2, 0.7])).toBeCloseTo(Math.log(0.7), 15);
  });

  it('keeps small distances from certainty', () => {
    expect(categoricalLogMass(0, [1, 1e-20])).toBe(-1e-20);
  });

  it('is −Infinity for a weight of zero and outside', () => {
    expect([0, 2, -1, 0.5].map((i) => categoricalLogMass(i, [0, 1]))).toEqual(new Array(4).fill(-Infinity));
  });
});

describe('values at the ends', () => {
  it.each([
    ['exponential at 0', exponentialLogDensity(0, 2), Math.LN2],
    ['exponential below 0', exponentialLogDensity(-1, 2), -Infinity],
    ['gamma at 0, shape < 1', gammaLogDensity(0, 0.5, 1), Infinity],
    ['gamma at 0, shape 1', gammaLogDensity(0, 1, 0.5), Math.LN2],
    ['gamma at 0, shape > 1', gammaLogDensity(0, 2, 1), -Infinity],
    ['gamma below 0', gammaLogDensity(-1, 2, 1), -Infinity],
    ['gamma at Infinity', gammaLogDensity(Infinity, 2, 1), -Infinity],
    ['normal at Infinity', normalLogDensity(Infinity, 0, 1), -Infinity],
    ['binomial, p = 0', binomialLogMass(0, 5, 0), 0],
    ['binomial, p = 0, k > 0', binomialLogMass(1, 5, 0), -Infinity],
    ['binomial, p = 1', binomialLogMass(5, 5, 1), 0],
    ['binomial, p = 1, k < n', binomialLogMass(4, 5, 1), -Infinity],
    ['binomial, n = 0', binomialLogMass(0, 0, 0.3), 0],
    ['binomial, k > n', binomialLogMass(6, 5, 0.3), -Infinity],
    ['binomial, k no integer', binomialLogMass(1.5, 5, 0.3), -Infinity],
    ['Poisson, mean 0', poissonLogMass(0, 0), 0],
    ['Poisson, mean 0, k > 0', poissonLogMass(1, 0), -Infinity],
    ['Poisson, k < 0', poissonLogMass(-1, 3), -Infinity],
    ['Poisson, k = Infinity', poissonLogMass(Infinity, 3), -Infinity],
    ['hypergeometric, none drawn', hypergeometricLogMass(0, 3, 4, 0), 0],
    ['hypergeometric, all drawn', hypergeometricLogMass(3, 3, 4, 7), 0],
    ['hypergeometric, too few bad', hypergeometricLogMass(0, 3, 4, 5), -Infinity],
    ['hypergeometric, empty urn', hypergeometricLogMass(0, 0, 0, 0), 0],
    ['multinomial, nothing', multinomialLogMass([0, 0], [1, 2]), 0],
    ['multinomial, impossible', multinomialLogMass([1, 0], [0, 2]), -Infinity],
    ['colours, too many', multivariateHypergeometricLogMass([4, 0], [3, 3]), -Infinity],
    ['colours, all', multivariateHypergeometricLogMass([3, 3], [3, 3]), 0],
  ])('%s', (_, got, expected) => {
    expect(got).toBe(expected);
  });

  it('adds up to 1 over the support', () => {
    const total = (n: number, logMass: (k: number) => number) =>
      Array.from({ length: n + 1 }, (_, k) => Math.exp(logMass(k))).reduce((sum, mass) => sum + mass, 0);
    expect(total(60, (k) => binomialLogMass(k, 60, 0.37))).toBeCloseTo(1, 13);
    expect(total(200, (k) => poissonLogMass(k, 40.5))).toBeCloseTo(1, 13);
    expect(total(30, (k) => hypergeometricLogMass(k, 30, 50, 37))).toBeCloseTo(1, 13);
  });
});
