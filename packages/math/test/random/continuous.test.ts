// Laws of the continuous samplers; the level of every test is stated in goodness-of-fit.ts.
import {
  chiSquared,
  exponential,
  fillMultivariateNormal,
  fillNormal,
  fillUniform,
  gamma,
  normal,
  normalCdf,
  regularizedGammaP,
  Stream,
  solveLower,
} from '@collapse-lab/math';
import { describe, expect, it } from 'vitest';
import { chiSquaredPValue, expectFit, uniformFit } from './goodness-of-fit.ts';

const N = 100_000;
/** Fewer, where a test must evaluate an incomplete gamma function for each. */
const M = 30_000;

function draws(n: number, draw: () => number): Float64Array {
  const x = new Float64Array(n);
  for (let i = 0; i < n; i++) x[i] = draw();
  return x;
}

/** |mean of x^j − moment| in standard errors, for laws whose moments of order 2j are known. */
function momentError(x: Float64Array, j: number, moment: (j: number) => number): number {
  let sum = 0;
  for (const value of x) sum += value ** j;
  const variance = moment(2 * j) - moment(j) ** 2;
  return Math.abs(sum / x.length - moment(j)) / Math.sqrt(variance / x.length);
}

// |z| > 5.5 has probability 4e-8 for a normal z; the fourth moments are within a factor of ten of it at this n.
const Z = 5.5;

describe('uniform', () => {
  it('is uniform, in all of its 53 bits', () => {
    const stream = Stream.fromPath(['uniform']);
    expectFit(uniformFit(fillUniform(stream, new Float64Array(N))), 'uniform');
    const ones = new Float64Array(53);
    for (let i = 0; i < N; i++) {
      let u = stream.uniform();
      for (let bit = 0; bit < 53; bit++) {
        u *= 2;
        if (u >= 1) {
          ones[bit]++;
          u -= 1;
        }
      }
    }
    ones.forEach((count, bit) => {
      expectFit(chiSquaredPValue([count, N - count], [N / 2, N / 2]), `bit ${bit}`);
    });
  });

  it('fills [low, high)', () => {
    const x = fillUniform(Stream.fromPath(['uniform', 'range']), new Float64Array(N), -3, 5);
    expect(Math.min(...x.subarray(0, 50_000))).toBeGreaterThanOrEqual(-3);
    expect(Math.max(...x.subarray(0, 50_000))).toBeLessThan(5);
    expectFit(uniformFit(x.map((value) => (value + 3) / 8)), 'uniform on [-3, 5)');
  });
});

describe('normal', () => {
  const x = fillNormal(Stream.fromPath(['normal']), new Float64Array(1_000_000));

  it('has the law', () => {
    expectFit(uniformFit(x.slice(0, 2 * N).map(normalCdf)), 'normal');
  });

  it('has the moments 0 1 0 3 0 15', () => {
    const moment = (j: number): number => (j % 2 === 1 ? 0 : j <= 0 ? 1 : (j - 1) * moment(j - 2));
    for (const j of [1, 2, 3, 4, 5, 6]) expect(momentError(x, j, moment)).toBeLessThan(Z);
  });

  it('has its tails beyond the ziggurat, in number and in law', () => {
    const r = 3.654152885361009;
    const stream = Stream.fromPath(['normal', 'tail']);
    const n = 4_000_000;
    const tails: number[] = [];
    for (let i = 0; i < n; i++) {
      const z = normal(stream);
      if (Math.abs(z) > r) tails.push(z);
    }
    const beyond = normalCdf(-r);
    const left = tails.filter((z) => z < 0).length;
    const cells = [left, tails.length - left, n - tails.length];
    expectFit(chiSquaredPValue(cells, [n * beyond, n * beyond, n * (1 - 2 * beyond)]), 'tail counts');
    expectFit(uniformFit(Float64Array.from(tails, (z) => normalCdf(-Math.abs(z)) / beyond)), 'tail law');
    expect(Math.max(...tails.map(Math.abs))).toBeGreaterThan(4.5); // fails with probability 1.5e-12
  });

  it('is as fine near 0 as its spacing 2^-52 of a layer allows', () => {
    const near = x.filter((z) => Math.abs(z) < 1e-3);
    expectFit(uniformFit(near.map((z) => (z + 1e-3) / 2e-3)), 'near 0');
    const some = x.subarray(0, 2 * N);
    expect(new Set(some).size).toBe(some.length);
  });
});

