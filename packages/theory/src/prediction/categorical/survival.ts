/**
 * Survival of one symbol under replace, n points in every generation: its count is a Wright-Fisher chain.
 *
 * Exact by the chain (spectrum.ts, n² operations a generation), and between the bounds of Suresh et al. 2024, Theorem 1,
 *   1 − e^{−n p g_k} ≤ P(alive after k fits) ≤ 1 − (1 − 3 n p² − 3 k p) e^{−n p g_k},
 * g_k the k-th iterate of 1 − e^{−x} from infinity (extinction.ts).
 */
import { exp, expm1 } from '@collapse-lab/math';
import { survivalExponent } from '../poisson/extinction.ts';
import { expectedSupport, replaceSpectrum } from './spectrum.ts';

/** P(a symbol of probability p is alive in model t), exact. */
export function symbolSurvival(p: number, n: number): (t: number) => number {
  const spectrum = replaceSpectrum([p], () => n);
  return (t) => expectedSupport(spectrum(t));
}

export interface SurvivalBounds {
  readonly lower: number;
  /** May exceed 1 where 3 n p² + 3 k p is not small. */
  readonly upper: number;
}

/** @param fits k ≥ 1: k = t + 1 */
export function survivalBounds(p: number, n: number, fits: number): SurvivalBounds {
  const exponent = -n * p * survivalExponent(fits);
  return { lower: -expm1(exponent), upper: 1 - (1 - 3 * n * p * p - 3 * fits * p) * exp(exponent) };
}
