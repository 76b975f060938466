import { log } from '../elementary/log.ts';
import { log1p } from '../elementary/log1p.ts';
import { checkNumber, refuse } from './check.ts';

/**
 * Log probability of category i: log(w_i / Σ w), O(k); −Infinity where i is no index of a positive weight.
 *
 * @param probabilities k weights, finite and ≥ 0, of positive finite sum, which need not be 1
 * @throws InvalidArgumentError when they are not, or i is NaN
 */
export function categoricalLogMass(i: number, probabilities: ArrayLike<number>): number {
  checkNumber('i', i);
  const weight = probabilities[i] ?? 0;
  const rest = sumOfWeights(probabilities, i);
  // Close to certainty the logarithm would only see the rounding of the quotient.
  return weight > rest ? 0 - log1p(rest / weight) : log(weight / (weight + rest));
}

/** Sum of all weights but that of index `without`, checking them. */
export function sumOfWeights(weights: ArrayLike<number>, without = -1): number {
  let rest = 0;
  let left = 0;
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i];
    if (!(weight >= 0 && weight < Infinity)) refuse(`probabilities[${i}]`, weight, 'a finite number ≥ 0');
    if (i === without) left = weight;
    else rest += weight;
  }
  if (!(rest + left > 0 && rest + left < Infinity)) {
    refuse('probabilities', weights, 'weights with a positive, finite sum');
  }
  return rest;
}
