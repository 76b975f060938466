// Normal variates by the ziggurat (ziggurat.ts) with 53-bit abscissae; the tail beyond r by Marsaglia's method
// ("Generating a variable from the tail of the normal distribution", Technometrics 6 (1964) 101-102) from two
// exponentials, which are not truncated either.

import { exp } from '../elementary/exp.ts';
import { log } from '../elementary/log.ts';
import type { Stream } from '../stream/stream.ts';
import { checkFinite, checkNonNegative } from './check.ts';
import { exponential } from './exponential.ts';
import { buildZiggurat } from './ziggurat.ts';

// Solution of the closing condition of 256 layers for exp(−x²/2), to the nearest double (mpmath).
const R = 3.654152885361009;
const AREA = 0.004928673233974655;

const { right, inside, height } = /* @__PURE__ */ buildZiggurat(
  density,
  (y) => Math.sqrt(-2 * log(y)),
  R,
  AREA,
);

/** right / 2^52 */
const WIDTH: Float64Array = /* @__PURE__ */ right.map((x) => x / 4503599627370496);
/** 2^30 */
const HIGH = 1073741824;

/** A standard normal variate. Takes two words in 98.8 % of the calls. */
export function normal(stream: Stream): number {
  for (;;) {
    const word = stream.int32();
    const layer = word & 255;
    // 23 signed and 30 further bits: one of 2^53 equally spaced points, symmetric about 0.
    const x = ((word >> 9) * HIGH + (stream.int32() >>> 2) + 0.5) * WIDTH[layer];
    if (Math.abs(x) < inside[layer]) return x;
    if (layer === 0) return tail(stream, x);
    if (underCurve(stream, layer, x)) return x;
  }
}

/**
 * Fills `out` with normal variates mean + sd z; the same numbers as `mean + sd * normal(stream)` one by one.
 *
 * @throws InvalidArgumentError when mean is not finite or sd not finite and ≥ 0
 */
export function fillNormal(stream: Stream, out: Float64Array, mean = 0, sd = 1): Float64Array {
  checkFinite('mean', mean);
  checkNonNegative('sd', sd);
  for (let i = 0; i < out.length; i++) out[i] = mean + sd * normal(stream);
  return out;
}

function density(x: number): number {
  return exp(-0.5 * x * x);
}

function underCurve(stream: Stream, layer: number, x: number): boolean {
  const y = height[layer] + stream.uniform() * (height[layer + 1] - height[layer]);
  return y < density(x);
}

function tail(stream: Stream, sign: number): number {
  for (;;) {
    const x = exponential(stream) / R;
    if (2 * exponential(stream) > x * x) return sign < 0 ? -R - x : R + x;
  }
}
