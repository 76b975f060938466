/**
 * Statistical comparisons. Each allows 5 standard errors: a single one raises a false alarm with probability
 * 5.7 · 10⁻⁷ (more where the law is skew), a suite of a few hundred about once in a thousand seeds. Seeds are fixed,
 * so a suite that passes goes on passing.
 */
import { require } from './contract.ts';

const allowed = 5;

interface Estimate {
  readonly mean: number;
  /** Standard error of the mean. */
  readonly error: number;
}

function estimate(values: ArrayLike<number>): Estimate {
  const n = values.length;
  let total = 0;
  for (let i = 0; i < n; i++) total += values[i];
  const mean = total / n;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (values[i] - mean) * (values[i] - mean);
  return { mean, error: Math.sqrt(squares / (n * (n - 1))) };
}

/** The mean of `values` is `expected`, within 5 standard errors and rounding. */
export function requireMean(values: ArrayLike<number>, expected: number, label: string): void {
  const { mean, error } = estimate(values);
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
  const samples = [columnsOf(first), columnsOf(second)];
  for (let i = 0; i < q; i++) {
    const [a, b] = samples.map((columns) => estimate(columns[i]));
    requireEqualMeans(a, b, `${label}: mean of ${i}`);
    const centre = (a.mean + b.mean) / 2;
    for (const columns of samples) columns[i] = columns[i].map((value) => value - centre);
  }
  for (let i = 0; i < q; i++)
    for (let j = 0; j <= i; j++) {
      const [a, b] = samples.map((columns) => estimate(columns[i].map((value, r) => value * columns[j][r])));
      requireEqualMeans(a, b, `${label}: covariance of ${i} and ${j}`);
    }
}

function columnsOf(rows: readonly ArrayLike<number>[]): Float64Array[] {
  return Array.from(rows[0], (_, i) => Float64Array.from(rows, (row) => row[i]));
}

function requireEqualMeans(a: Estimate, b: Estimate, label: string): void {
  requireWithin(a.mean, b.mean, Math.sqrt(a.error * a.error + b.error * b.error), label);
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
