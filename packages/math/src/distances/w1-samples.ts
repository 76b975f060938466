/** The 1-Wasserstein distance between two samples on the line: ∫ |F(x) − G(x)| dx over the two step functions. */
import { sortedCopy } from '../statistics/quantile.ts';

/**
 * W1 between the empirical distributions of x and y, in data units. Sizes may differ (both ≥ 1); O(n log n).
 */
export function w1Samples(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const a = sortedCopy(x);
  const b = sortedCopy(y);
  let total = 0;
  let i = 0;
  let j = 0;
  let previous = Math.min(a[0], b[0]);
  // Between neighbouring values of the union, F = i / n and G = j / m are constant. F − G over one denominator:
  // i m − j n is exact, so equal samples are at distance exactly 0.
  while (i < a.length && j < b.length) {
    const next = Math.min(a[i], b[j]);
    total += Math.abs(i * b.length - j * a.length) * (next - previous);
    previous = next;
    while (i < a.length && a[i] === next) i++;
    while (j < b.length && b[j] === next) j++;
  }
  for (; i < a.length; i++) {
    total += (a.length - i) * b.length * (a[i] - previous);
    previous = a[i];
  }
  for (; j < b.length; j++) {
    total += (b.length - j) * a.length * (b[j] - previous);
    previous = b[j];
  }
  return total / (a.length * b.length);
}
