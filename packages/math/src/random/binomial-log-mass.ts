import { log } from '../elementary/log.ts';
import { log1p } from '../elementary/log1p.ts';
import { checkCount, checkNumber, checkProbability, isCount } from './check.ts';
import { devianceFrom, LOG_TWO_PI, productError, stirlingError } from './saddle-point.ts';

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

/** Log mass at an integer k in [0, n], with q = 1 − p passed because the smaller of the two is the accurate one. */
export function logMass(k: number, n: number, p: number, q: number): number {
  return p <= q ? lowerHalf(k, n, p) : lowerHalf(n - k, n, q);
}

/** p ≤ ½ */
function lowerHalf(k: number, n: number, p: number): number {
  if (p === 0) return k === 0 ? 0 : -Infinity;
  if (k === 0) return n === 0 ? 0 : n * log1p(-p);
  if (k === n) return n * log(p);
  const l = n - k;
  const m = n * p;
  const rounding = productError(n, p, m);
  return (
    stirlingError(n) -
    stirlingError(k) -
    stirlingError(l) -
    devianceFrom(k, m, rounding) -
    devianceFrom(l, n - m, differenceError(n, m) - rounding) -
    0.5 * (LOG_TWO_PI + log(k) + log(l / n))
  );
}

/** (a − b) less its rounded value, exactly, for 0 ≤ b ≤ a. */
function differenceError(a: number, b: number): number {
  return a - (a - b) - b;
}
