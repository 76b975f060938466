// Exponential variates by the ziggurat (ziggurat.ts); the tail beyond r is r plus a fresh variate, by memorylessness.

import { exp } from '../elementary/exp.ts';
import { fillByKernel } from '../kernel/random-kernel.ts';
import type { Stream } from '../stream/stream.ts';
import { checkNonNegative } from './check.ts';
import { exponentialLayers } from './exponential-layers.ts';

const { width, inside, height, tail: R } = exponentialLayers;

/** 2^30 */
const HIGH = 1073741824;

/** An exponential variate of mean 1, never 0. Takes two words in 98.9 % of the calls. */
export function exponential(stream: Stream): number {
  let tail = 0;
  for (;;) {
    const word = stream.int32();
    const layer = word & 255;
    const x = ((word >>> 9) * HIGH + (stream.int32() >>> 2) + 0.5) * width[layer];
    if (x < inside[layer]) return tail + x;
    if (layer === 0) tail += R;
    else if (underCurve(stream, layer, x)) return tail + x;
  }
}

/**
 * Fills `out` with exponential variates of the given mean; the same numbers as `mean * exponential(stream)`.
 *
 * @throws InvalidArgumentError when mean is not finite and ≥ 0
 */
export function fillExponential(stream: Stream, out: Float64Array, mean = 1): Float64Array {
  checkNonNegative('mean', mean);
  if (fillByKernel(stream, out, (kernel, n) => kernel.fillExponential(n, mean))) return out;
  for (let i = 0; i < out.length; i++) out[i] = mean * exponential(stream);
  return out;
}

function underCurve(stream: Stream, layer: number, x: number): boolean {
  const y = height[layer] + stream.uniform() * (height[layer + 1] - height[layer]);
  return y < exp(-x);
}
