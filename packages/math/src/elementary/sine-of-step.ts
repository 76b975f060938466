// sin(n h + r) = S + (S (cos r − 1) + C sin r) with h = 2π/512, S = sin(n h) and C = cos(n h) from a table:
// no branch by quadrant and short polynomials. Arguments below 2^16 are reduced with h in two or three parts
// (Cody and Waite, "Software Manual for the Elementary Functions", 1980); larger ones, and those that lie so
// near a multiple of h that the three parts do not suffice, with as many digits of 2/π as needed (Payne and
// Hanek, SIGNUM Newsletter 18, 1983).
import * as bits from './bits.ts';
import { productError } from './double-double.ts';
import * as table from './sine-table.ts';

const { float64, high, int32, low, powerOffset, powersOfTwo } = bits;
const {
  arc1,
  arc2,
  arc3,
  arcHigh,
  arcLow,
  arcRest,
  arcsPerUnit,
  cos2,
  cos4,
  sin3,
  sin5,
  sineHigh,
  sineLow,
  twoOverPi,
} = table;

const toInteger = 6755399441055744;

/** sin(x + 2π shift / 512) for every x, shift = 0 (sine) or 128 (cosine). */
export function sineOfShifted(x: number, shift: number): number {
  if (Math.abs(x) < 4096) {
    const n = x * arcsPerUnit + toInteger - toInteger;
    const a = x - n * arc1;
    const b = n * arcRest;
    const r = a - b;
    // Here n ≤ 2^19, so n · arcRest is off by 2^−71: too much for a smaller r, which can be all there is of
    // the result.
    if (Math.abs(r) > 2e-5) return sineOfStep((n + shift) & 511, r, a - r - b);
  }
  return sineNearStep(x, shift);
}

/** The arguments that are large or lie next to a multiple of h, ±0 and what is not finite. */
function sineNearStep(x: number, shift: number): number {
  if (!(Math.abs(x) < 65536)) return Math.abs(x) < Infinity ? sineByDigits(x, shift) : NaN;
  if (Math.abs(x) < 1e-9) return shift === 0 ? x : 1;
  const n = x * arcsPerUnit + toInteger - toInteger;
  const a = x - n * arc1;
  const b = a - n * arc2;
  const r = b - n * arc3;
  if (Math.abs(r) < 1e-9) return sineByDigits(x, shift);
  return sineOfStep((n + shift) & 511, r, a - b - n * arc2 + (b - r - n * arc3));
}

/** sin(2π i / 512 + r + tail), i = 0 … 511, |r| ≤ π / 512, |tail| ≤ ulp(r). */
function sineOfStep(i: number, r: number, tail: number): number {
  const s = sineHigh[i];
  const c = sineHigh[i + 128];
  const z = r * r;
  const sine = r * z * (sin3 + z * sin5) + tail;
  const cosine = z * (cos2 + z * cos4);
  return s + (c * r + (c * sine + s * cosine + sineLow[i]));
}

/** As `sineOfShifted`, for every finite x, by exact reduction: about twenty times slower. */
function sineByDigits(x: number, shift: number): number {
  const size = Math.abs(x);
  const n = reduceByDigits(size);
  if (x > 0) return sineOfStep((n + shift) & 511, remainder, remainderTail);
  return sineOfStep((shift - n) & 511, -remainder, -remainderTail);
}

let remainder = 0;
let remainderTail = 0;
const digits = new Float64Array(9);

/**
 * Writes size = n h + remainder + remainderTail modulo 2π for 1 ≤ size < Infinity and returns n, 0 ≤ n ≤ 512.
 * size · 128 · 2/π is formed as digits in base 2^24, from the first one that is not a multiple of 512 down to
 * 2^−140.
 */
function reduceByDigits(size: number): number {
  float64[0] = size;
  const word = int32[high];
  const lower = int32[low];
  const exponent = ((word >> 20) & 0x7ff) - 1075 + 7; // size · 128 = significand · 2^exponent
  const m0 = lower & 0xffffff;
  const m1 = ((word & 0xffff) << 8) | (lower >>> 24);
  const m2 = ((word >> 16) & 0xf) | 0x10;
  const first = Math.max(0, Math.floor((exponent - 9) / 24) + 2);
  let carry = 0;
  for (let i = 8; i >= 0; i--) {
    const at = first + i;
    const sum = carry + m0 * digit(at) + m1 * digit(at + 1) + m2 * digit(at + 2);
    carry = Math.floor(sum / 16777216);
    digits[i] = i === 0 ? sum : sum - carry * 16777216;
  }
  return splitTurns(exponent - 24 * (first - 1));
}

function digit(i: number): number {
  return i < twoOverPi.length ? twoOverPi[i] : 0;
}

/**
 * Splits Σ digits[i] 2^(top − 24 i) into an integer, returned up to multiples of 512, and a rest of at most
 * ½, put in radians.
 */
function splitTurns(top: number): number {
  const turns = digits[0] * powersOfTwo[powerOffset + top];
  const leading = turns - 512 * Math.floor(turns / 512);
  const whole = Math.floor(leading + digits[1] * powersOfTwo[powerOffset + top - 24] + 0.5);
  let f = leading - whole;
  let g = 0;
  for (let i = 1; i < 9; i++) {
    const next = digits[i] * powersOfTwo[powerOffset + top - 24 * i];
    const sum = f + (g + next);
    g = f - sum + (g + next);
    f = sum;
  }
  remainder = f * arcHigh;
  remainderTail = productError(f, arcHigh, remainder) + (f * arcLow + g * arcHigh);
  return whole;
}
