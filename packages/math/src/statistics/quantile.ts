/**
 * Sample quantiles by linear interpolation between order statistics: type 7 of Hyndman & Fan (1996),
 * the default of R and NumPy.
 */
import { InvalidArgumentError } from '../error.ts';

function checkProbability(p: number): void {
  if (!(p >= 0 && p <= 1))
    throw new InvalidArgumentError({ argument: 'p', got: p, expected: 'a number from 0 to 1' });
}

/** A sorted copy; refuses an empty array and NaN, which has no rank. */
export function sortedCopy(x: ArrayLike<number>): Float64Array {
  if (x.length === 0)
    throw new InvalidArgumentError({ argument: 'x', got: x, expected: 'at least one number' });
  const sorted = Float64Array.from(x).sort();
  // Typed arrays sort NaN last.
  if (Number.isNaN(sorted[sorted.length - 1]))
    throw new InvalidArgumentError({ argument: 'x', got: Number.NaN, expected: 'numbers other than NaN' });
  return sorted;
}

/** The p-quantile of numbers that are already in ascending order (not checked). n ≥ 1, 0 ≤ p ≤ 1. */
export function quantileSorted(sorted: ArrayLike<number>, p: number): number {
  checkProbability(p);
  if (sorted.length === 0)
    throw new InvalidArgumentError({ argument: 'sorted', got: sorted, expected: 'at least one number' });
  const position = (sorted.length - 1) * p;
  const below = Math.floor(position);
  const weight = position - below;
  const low = sorted[below];
  if (weight === 0 || low === sorted[below + 1]) return low;
  const high = sorted[below + 1];
  // Between −∞ (the logarithm of a collapsed variance) and a finite number the difference form would give NaN.
  return low === -Infinity ? low * (1 - weight) + high * weight : low + weight * (high - low);
}

/** The p-quantile of n ≥ 1 numbers in any order, 0 ≤ p ≤ 1. O(n log n); `x` is unchanged. */
export function quantile(x: ArrayLike<number>, p: number): number {
  checkProbability(p);
  return quantileSorted(sortedCopy(x), p);
}

/** The ½-quantile. */
export function median(x: ArrayLike<number>): number {
  return quantile(x, 0.5);
}
