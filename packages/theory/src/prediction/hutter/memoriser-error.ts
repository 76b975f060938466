/**
 * Expected test error of the memoriser of labels (Dohmatob et al. 2024, "A Tale of Tails"): the real probability of the
 * symbols that are not in its training set, exactly where the training set is i.i.d.; and its power law for a Zipf tail.
 */
import { exp, InvalidArgumentError, lgamma, log1p, pow, sum } from '@collapse-lab/math';

/** Trained on n i.i.d. real symbols: Σ p_i (1 − p_i)^n. */
export function memoriserError(probabilities: ArrayLike<number>, n: number): number {
  return cutMemoriserError(probabilities, probabilities.length, n);
}

/**
 * Trained on n i.i.d. symbols of the distribution cut after rank `cut` and renormalised (symbols are ranks, the most
 * likely first; probabilities sum to 1), tested on all: what the memoriser does not know of the head, and all of the tail.
 */
export function cutMemoriserError(probabilities: ArrayLike<number>, cut: number, n: number): number {
  const k = probabilities.length;
  let head = 0;
  for (let i = 0; i < cut; i++) head += probabilities[i];
  const unseen = new Float64Array(k);
  for (let i = 0; i < k; i++) {
    const p = probabilities[i];
    unseen[i] = i < cut && n > 0 ? p * exp(n * log1p(-Math.min(1, p / head))) : p;
  }
  return sum(unseen);
}

/**
 * The leading term for p_i = i^−β / ζ(β), i = 1, 2, … without end: c n^−(β − 1)/β,
 * c = ζ(β)^(−1/β) Γ(1 − 1/β) / β. A generation k that was trained on n symbols of the one before has about the error
 * for n g_k symbols, g_k of `survivalExponent`: it grows like k^((β − 1)/β), not linearly.
 *
 * @param exponent β > 1
 * @throws InvalidArgumentError
 */
export function memoriserPowerLaw(exponent: number, n: number): number {
  if (!(exponent > 1 && exponent < Infinity))
    throw new InvalidArgumentError({
      argument: 'exponent',
      got: exponent,
      expected: 'a number above 1, for which Σ i^−exponent is finite',
    });
  const constant = (pow(zeta(exponent), -1 / exponent) * exp(lgamma(1 - 1 / exponent))) / exponent;
  return constant * pow(n, (1 - exponent) / exponent);
}

/** ζ(β) by 20 terms and Euler–Maclaurin; relative error below 10⁻¹² for β > 1. */
function zeta(exponent: number): number {
  const terms = 20;
  let total = 0;
  for (let i = 1; i < terms; i++) total += pow(i, -exponent);
  const last = pow(terms, -exponent);
  const b = exponent;
  const corrections =
    terms / (b - 1) +
    0.5 +
    b / (12 * terms) -
    (b * (b + 1) * (b + 2)) / (720 * terms * terms * terms) +
    (b * (b + 1) * (b + 2) * (b + 3) * (b + 4)) / (30240 * terms * terms * terms * terms * terms);
  return total + last * corrections;
}
