/**
 * Fresh real data: D_t is m_t points of model t-1 and r_t points of p_0 never seen before, counts fixed. A synthetic point
 * counts b in the fit and a real one a, both 1 where nothing is weighted. With W = a r + b m and V = λ variance_{t-1},
 *   meanError_t = (b² (m² meanError_{t-1} + m V) + a² r) / W²,   mean square of a point = (b m (V + meanError_{t-1}) + a r) / W,
 * and the unbiased divisor is W less (a² r + b² m) / W. The share of real points is exact, not random as in a mixture,
 * which has another fixed point. Own derivation; for a mean whose points keep the variance σ² the weighted form is that of
 * He, Xu & Cheng 2026.
 */
import { recurrence } from '../recurrence.ts';
import { drawnMeanSquare, type Estimator, firstFit, fitMoments, type MomentLaw } from './second-moments.ts';

export interface FreshRealSetting extends Estimator {
  /** |D_0|. */
  readonly initial: number;
  /** m_t, t = 1, 2, … */
  readonly synthetic: (t: number) => number;
  /** r_t, t = 1, 2, … */
  readonly real: (t: number) => number;
  /** b_t and a_t: what a synthetic and a real point count in fit t = 1, 2, …; 1 by default. Only their ratio matters. */
  readonly weights?: (t: number) => { readonly synthetic: number; readonly real: number };
}

const unweighted = { synthetic: 1, real: 1 };

export function freshRealMoments(setting: FreshRealSetting): MomentLaw {
  const { initial, ddof, samplingBias, weights = () => unweighted } = setting;
  return recurrence(firstFit(initial, ddof), (previous, t) => {
    const { synthetic: b, real: a } = weights(t);
    const m = setting.synthetic(t);
    const r = setting.real(t);
    const total = a * r + b * m;
    const drawn = m * m * previous.meanError + m * samplingBias * previous.variance;
    const meanError = (b * b * drawn + a * a * r) / (total * total);
    const meanSquare = (b * m * drawnMeanSquare(previous, samplingBias) + a * r) / total;
    const excess = (a * a * r + b * b * m) / total;
    return fitMoments(total, meanSquare, meanError, ddof * excess);
  });
}

/** E Σ_∞ / C with an exact share γ of fresh real points among n, maximum likelihood, λ = 1. */
export function freshRealVarianceLimit(setting: { n: number; gamma: number }): number {
  const { n, gamma } = setting;
  const a = 1 - gamma;
  const kept = 1 - 1 / n;
  return (kept * gamma + gamma * a) / (1 - kept * a + gamma * a);
}
