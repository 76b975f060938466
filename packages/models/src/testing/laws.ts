/**
 * Statistical comparisons. Each allows 5 standard errors: a single one raises a false alarm with probability
 * 5.7 · 10⁻⁷ (more where the law is skew), a suite of a few hundred about once in a thousand seeds. Seeds are fixed,
 * so a suite that passes goes on passing.
 */
import { require } from './contract.ts';

const allowed = 5;

/** Means and standard errors of column i of `rows`, about a given centre and with another column for products. */
function meanAndError(values: readonly number[]): { mean: number; error: number } {
  const n = values.length;
  const mean = values.reduce((a, b) => a + b, 0) / n;
  const squares = values.reduce((a, b) => a + (b - mean) * (b - mean), 0);
  return { mean, error: Math.sqrt(squares / (n * (n - 1))) };
}

/** The mean of `values` is `expected`, within 5 standard errors and rounding. */
export function requireMean(values: readonly number[], expected: number, label: string): void {
  const { mean, error } = meanAndError(values);
  requireWithin(mean, expected, error, label);
}

function requireWithin(got: number, expected: number, error: number, label: string): void {
  const tolerance = allowed * error + 1e-12 * Math.max(Math.abs(got), Math.abs(expected), 1e-3);
  const z = (got - expected) / error;
  require(Math.abs(got - expected) <=
    tolerance, `${label}: got ${got}, expected ${expected}, standard error ${error}, z = ${z}, allowed ${allowed}`);
}

/**
 * Two samples of vectors have one law, as far as means, variances and covariances see: of every coordinate the mean,
 * of every pair the mean product about a common centre.
 */
export function requireSameLaw(
  first: readonly ArrayLike<number>[],
  second: readonly ArrayLike<number>[],
  label: string,
): void {
  const q = first[0].length;
  const centre = new Float64Array(q);
  for (let i = 0; i < q; i++) {
    const a = meanAndError(first.map((row) => row[i]));
    const b = meanAndError(second.map((row) => row[i]));
    centre[i] = (a.mean + b.mean) / 2;
    requireWithin(a.mean, b.mean, Math.sqrt(a.error * a.error + b.error * b.error), `${label}: mean of ${i}`);
  }
  for (let i = 0; i < q; i++)
    for (let j = 0; j <= i; j++) {
      const product = (row: ArrayLike<number>) => (row[i] - centre[i]) * (row[j] - centre[j]);
      const a = meanAndError(first.map(product));
      const b = meanAndError(second.map(product));
      const error = Math.sqrt(a.error * a.error + b.error * b.error);
      requireWithin(a.mean, b.mean, error, `${label}: covariance of ${i} and ${j}`);
    }
}

/** Kolmogorov–Smirnov: √n sup |F − x| ≤ 2.75, exceeded with probability 2 e^(−2 · 2.75²) = 5.4 · 10⁻⁷. */
export function requireUniform(values: Float64Array, label: string): void {
  const sorted = Float64Array.from(values).sort();
  const n = sorted.length;
  let largest = 0;
  for (let i = 0; i < n; i++) largest = Math.max(largest, (i + 1) / n - sorted[i], sorted[i] - i / n);
  const statistic = largest * Math.sqrt(n);
  require(statistic <= 2.75, `${label}: Kolmogorov–Smirnov √n D = ${statistic}, allowed 2.75 (n = ${n})`);
}
