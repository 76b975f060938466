// log x as an unevaluated sum with a relative error below 2^−67, for powers and for Stirling's series: the
// table of log.ts, with r = (z − c) / c and r − r²/2 carried exactly.
import * as bits from './bits.ts';
import { leadingHalf } from './double-double.ts';
import * as table from './log-table.ts';

const { float64, high, int32, powerOffset, powersOfTwo } = bits;
const {
  centre,
  firstHighWord,
  inverse,
  ln2High,
  ln2Low,
  logHigh,
  logLow,
  tail3,
  tail4,
  tail5,
  tail6,
  tail7,
  tail8,
} = table;

/** The last low part: read it right after the call of `logHighPart` that it belongs to. */
let lastLow = 0;

/** Rounded log x for a positive finite x; leaves log x − (its result) in `logLowPart()`. */
export function logHighPart(x: number): number {
  const scaled = x < 2.2250738585072014e-308 ? x * 4503599627370496 : x;
  float64[0] = scaled;
  const word = int32[high] - firstHighWord;
  const exponent = word >> 20;
  const k = scaled === x ? exponent : exponent - 52;
  const i = (word >> 13) & 127;
  const c = centre[i];
  const f = scaled * powersOfTwo[powerOffset - exponent] - c;
  const r = f * inverse[i];
  const r1 = leadingHalf(r);
  const r2 = r - r1;
  const rLow = (f - r1 * c - r2 * c) * inverse[i]; // c is short: both products are exact
  const half = -0.5 * r * r;
  const halfLow = -0.5 * r1 * r1 - half - r1 * r2 - 0.5 * r2 * r2;
  const rest = tail3 + r * tail4 + r * r * (tail5 + r * tail6 + r * r * (tail7 + r * tail8));
  const w = k * ln2High + logHigh[i];
  const a = w + r;
  const b = a + half;
  const low =
    w - a + r + (a - b + half) + (k * ln2Low + logLow[i]) + (rLow - r * rLow + halfLow) + r * r * r * rest;
  const result = b + low;
  lastLow = b - result + low;
  return result;
}

/** What the last result of `logHighPart` lost by rounding. */
export function logLowPart(): number {
  return lastLow;
}
