import { log } from '../elementary/log.ts';

/**
 * log |det L| = Σ log |L_ii|, in nats; that is half of log det(L Lᵀ), the log determinant of the covariance whose
 * factor L is. −Infinity where a pivot is zero.
 */
export function logDetOfFactor(l: ArrayLike<number>, d: number): number {
  let total = 0;
  for (let i = 0; i < d; i++) total += log(Math.abs(l[i * d + i]));
  return total;
}
