/** The 1-Wasserstein distance between two samples on the line: ∫ |F(x) − G(x)| dx over the two step functions. */
import { sortedCopy } from '../statistics/quantile.ts';

/**
 * W1 between the empirical distributions of x and y, in data units. Sizes may differ (both ≥ 1); O(n log n).
 */
export function w1Samples(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const a = ascending(x);
  const b = ascending(y);
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

/** The numbers in ascending order: themselves where they are, as quantiles that samples are compared with often are. */
function ascending(x: ArrayLike<number>): ArrayLike<number> {
  if (!(x.length > 0 && x[0] <= x[x.length - 1])) return sortedCopy(x);
  for (let i = 1; i < x.length; i++) if (!(x[i - 1] <= x[i])) return sortedCopy(x);
  return x;
}
