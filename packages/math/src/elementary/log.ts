// log x = k ln 2 + log c + log(1 + r) with x = 2^k z, z in [0.69, 1.38), c the short number in the middle of
// z's interval and r = (z − c) / c: a table for log c in two parts and a polynomial of degree 7 (Tang,
// "Table-driven implementation of the logarithm function in IEEE floating-point arithmetic", ACM TOMS 16,
// 1990). Around 1 the centre is 1, so r is exact.
import * as bits from './bits.ts';
import * as table from './log-table.ts';

const { float64, high, int32, powerOffset, powersOfTwo } = bits;
const {
  centre,
  firstHighWord,
  inverse,
  ln2High,
  ln2Low,
  log2,
  log3,
  log4,
  log5,
  log6,
  log7,
  logHigh,
  logLow,
} = table;

const smallestNormal = 2.2250738585072014e-308;

/** Natural logarithm of every double x; error below 0.8 ulp. −Infinity at ±0, NaN below. */
export function log(x: number): number {
  if (!(x >= smallestNormal && x < Infinity)) return logAtTheEnds(x);
  return logOfNormal(x, 0);
}

function logAtTheEnds(x: number): number {
  if (x === 0) return -Infinity;
  if (x > 0 && x < 1) return logOfNormal(x * 4503599627370496, -52);
  return x > 0 ? x : NaN;
}

function logOfNormal(x: number, exponent: number): number {
  float64[0] = x;
  const word = int32[high] - firstHighWord;
  const k = word >> 20;
  const i = (word >> 13) & 127;
  const r = (x * powersOfTwo[powerOffset - k] - centre[i]) * inverse[i];
  const w = (k + exponent) * ln2High + logHigh[i];
  const sum = w + r;
  const lost = w - sum + r + ((k + exponent) * ln2Low + logLow[i]);
  const rr = r * r;
  return rr * (log2 + r * log3 + rr * (log4 + r * log5 + rr * (log6 + r * log7))) + lost + sum;
}