describe('exponential', () => {
  const stream = Stream.fromPath(['exponential']);
  const x = draws(1_000_000, () => exponential(stream));

  it('has the law, its tail and its neighbourhood of 0 included', () => {
    expectFit(uniformFit(x.slice(0, 2 * N).map((value) => -Math.expm1(-value))), 'exponential');
    const tail = x.filter((value) => value > 7.69711747013105);
    expectFit(uniformFit(tail.map((value) => -Math.expm1(7.69711747013105 - value))), 'tail');
    const count = tail.length;
    const expected = x.length * Math.exp(-7.69711747013105);
    expectFit(chiSquaredPValue([count, x.length - count], [expected, x.length - expected]), 'tail count');
    expect(x.every((value) => value > 0)).toBe(true);
  });

  it('has the moments j!', () => {
    const moment = (j: number): number => (j === 0 ? 1 : j * moment(j - 1));
    for (const j of [1, 2, 3]) expect(momentError(x, j, moment)).toBeLessThan(Z);
  });
});

describe('gamma', () => {
  it.each([1e-3, 0.02, 0.5, 0.999, 1, 1.5, 2, 7.3, 100, 1e4, 1e6])('has the law of shape %d', (shape) => {
    const stream = Stream.fromPath(['gamma', shape]);
    // Next to the smallest doubles a variate is not resolved: what lies below 1e-300 counts as one cell.
    const unresolved = regularizedGammaP(shape, 1e-300);
    const spread = Stream.fromPath(['unresolved', shape]);
    const u = draws(M, () => {
      const x = gamma(stream, shape, 3) / 3;
      return x < 1e-300 ? unresolved * spread.uniform() : regularizedGammaP(shape, x);
    });
    expectFit(uniformFit(u), `gamma ${shape}`);
  });

  it.each([1e12, 1e16, 1e300])('has mean and variance of the huge shape %d', (shape) => {
    const stream = Stream.fromPath(['gamma', 'huge', shape]);
    const sd = Math.sqrt(shape);
    const z = draws(N, () => (gamma(stream, shape) - shape) / sd);
    const moment = (j: number): number => (j % 2 === 1 ? 0 : j <= 0 ? 1 : (j - 1) * moment(j - 2));
    // At 1e16 and above the variates are rounded to ε shape, which is more than a standard deviation.
    if (shape < 1e15) for (const j of [1, 2, 4]) expect(momentError(z, j, moment)).toBeLessThan(Z);
    else expect(z.every((value) => Math.abs(value * sd) <= 1e-7 * shape)).toBe(true);
  });
});

describe('chiSquared', () => {
  it.each([0.3, 1, 2, 3, 4.5, 99, 1e6])('has the law of %d degrees of freedom', (df) => {
    const stream = Stream.fromPath(['chiSquared', df]);
    expectFit(uniformFit(draws(M, () => regularizedGammaP(df / 2, chiSquared(stream, df) / 2))), `χ² ${df}`);
  });
});

describe('fillMultivariateNormal', () => {
  const d = 3;
  const mean = [1, -2, 1e3];
  const factor = [2, 0, 0, -1, 0.5, 0, 3, 4, 1e-3];
  const x = fillMultivariateNormal(Stream.fromPath(['mvn']), mean, factor, new Float64Array(N * d));

  it('gives independent standard normals after L⁻¹ (x − mean)', () => {
    const z = Array.from({ length: N }, (_, i) =>
      solveLower(
        Float64Array.from(factor),
        d,
        x.slice(i * d, i * d + d).map((value, j) => value - mean[j]),
      ),
    );
    for (let j = 0; j < d; j++) {
      expectFit(uniformFit(Float64Array.from(z, (row) => normalCdf(row[j]))), `coordinate ${j}`);
      for (let i = 0; i < j; i++) {
        const sum = z.reduce((total, row) => total + row[i] * row[j], 0);
        expect(Math.abs(sum) / Math.sqrt(N)).toBeLessThan(Z);
      }
    }
  });

  it('takes a singular factor', () => {
    const rows = fillMultivariateNormal(
      Stream.fromPath(['mvn', 0]),
      [1, 2],
      [0, 0, 3, 0],
      new Float64Array(8),
    );
    for (let i = 0; i < 8; i += 2) expect(rows[i]).toBe(1);
  });
});
