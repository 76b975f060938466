import { fillByKernel } from '../kernel/random-kernel.ts';
import type { Stream } from '../stream/stream.ts';
import { checkFinite } from './check.ts';

/**
 * Fills `out` with uniforms low + (high − low) u, u on the multiples of 2^-53 in [0, 1); the same numbers as
 * `stream.uniform()` would give one by one.
 *
 * @throws InvalidArgumentError when low or high is not finite
 */
export function fillUniform(stream: Stream, out: Float64Array, low = 0, high = 1): Float64Array {
  checkFinite('low', low);
  checkFinite('high', high);
  const width = high - low;
  if (fillByKernel(stream, out, (kernel, n) => kernel.fillUniform(n, low, width))) return out;
  for (let i = 0; i < out.length; i++) out[i] = low + width * stream.uniform();
  return out;
}
