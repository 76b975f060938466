/**
 * E Σ p_i(t)² of a categorical. A fit is the mean of one-hot points, so its squared distance from p_0 is a
 * mean error in units of 1 − Σ p_i² (moments/second-moments.ts), for every workflow. Under replace with n
 * points that is 1 − (1 − 1/n)^{t+1} (1 − Σ p_i²) (Seddik et al. 2024 at t + 1 fits; expected homozygosity of
 * population genetics).
 */
import type { MomentLaw } from '../moments/second-moments.ts';

/** `law` with ddof 0 and λ = 1. */
export function sumOfSquares(probabilities: ArrayLike<number>, law: MomentLaw): (t: number) => number {
  let atStart = 0;
  for (let i = 0; i < probabilities.length; i++) atStart += probabilities[i] * probabilities[i];
  return (t) => atStart + law(t).meanError * (1 - atStart);
}
