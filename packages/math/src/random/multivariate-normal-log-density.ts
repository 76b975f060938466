import { log } from '../elementary/log.ts';
import { refuse } from './check.ts';
import { LOG_TWO_PI } from './saddle-point.ts';

/**
 * Log density at x of the normal law with the given mean and covariance L Lᵀ.
 *
 * @param x d numbers; so is mean
 * @param factor L, d × d row-major, read on and below the diagonal, its diagonal positive
 * @throws InvalidArgumentError when the lengths differ or a pivot is not positive
 */
export function multivariateNormalLogDensity(
  x: ArrayLike<number>,
  mean: ArrayLike<number>,
  factor: ArrayLike<number>,
): number {
  const d = x.length;
  if (mean.length !== d) refuse('mean', mean, `${d} numbers, as many as x`);
  if (factor.length !== d * d) refuse('factor', factor, `${d} × ${d} numbers, row by row`);
  const z = new Float64Array(d);
  let sum = 0;
  for (let i = 0; i < d; i++) {
    let rest = x[i] - mean[i];
    for (let j = 0; j < i; j++) rest -= factor[i * d + j] * z[j];
    const pivot = factor[i * d + i];
    if (!(pivot > 0 && pivot < Infinity)) refuse(`factor[${i * d + i}]`, pivot, 'a finite pivot > 0');
    z[i] = rest / pivot;
    sum -= 0.5 * (z[i] * z[i] + LOG_TWO_PI) + log(pivot);
  }
  return sum;
}
