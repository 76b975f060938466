// log n! − Σ log c_i! + Σ c_i log p_i in Loader's saddle-point form: with Σ c_i = n = Σ n p_i it is
// δ(n) + ½ log 2πn − Σ over c_i > 0 of (δ(c_i) + ½ log 2πc_i) − Σ D(c_i, n p_i), and nothing large cancels.

import { log } from '../elementary/log.ts';
import { sumOfWeights } from './categorical-log-mass.ts';
import { isCount, LARGEST_COUNT, refuse } from './check.ts';
import { deviance, LOG_TWO_PI, stirlingError } from './saddle-point.ts';

/**
 * Log mass of the multinomial law at k counts; −Infinity where a category of probability 0 has a count.
 *
 * @param counts k integers ≥ 0 with a sum n ≤ 2^53
 * @param probabilities k weights, finite and ≥ 0, of positive finite sum, which need not be 1
 * @throws InvalidArgumentError when an argument is not as said, or the lengths differ
 */
export function multinomialLogMass(counts: ArrayLike<number>, probabilities: ArrayLike<number>): number {
  const k = counts.length;
  if (probabilities.length !== k) refuse('probabilities', probabilities, `${k} weights, one per count`);
  const total = sumOfWeights(probabilities);
  const n = sumOfCounts(counts);
  if (n === 0) return 0;
  let logMass = stirlingError(n) + 0.5 * (LOG_TWO_PI + log(n));
  for (let i = 0; i < k; i++) {
    const c = counts[i];
    const expected = n * (probabilities[i] / total);
    if (c > 0 && expected === 0) return -Infinity;
    if (expected > 0) logMass -= deviance(c, expected);
    if (c > 0) logMass -= stirlingError(c) + 0.5 * (LOG_TWO_PI + log(c));
  }
  return logMass;
}

function sumOfCounts(counts: ArrayLike<number>): number {
  let n = 0;
  for (let i = 0; i < counts.length; i++) {
    if (!isCount(counts[i])) refuse(`counts[${i}]`, counts[i], 'an integer in [0, 2^53]');
    n += counts[i];
  }
  if (n > LARGEST_COUNT) refuse('counts', counts, 'counts with a sum of at most 2^53');
  return n;
}
