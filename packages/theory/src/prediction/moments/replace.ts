/**
 * Replace: D_t is n_t fresh points of model t-1 and nothing else.
 *   E Σ_t = λ^t Π_{j≤t} (n_j − 1)/(n_j − ddof) C,   meanError_t = meanError_{t-1} + λ variance_{t-1} / n_t.
 * With λ = 1: unbiased E Σ_t = C and meanError = Σ_{j≤t} 1/n_j (Shumailov et al. 2024, SI 3.1.1); maximum
 * likelihood with constant n, (1 − 1/n)^{t+1} and 1 − (1 − 1/n)^{t+1}: t+1 fits. λ^t with the real fit at t =
 * 0: Alemohammad et al. 2023, where the count of fits k = t + 1 would give λ^{k−1}.
 */
import { recurrence } from '../recurrence.ts';
import { type Estimator, firstFit, type MomentLaw } from './second-moments.ts';

export interface ReplaceSetting extends Estimator {
  /** |D_t| for t = 0, 1, …; more than ddof. */
  readonly size: (t: number) => number;
}

export function replaceMoments({ size, ddof, samplingBias }: ReplaceSetting): MomentLaw {
  return recurrence(firstFit(size(0), ddof), ({ variance, meanError }, t) => {
    const n = size(t);
    return {
      variance: (samplingBias * variance * (n - 1)) / (n - ddof),
      meanError: meanError + (samplingBias * variance) / n,
    };
  });
}
