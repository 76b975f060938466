/** The factor L of the kernel N(0, L Lᵀ) for a training set. */
import { cholesky, covariance, InvalidArgumentError, NotPositiveDefiniteError } from '@collapse-lab/math';
import type { Points } from '../data/data.ts';
import { bandwidthOf } from './bandwidth.ts';
import type { KdeOptions } from './kde-options.ts';

/**
 * h as one number, or h times the lower Cholesky factor of the data's covariance (divisor n − 1), d × d row-major.
 *
 * @throws InvalidArgumentError where that covariance is singular, or h times its factor no number
 */
export function kernelFactor({ bandwidth, scaling }: KdeOptions, { n, d, values }: Points): Float64Array {
  const h = bandwidthOf(bandwidth, n, d);
  if (scaling === 'none') return Float64Array.of(h);
  const data = covariance(values, d, 1);
  const factor = factorOfSpread(data, n, d).map((entry) => h * entry);
  for (let j = 0; j < d; j++)
    if (!(factor[j * (d + 1)] > 0 && factor[j * (d + 1)] < Infinity))
      throw new InvalidArgumentError({
        argument: 'bandwidth',
        got: h,
        expected: `a bandwidth that, times the standard deviation of coordinate ${j}, is a positive number`,
      });
  return factor;
}

function factorOfSpread(data: Float64Array, n: number, d: number): Float64Array {
  try {
    return cholesky(data, d);
  } catch (error) {
    if (!(error instanceof NotPositiveDefiniteError)) throw error;
    throw new InvalidArgumentError({
      argument: 'train',
      got: `${n} points with the singular covariance [${Array.from(data).join(', ')}]`,
      expected: `points that spread in all d = ${d} directions, whose covariance scales the kernel`,
      remedy: 'With scaling: none the kernel does not depend on the spread of the data.',
    });
  }
}
