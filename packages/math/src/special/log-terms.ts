// Sums of products n · log x kept in two parts, for exponents whose large terms cancel or whose size would
// magnify the rounding of log x.
import { productError, sumError } from '../elementary/double-double.ts';
import { logHighPart, logLowPart } from '../elementary/log-double-double.ts';

/** A sum high + low; |low| ≤ ulp(high). */
export interface TwoPart {
  high: number;
  low: number;
}

/** Adds x to the sum. */
export function add(sum: TwoPart, x: number): void {
  const next = sum.high + x;
  sum.low += sumError(sum.high, x, next);
  sum.high = next;
}

/** Adds factor · log x to the sum, for x > 0 and |factor| < 2^900. */
export function addLog(sum: TwoPart, factor: number, x: number): void {
  const l = logHighPart(x);
  const low = logLowPart();
  const product = factor * l;
  sum.low += productError(factor, l, product) + factor * low;
  add(sum, product);
}
