// e^x − 1 = (s − 1) + s (e^r − 1) with s = 2^(n/128), x = n ln 2 / 128 + r: the reduction and the table of
// exp.ts, the one taken off where it cancels nothing (Tang, "Table-driven implementation of the expm1
// function in IEEE floating-point arithmetic", ACM TOMS 18, 1992; simplified: one formula for the whole
// range).
import * as bits from './bits.ts';
import { exp } from './exp.ts';
import * as table from './exp-table.ts';

const { powerOffset, powersOfTwo } = bits;
const { exp2, exp3, exp4, exp5, powerHigh, powerTail, stepHigh, stepLow, stepsPerUnit } = table;

const toInteger = 6755399441055744;

/** e^x − 1 for every double x, accurate also for small x; error below 1.4 ulp. Keeps the sign of zero. */
export function expm1(x: number): number {
  if (!(x > -38 && x < 700 && x !== 0)) return expm1AtTheEnds(x);
  const n = x * stepsPerUnit + toInteger - toInteger;
  const exact = x - n * stepHigh;
  const r = exact - n * stepLow;
  const lost = exact - r - n * stepLow;
  const j = n & 127;
  const s = powerHigh[j] * powersOfTwo[(n >> 7) + powerOffset];
  const p = r * r * (exp2 + r * exp3 + r * r * (exp4 + r * exp5)) + (powerTail[j] + lost);
  const less = s - 1;
  const rounded = s - less - 1;
  return less + (s * r + (s * p + rounded));
}

function expm1AtTheEnds(x: number): number {
  if (x === 0) return x;
  return x <= -38 ? -1 : exp(x);
}
