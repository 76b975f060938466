// The Wishart factor; the level of every test is stated in goodness-of-fit.ts.
import { gram, normal, normalCdf, regularizedGammaP, Stream, wishartFactor } from '@collapse-lab/math';
import { describe, expect, it } from 'vitest';
import { expectFit, uniformFit } from './goodness-of-fit.ts';

const N = 20_000;
const SHAPES: [number, number][] = [
  [1, 1],
  [1, 7],
  [2, 2],
  [3, 5],
  [3, 2.5],
  [5, 100],
  [4, 2],
  [5, 1],
  [6, 5],
];

function draws(d: number, df: number): Float64Array[] {
  const stream = Stream.fromPath(['wishart', d, df]);
  return Array.from({ length: N }, () => gram(wishartFactor(stream, d, df), d));
}

describe.each(SHAPES)('wishartFactor of d = %d, df = %d', (d, df) => {
  const w = draws(d, df);
  const chiSquaredFit = (values: (row: Float64Array) => number, degrees: number) =>
    uniformFit(Float64Array.from(w, (row) => regularizedGammaP(degrees / 2, values(row) / 2)));

  it('gives W whose quadratic forms a′Wa / a′a are χ²(df)', () => {
    const directions = [
      (i: number) => (i === 0 ? 1 : 0),
      (i: number) => (i === d - 1 ? 1 : 0),
      () => 1,
      (i: number) => (-1) ** i * (i + 1),
    ];
    for (const a of directions) {
      let norm = 0;
      for (let i = 0; i < d; i++) norm += a(i) * a(i);
      const form = (row: Float64Array) =>
        row.reduce((sum, x, e) => sum + x * a(Math.floor(e / d)) * a(e % d), 0) / norm;
      expectFit(chiSquaredFit(form, df), 'quadratic form');
    }
  });

  it('gives a trace that is χ²(d df)', () => {
    const trace = (row: Float64Array) => row.reduce((sum, x, e) => sum + (e % (d + 1) === 0 ? x : 0), 0);
    expectFit(chiSquaredFit(trace, d * df), 'trace');
  });

  it('gives first and last coordinates with w_1d / √w_11 standard normal', () => {
    if (d > 1) {
      const ratio = Float64Array.from(w, (row) => normalCdf(row[d - 1] / Math.sqrt(row[0])));
      expectFit(uniformFit(ratio), 'off-diagonal');
    }
    // |z| > 5.5 has probability 4e-8; E w_ij = df δ_ij, Var w_ij = df (1 + δ_ij).
    for (let e = 0; e < d * d; e++) {
      const same = e % (d + 1) === 0 ? 1 : 0;
      const mean = w.reduce((sum, row) => sum + row[e], 0) / N;
      expect(Math.abs(mean - df * same) / Math.sqrt((df * (1 + same)) / N)).toBeLessThan(5.5);
    }
  });
});

it('gives a lower triangular factor of rank df', () => {
  const stream = Stream.fromPath(['wishart', 'form']);
  for (const [d, df] of SHAPES) {
    const t = wishartFactor(stream, d, df);
    for (let i = 0; i < d; i++) {
      for (let j = 0; j < d; j++) {
        if (j > i || j >= df) expect(t[i * d + j]).toBe(0);
        else expect(t[i * d + j]).not.toBe(0);
        if (j === i && j < df) expect(t[i * d + j]).toBeGreaterThan(0);
      }
    }
  }
});

it('has for df < d the law of a sum of df products z z′: the determinant of two columns of it', () => {
  // For d = 3, df = 2, the 2 × 2 minors of W of any two coordinates have the same law; compare the last two (which no
  // entry of the factor determines alone) with explicit normal vectors, by the average of each's ranks.
  const stream = Stream.fromPath(['wishart', 'singular']);
  const minor = (w: Float64Array) => w[4] * w[8] - w[5] * w[5];
  const fromFactor = Array.from({ length: N }, () => minor(gram(wishartFactor(stream, 3, 2), 3)));
  const fromVectors = Array.from({ length: N }, () => {
    const z = Array.from({ length: 6 }, () => normal(stream));
    return (z[2] * z[5] - z[3] * z[4]) ** 2;
  });
  // The minor is the product of a χ²(2) and an independent χ²(1), so is the squared cross product of two normal pairs.
  const labelled = [...fromFactor.map((x) => [x, 0]), ...fromVectors.map((x) => [x, 1])].sort(
    (a, b) => a[0] - b[0],
  );
  let rankSum = 0;
  labelled.forEach(([, label], rank) => {
    rankSum += label === 0 ? rank + 1 : 0;
  });
  const z = (rankSum - (N * (2 * N + 1)) / 2) / Math.sqrt((N * N * (2 * N + 1)) / 12);
  expect(Math.abs(z)).toBeLessThan(5.5);
});

it('is zero for df = 0, in a reused buffer too', () => {
  const out = new Float64Array(9).fill(7);
  expect(wishartFactor(Stream.fromPath([0]), 3, 0, out)).toBe(out);
  expect(out).toEqual(new Float64Array(9));
});
