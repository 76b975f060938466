// x^y = e^(y log |x|), with log |x| and the product by y carried to about 67 bits, and the sign of an odd
// power. Special values as Math.pow has them in ECMAScript: 1^±Infinity, 1^NaN and (−1)^±Infinity are NaN
// (IEEE 754 says 1).
import { productError } from './double-double.ts';
import { expOfSum } from './exp.ts';
import { logHighPart, logLowPart } from './log-double-double.ts';

/** From this size on every double is an even integer, and |y log x| overflows for any x but 1. */
const hugeExponent = 1.8446744073709552e19;

/**
 * x to the power y for all doubles; error below 0.6 ulp (1 ulp where subnormal), exact where x^y is a double.
 */
export function pow(x: number, y: number): number {
  if (y === 0) return 1;
  const size = Math.abs(x);
  if (!(size > 0 && size < Infinity && Math.abs(y) < hugeExponent)) return powAtTheEnds(x, y);
  if (x > 0) return powOfPositive(x, y);
  if (Math.floor(y) !== y) return NaN;
  return isOdd(y) ? -powOfPositive(size, y) : powOfPositive(size, y);
}

function powOfPositive(x: number, y: number): number {
  const l = logHighPart(x);
  const p = y * l;
  if (p > 710) return Infinity;
  if (p < -746) return 0;
  if (Math.abs(p) < 5e-17) return 1;
  return expOfSum(p, productError(y, l, p) + y * logLowPart(), 1);
}

function isOdd(y: number): boolean {
  return y - 2 * Math.floor(y / 2) === 1;
}

/** x is NaN, ±0 or ±Infinity, or y is NaN or at least 2^64 in size. */
function powAtTheEnds(x: number, y: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN;
  const size = Math.abs(x);
  if (size === 1) return y === Infinity || y === -Infinity ? NaN : 1;
  const magnitude = size > 1 === y > 0 ? Infinity : 0;
  const negative = (x < 0 || Object.is(x, -0)) && Math.floor(y) === y && isOdd(y);
  return negative ? -magnitude : magnitude;
}
