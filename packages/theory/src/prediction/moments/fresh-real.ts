/**
 * Fresh real data: D_t is m_t points of model t-1 and r_t points of p_0 never seen before, counts fixed. With
 * N = m + r and a = m/N, meanError_t = a² (meanError + λ variance / m)_{t-1} + r/N², and the mean square of a
 * point is a (λ variance + meanError)_{t-1} + r/N. The share of real points is exact,
 * not random as in a mixture, which has another fixed point. Own derivation.
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
}

export function freshRealMoments(setting: FreshRealSetting): MomentLaw {
  const { initial, ddof, samplingBias } = setting;
  return recurrence(firstFit(initial, ddof), (previous, t) => {
    const m = setting.synthetic(t);
    const r = setting.real(t);
    const n = m + r;
    const meanError = (m * m * previous.meanError + m * samplingBias * previous.variance + r) / (n * n);
    const meanSquare = (m * drawnMeanSquare(previous, samplingBias) + r) / n;
    return fitMoments(n, meanSquare, meanError, ddof);
  });
}

/** E Σ_∞ / C with an exact share γ of fresh real points among n, maximum likelihood, λ = 1. */
export function freshRealVarianceLimit(setting: { n: number; gamma: number }): number {
  const { n, gamma } = setting;
  const a = 1 - gamma;
  const kept = 1 - 1 / n;
  return (kept * gamma + gamma * a) / (1 - kept * a + gamma * a);
}
