/**
 * Mixture (Shumailov et al. 2024, "learning with generational data"): D_t is n_t i.i.d. points of
 *   p_t = α_t model_{t-1} + β_t p_{t-1} + γ_t p_0     (p_{t-1}: the distribution, drawn afresh)
 * With M_t the mean of p_t, v_t its mean square and E[μ_t M_t] = E M_t²:
 *   E M_t² = α² meanError_{t-1} + (β² + 2αβ) E M_{t-1}²,   v_t = α (λ variance + meanError)_{t-1} + β v_{t-1}
 *   + γ, meanError_t = E M_t² + (v_t − E M_t²)/n_t.
 * Constant weights, maximum likelihood, λ = 1: E M_t² = ((1−γ)² − α²/n) E M_{t-1}² + α²/n.
 */
import { recurrence } from '../recurrence.ts';
import {
  drawnMeanSquare,
  type Estimator,
  firstFit,
  fitMoments,
  type MomentLaw,
  type SecondMoments,
} from './second-moments.ts';

export interface MixtureSetting extends Estimator {
  /** |D_t|, t = 0, 1, … */
  readonly size: (t: number) => number;
  /** Weights that make D_t, t = 1, 2, …; they sum to 1. */
  readonly weights: (t: number) => { readonly alpha: number; readonly beta: number; readonly gamma: number };
}

interface MixtureState extends SecondMoments {
  /** E M_t². */
  readonly centre: number;
  /** v_t. */
  readonly meanSquare: number;
}

export function mixtureMoments({ size, weights, ddof, samplingBias }: MixtureSetting): MomentLaw {
  const first: MixtureState = { ...firstFit(size(0), ddof), centre: 0, meanSquare: 1 };
  return recurrence<MixtureState>(first, (previous, t) => {
    const { alpha, beta, gamma } = weights(t);
    const n = size(t);
    const centre = alpha * alpha * previous.meanError + beta * (beta + 2 * alpha) * previous.centre;
    const meanSquare = alpha * drawnMeanSquare(previous, samplingBias) + beta * previous.meanSquare + gamma;
    const meanError = centre + (meanSquare - centre) / n;
    return { ...fitMoments(n, meanSquare, meanError, ddof), centre, meanSquare };
  });
}

/**
 * Where constant weights and size lead, maximum likelihood, λ = 1:
 * q = (α²/n) / (1 − (1−γ)² + α²/n), E Σ = (1 − 1/n)(1 − q) C, meanError = q + (1 − q)/n.
 * With γ = 0 and α > 0 that is collapse: variance 0, meanError 1.
 */
export function mixtureFixedPoint(setting: { n: number; alpha: number; gamma: number }): SecondMoments {
  const { n, alpha, gamma } = setting;
  const noise = (alpha * alpha) / n;
  const q = noise / (1 - (1 - gamma) * (1 - gamma) + noise);
  return { variance: (1 - 1 / n) * (1 - q), meanError: q + (1 - q) / n };
}
