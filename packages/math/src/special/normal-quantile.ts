// Φ⁻¹ by polynomials: in (p − ½)² for the middle half, around multiples of 1/64 out to 1/16 from the end, and
// in s = √(−log p) for the tails, where Φ⁻¹ is smooth in s (the variable of Wichura, AS 241, Applied
// Statistics 37, 1988).
import { log } from '../elementary/log.ts';
import { evaluateRow } from './polynomial.ts';
import * as table from './quantile-table.ts';

const { betweenRows, centralRow, farRows, nearRows, rowLength } = table; // as in elementary/bits.ts

/**
 * Quantile of the standard normal distribution, 0 ≤ p ≤ 1; error below 1.8 ulp. ∓Infinity at 0 and 1, NaN
 * outside. The upper tail is no finer than doubles next to 1 are: for p near 1 use −normalQuantile(1 − p)
 * with 1 − p formed exactly.
 */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) return p === 0 ? -Infinity : p === 1 ? Infinity : NaN;
  if (p < 0.0625) return -upperTail(p);
  if (p > 0.9375) return upperTail(1 - p);
  if (p < 0.25) return -between(p);
  if (p > 0.75) return between(1 - p);
  const q = p - 0.5;
  return q * evaluateRow(centralRow, 0, centralRow.length, q * q);
}

/** x with 1 − Φ(x) = p for 1/16 ≤ p ≤ 1/4; the distance to the row's centre is formed exactly. */
function between(p: number): number {
  const n = Math.floor(64 * (0.5 - p) + 0.5);
  return evaluateRow(betweenRows, (n - 16) * rowLength, rowLength, 0.5 - n / 64 - p);
}

/** x with 1 − Φ(x) = p for p < 1/16. */
function upperTail(p: number): number {
  const s = Math.sqrt(-log(p));
  if (s < 4) {
    const n = Math.floor(4 * s + 0.5);
    return evaluateRow(nearRows, (n - 6) * rowLength, rowLength, s - n / 4);
  }
  const n = Math.floor(s + 0.5);
  return evaluateRow(farRows, (n - 4) * rowLength, rowLength, s - n);
}
