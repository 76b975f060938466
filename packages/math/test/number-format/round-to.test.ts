import { type NumberFormat, roundTo } from '@collapse-lab/math';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

/** Value of a 16-bit pattern with `fraction` explicit significand bits. */
function decode(bits: number, fraction: number): number {
  const width = 15 - fraction;
  const bias = 2 ** (width - 1) - 1;
  const exponent = (bits >> fraction) & (2 ** width - 1);
  const significand = bits & (2 ** fraction - 1);
  if (exponent === 2 ** width - 1) return significand === 0 ? Infinity : Number.NaN;
  const scale = exponent === 0 ? 1 - bias : exponent - bias;
  return (exponent === 0 ? significand : significand + 2 ** fraction) * 2 ** (scale - fraction);
}

const formats: [NumberFormat, number][] = [
  ['f16', 10],
  ['bf16', 7],
];

describe.each(formats)('%s', (format, fraction) => {
  const infinity = (2 ** (15 - fraction) - 1) << fraction;
  const values = Array.from({ length: infinity }, (_, bits) => decode(bits, fraction));
  const past = 2 ** (format === 'f16' ? 16 : 128); // where the next number would be

  it('keeps each of its finite numbers, of both signs', () => {
    for (const value of values) {
      expect(roundTo(format, value)).toBe(value);
      expect(roundTo(format, -value)).toBe(-value);
    }
  });

  it('rounds halves between neighbours to the even one and anything else to the nearer one', () => {
    values.forEach((value, bits) => {
      const next = bits + 1 < infinity ? values[bits + 1] : past;
      const up = next === past ? Infinity : next;
      const half = (value + next) / 2;
      const nudge = (next - value) / 2 ** 30;
      expect(roundTo(format, half)).toBe(bits % 2 === 0 ? value : up);
      expect(roundTo(format, half - nudge)).toBe(value);
      expect(roundTo(format, half + nudge)).toBe(up);
    });
  });
});

describe('every format', () => {
  const all: NumberFormat[] = ['f64', 'f32', 'f16', 'bf16'];

  it.each(all)('%s keeps zeros with their sign, infinities and NaN', (format) => {
    for (const x of [0, -0, Infinity, -Infinity, NaN]) expect(roundTo(format, x)).toBe(x);
  });

  it.each(all)('%s: rounding is idempotent, odd and monotone', (format) => {
    const double = fc.double({ noNaN: true });
    fc.assert(
      fc.property(double, double, (x, y) => {
        const rounded = roundTo(format, x);
        expect(roundTo(format, rounded)).toBe(rounded);
        expect(roundTo(format, -x)).toBe(-rounded);
        expect(rounded <= roundTo(format, y)).toBe(x <= y || rounded === roundTo(format, y));
      }),
      { seed: 4, numRuns: 3000 },
    );
  });

  it('keeps the sign of what rounds to zero', () => {
    expect(roundTo('f16', -1e-9)).toBe(-0);
    expect(roundTo('bf16', -1e-300)).toBe(-0);
    expect(roundTo('f32', -1e-300)).toBe(-0);
  });

  it('f32 is Math.fround and f64 the identity', () => {
    expect(roundTo('f32', 0.1)).toBe(Math.fround(0.1));
    expect(roundTo('f64', 0.1)).toBe(0.1);
  });

  it('refuses a format it does not know', () => {
    expect(() => roundTo('f8' as NumberFormat, 1)).toThrowError(
      expect.objectContaining({
        message: `format: got "f8", expected one of 'f64', 'f32', 'f16', 'bf16'.`,
      }),
    );
  });
});
