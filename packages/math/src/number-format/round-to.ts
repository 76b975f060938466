// Rounding of doubles to narrower binary floating-point formats: adding and subtracting a number whose last
// bit is worth one unit of the target rounds to the nearest, ties to even, in one step from the double (no
// detour over another format).
import { float64, high, int32, powerOffset, powersOfTwo } from '../elementary/bits.ts';
import { InvalidArgumentError } from '../error.ts';

/** IEEE 754 binary64, binary32, binary16, and bfloat16 (binary32 cut to 8 significant bits). */
export type NumberFormat = 'f64' | 'f32' | 'f16' | 'bf16';

/**
 * Significant bits, exponent of the smallest normal number, and the first number past the largest finite one.
 */
const narrow = {
  f16: { bits: 11, minExponent: -14, limit: 65536 },
  bf16: { bits: 8, minExponent: -126, limit: 3.402823669209385e38 },
} as const;

/**
 * The number of the format nearest to x, ties to the even one: subnormals are kept, what rounds past the
 * largest finite number becomes ±Infinity, and ±0, ±Infinity and NaN stay as they are.
 *
 * @throws {InvalidArgumentError} for an unknown format.
 */
export function roundTo(format: NumberFormat, x: number): number {
  if (format === 'f64') return x;
  if (format === 'f32') return Math.fround(x);
  const target = narrow[format];
  if (target === undefined) throw unknownFormat(format);
  if (x === 0 || x - x !== 0) return x;
  float64[0] = x;
  const exponent = Math.max(((int32[high] >> 20) & 0x7ff) - 1023, target.minExponent);
  const unit = exponent - target.bits + 1;
  const shift = 1.5 * powersOfTwo[powerOffset + 52 + Math.min(unit, 128)];
  const size = Math.abs(x);
  const rounded = size >= target.limit ? Infinity : size + shift - shift;
  const bounded = rounded >= target.limit ? Infinity : rounded;
  return x < 0 ? -bounded : bounded;
}

function unknownFormat(format: unknown): InvalidArgumentError {
  return new InvalidArgumentError({
    argument: 'format',
    got: format,
    expected: "one of 'f64', 'f32', 'f16', 'bf16'",
  });
}
