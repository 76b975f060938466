// C(good, k) C(bad, draws − k) / C(good + bad, draws) as a ratio of binomial masses with p = draws/(good + bad), each in
// Loader's saddle-point form; the powers of p cancel.

import { logMass } from './binomial-log-mass.ts';
import { checkNumber, isCount } from './check.ts';
import { checkUrn } from './hypergeometric.ts';

/**
 * Log mass of the hypergeometric law: k good ones among `draws` taken without replacement; −Infinity outside its
 * support. Relative error below 1e-12, or absolute error below 1e-14 where the mass is close to 1.
 *
 * @throws InvalidArgumentError when k is NaN or the urn is not as `hypergeometric` wants it
 */
export function hypergeometricLogMass(k: number, good: number, bad: number, draws: number): number {
  checkNumber('k', k);
  checkUrn(good, bad, draws);
  const total = good + bad;
  if (!isCount(k) || k > good || k > draws || draws - k > bad) return -Infinity;
  const p = draws / total;
  const q = (total - draws) / total;
  if (draws === 0 || draws === total) return 0;
  return logMass(k, good, p, q) + logMass(draws - k, bad, p, q) - logMass(draws, total, p, q);
}
