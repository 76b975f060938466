// Π C(c_i, x_i) / C(N, n) as a ratio of binomial masses with p = n/N, each in Loader's saddle-point form.

import { logMass } from './binomial-log-mass.ts';
import { checkNumber, isCount, LARGEST_COUNT, refuse } from './check.ts';

/**
 * Log mass of drawing x_i balls of colour i without replacement; −Infinity where some x_i is no integer in [0, c_i].
 * Relative error below 1e-12, or absolute error below k · 1e-15 where the mass is close to 1.
 *
 * @param drawn k numbers x_i; their sum n is the number of draws
 * @param counts k integers c_i ≥ 0, at most 2^53 together
 * @throws InvalidArgumentError when an argument is not as said, or the lengths differ
 */
export function multivariateHypergeometricLogMass(
  drawn: ArrayLike<number>,
  counts: ArrayLike<number>,
): number {
  const k = counts.length;
  if (drawn.length !== k) refuse('drawn', drawn, `${k} numbers, one per count`);
  let [n, total, possible] = [0, 0, true];
  for (let i = 0; i < k; i++) {
    checkNumber(`drawn[${i}]`, drawn[i]);
    if (!isCount(counts[i])) refuse(`counts[${i}]`, counts[i], 'an integer in [0, 2^53]');
    if (!isCount(drawn[i]) || drawn[i] > counts[i]) possible = false;
    n += drawn[i];
    total += counts[i];
  }
  if (total > LARGEST_COUNT) refuse('counts', counts, 'counts with a sum of at most 2^53');
  if (!possible) return -Infinity;
  if (n === 0 || n === total) return 0;
  const [p, q] = [n / total, (total - n) / total];
  let sum = -logMass(n, total, p, q);
  for (let i = 0; i < k; i++) sum += logMass(drawn[i], counts[i], p, q);
  return sum;
}
