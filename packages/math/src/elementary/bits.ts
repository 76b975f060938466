// One shared double whose 32-bit halves can be read and written, and the powers of two as a table:
// multiplying by a stored power is exact and quicker than assembling one from bits.
//
// The files beside this one take tables and coefficients out of a namespace once (`const { … } = table`): V8
// folds constants of the module at hand into the code it compiles, but reads an imported one again at every
// use, at two to three times the cost of a whole function.

/** The shared double. */
export const float64: Float64Array = new Float64Array(1);

/** Its halves, as signed integers. */
export const int32: Int32Array = new Int32Array(float64.buffer);

/** Which half holds sign and exponent: 1 on little-endian machines, 0 on big-endian ones. */
export const high: number = new Uint8Array(new Uint16Array([1]).buffer)[0];

/** Which half holds the low 32 bits of the significand. */
export const low: number = 1 - high;

/** Add this to k to find 2^k in `powersOfTwo`, k = −1074 … 1023. */
export const powerOffset = 1074;

/** 2^k at index k + powerOffset. */
export const powersOfTwo: Float64Array = allPowersOfTwo();

function allPowersOfTwo(): Float64Array {
  const powers = new Float64Array(2098);
  powers[powerOffset] = 1;
  for (let k = 1; k < 1024; k++) powers[powerOffset + k] = 2 * powers[powerOffset + k - 1];
  for (let k = 1; k <= powerOffset; k++) powers[powerOffset - k] = powers[powerOffset - k + 1] / 2;
  return powers;
}

/** x · 2^k for any integer k with |k| ≤ 2200; one rounding, at a subnormal result. */
export function scaleByPowerOfTwo(x: number, k: number): number {
  if (k > 1023)
    return x * powersOfTwo[powerOffset + 1023] * powersOfTwo[powerOffset + Math.min(k - 1023, 1023)];
  if (k >= -1022) return x * powersOfTwo[powerOffset + k];
  // 2^−600 first keeps x normal, so that only the last product rounds.
  return x * powersOfTwo[powerOffset - 600] * powersOfTwo[powerOffset + Math.max(k + 600, -1074)];
}
