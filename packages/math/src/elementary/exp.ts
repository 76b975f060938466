// e^x = 2^k · 2^(j/128) · e^r with x = (128 k + j) ln 2 / 128 + r, |r| ≤ ln 2 / 256: a table for 2^(j/128),
// kept with what its rounding lost, and a polynomial of degree 5 for e^r (Tang, "Table-driven implementation
// of the exponential function in IEEE floating-point arithmetic", ACM TOMS 15, 1989). Only + − × and exact
// powers of two: portable bits.
import * as bits from './bits.ts';
import { scaleByPowerOfTwo } from './bits.ts';
import * as table from './exp-table.ts';

const { powerOffset, powersOfTwo } = bits;
const { exp2, exp3, exp4, exp5, powerHigh, powerTail, stepHigh, stepLow, stepsPerUnit } = table;

/** Adding and subtracting it rounds a number below 2^51 to the nearest integer. */
const toInteger = 6755399441055744;

/** Above: overflow. */
const largest = 709.782712893384;

/** Below: zero after rounding. */
const smallest = -745.1332191019412;

/**
 * e^x for every double x; error below 0.55 ulp (1 ulp where the result is subnormal). Overflows to Infinity.
 */
export function exp(x: number): number {
  if (!(x > -708 && x < 709)) return expAtTheEnds(x);
  const n = x * stepsPerUnit + toInteger - toInteger;
  const r = x - n * stepHigh - n * stepLow;
  const j = n & 127;
  const t = powerHigh[j];
  const p = powerTail[j] + r + r * r * (exp2 + r * exp3 + r * r * (exp4 + r * exp5));
  return (t + t * p) * powersOfTwo[(n >> 7) + powerOffset];
}

function expAtTheEnds(x: number): number {
  if (x > largest) return Infinity;
  if (x < smallest) return 0;
  return expOfSum(x, 0, 1);
}

/**
 * factor · e^(x + tail) with one rounding at the end, for −2000 < x < 2000, |tail| ≤ 2^−40 |x| and a factor
 * whose product with e^x is formed before the power of two is applied. Error about 0.52 ulp and that of one
 * product.
 */
export function expOfSum(x: number, tail: number, factor: number): number {
  const n = x * stepsPerUnit + toInteger - toInteger;
  const r = x - n * stepHigh - n * stepLow + tail;
  const j = n & 127;
  const t = powerHigh[j];
  const p = powerTail[j] + r + r * r * (exp2 + r * exp3 + r * r * (exp4 + r * exp5));
  return scaleByPowerOfTwo(factor * (t + t * p), n >> 7);
}
