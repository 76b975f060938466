/**
 * Extinction of the Poisson family: λ_t = 0. Suresh et al. 2024, Theorem 2, in a form that takes any sizes.
 *
 * A fit to n counts of rate λ has E exp(−s λ') = exp(−λ n g(s/n)), g(x) = 1 − e^{−x}; and λ' = 0 is the limit s → ∞. So
 * the exponent is carried back from generation t to p_0, one g for each fit: P(λ_t = 0) = exp(−λ_0 S). With n counts at
 * every fit S = n g_k, k = t + 1 fits, g_k the k-th iterate of g from infinity.
 */
import { exp, expm1, InvalidArgumentError } from '@collapse-lab/math';

/** g_k = g(g(… g(∞))), k ≥ 1 times, g(x) = 1 − e^{−x}: 1, 0.632, 0.469, …; k g_k → 2. */
export function survivalExponent(k: number): number {
  if (!(Number.isInteger(k) && k >= 1))
    throw new InvalidArgumentError({
      argument: 'k',
      got: k,
      expected: 'a positive integer, the number of fits',
    });
  let g = 1;
  for (let i = 1; i < k; i++) g = -expm1(-g);
  return g;
}

export const unweighted = (): { readonly real: number; readonly synthetic: number } => ({
  real: 1,
  synthetic: 1,
});

/** How many counts the fit of a generation sees, from p_0 and from the model before. */
export interface PoissonSizes {
  readonly real: (t: number) => number;
  /** 0 at t = 0. */
  readonly synthetic: (t: number) => number;
  /** What a count of each kind weighs in the fit; 1 by default. Only their ratio matters. */
  readonly weights?: (t: number) => { readonly real: number; readonly synthetic: number };
}

/**
 * S in P(λ_t = 0) = exp(−λ_0 S), of fits to `real(i)` counts of p_0 and `synthetic(i)` counts of model i − 1, i = 0 … t.
 * The synthetic counts are new in each generation: replace, replace-grown, fresh-real. With weights a and b of total
 * W = a real + b synthetic the two kinds have g of s a / W and of s b / W.
 */
export function extinctionExponent(
  { real, synthetic, weights = unweighted }: PoissonSizes,
  t: number,
): number {
  let exponent = 0;
  let s = Infinity;
  for (let i = t; i >= 0 && s > 0; i--) {
    const weight = weights(i);
    const total = weight.real * real(i) + weight.synthetic * synthetic(i);
    const g = (one: number): number => (one === 0 ? 0 : -expm1((-s * one) / total));
    exponent += real(i) * g(weight.real);
    s = synthetic(i) * g(weight.synthetic);
  }
  return exponent;
}

/**
 * P(λ_t = 0).
 *
 * @param rate λ_0 > 0
 */
export function extinctionProbability(rate: number, sizes: PoissonSizes, t: number): number {
  return exp(-rate * extinctionExponent(sizes, t));
}
