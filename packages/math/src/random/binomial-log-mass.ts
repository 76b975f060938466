import { log } from '../elementary/log.ts';
import { log1p } from '../elementary/log1p.ts';
import { checkCount, checkNumber, checkProbability, isCount } from './check.ts';
import { deviance, LOG_TWO_PI, stirlingError } from './saddle-point.ts';

/**
 * Log mass of the binomial law: log [n!/(k! (n − k)!) p^k (1 − p)^(n − k)]; −Infinity where k is no integer in [0, n].
 * Relative error below 1e-12 for all n ≤ 2^53 and p (Loader's saddle-point form).
 *
 * @throws InvalidArgumentError when k is NaN, n no integer in [0, 2^53] or p outside [0, 1]
 */
export function binomialLogMass(k: number, n: number, p: number): number {
  checkNumber('k', k);
  checkCount('n', n);
  checkProbability('p', p);
  if (!isCount(k) || k > n) return -Infinity;
  return logMass(k, n, p, 1 - p);
}

/** Log mass at an integer k in [0, n], with q = 1 − p passed for its own accuracy. */
export function logMass(k: number, n: number, p: number, q: number): number {
  if (p === 0) return k === 0 ? 0 : -Infinity;
  if (q === 0) return k === n ? 0 : -Infinity;
  if (k === 0) return n === 0 ? 0 : n * logOfComplement(p, q);
  if (k === n) return n * logOfComplement(q, p);
  const l = n - k;
  return (
    stirlingError(n) -
    stirlingError(k) -
    stirlingError(l) -
    deviance(k, n * p) -
    deviance(l, n * q) -
    0.5 * (LOG_TWO_PI + log(k) + log(l / n))
  );
}

/** log q, where q = 1 − p. */
function logOfComplement(p: number, q: number): number {
  return p < 0.5 ? log1p(-p) : log(q);
}
