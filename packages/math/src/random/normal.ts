// Normal variates by the ziggurat (ziggurat.ts) with 53-bit abscissae; the tail beyond r by Marsaglia's method
// ("Generating a variable from the tail of the normal distribution", Technometrics 6 (1964) 101-102) from two
// exponentials, which are not truncated either.

import { fillByKernel } from '../kernel/random-kernel.ts';
import type { Stream } from '../stream/stream.ts';
import { checkFinite, checkNonNegative } from './check.ts';
import { exponential } from './exponential.ts';
import { normalLayers, normalShape } from './normal-layers.ts';

const { width, inside, height, tail: R } = normalLayers;

/** 2^30 */
const HIGH = 1073741824;

/** A standard normal variate. Takes two words in 98.8 % of the calls. */
export function normal(stream: Stream): number {
  for (;;) {
    const word = stream.int32();
    const layer = word & 255;
    // 23 signed and 30 further bits: one of 2^53 equally spaced points, symmetric about 0.
    const x = ((word >> 9) * HIGH + (stream.int32() >>> 2) + 0.5) * width[layer];
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
  return fillWithNormals(stream, out, mean, -0, sd);
}

/**
 * out[i] = mean + (zero + sd z): `zero` is −0, which changes nothing, or 0, which makes a product of −0 positive. Without
 * checks.
 */
export function fillWithNormals(
  stream: Stream,
  out: Float64Array,
  mean: number,
  zero: number,
  sd: number,
): Float64Array {
  if (fillByKernel(stream, out, (kernel, n) => kernel.fillNormal(n, mean, zero, sd))) return out;
  for (let i = 0; i < out.length; i++) out[i] = mean + (zero + sd * normal(stream));
  return out;
}

function underCurve(stream: Stream, layer: number, x: number): boolean {
  const y = height[layer] + stream.uniform() * (height[layer + 1] - height[layer]);
  return y < normalShape(x);
}

function tail(stream: Stream, sign: number): number {
  for (;;) {
    const x = exponential(stream) / R;
    if (2 * exponential(stream) > x * x) return sign < 0 ? -R - x : R + x;
  }
}
