/**
 * Accumulate: model t is fitted to all points so far, N_t = n_0 + n_1 + … + n_t, where n_t new ones came from
 * model t-1. Pooling moves the mean by n_t/N_t of the way to the new batch's mean, so with s = variance_{t-1}
 *   meanError_t = meanError_{t-1} + λ n_t s / N_t²,
 *   variance_t = s · [N_{t-1} − ddof + λ n_t (1 − 1/N_t)] / (N_t − ddof).
 * Equal batches n, λ = 1: Π_{i=2..t+1} (1 − 1/(n i²)) · (1 − 1/n) for maximum likelihood, limit
 * sin(π/√n)/(π/√n) (Kazdan et al. 2024); Π_{i=2..t+1} (1 − 1/(i (n i − 1))) unbiased (own derivation).
 */
import { sin } from '@collapse-lab/math';
import { recurrence } from '../recurrence.ts';
import { type Estimator, firstFit, type MomentLaw, type SecondMoments } from './second-moments.ts';

export interface AccumulateSetting extends Estimator {
  /** |D_0|. */
  readonly initial: number;
  /** Synthetic points added for D_t, t = 1, 2, … */
  readonly added: (t: number) => number;
}

interface PoolState extends SecondMoments {
  readonly size: number;
}

export function accumulateMoments({ initial, added, ddof, samplingBias }: AccumulateSetting): MomentLaw {
  const first: PoolState = { ...firstFit(initial, ddof), size: initial };
  return recurrence<PoolState>(first, (previous, t) => {
    const n = added(t);
    const size = previous.size + n;
    const drawn = samplingBias * n * previous.variance;
    return {
      size,
      meanError: previous.meanError + drawn / (size * size),
      variance: ((previous.size - ddof) * previous.variance + drawn * (1 - 1 / size)) / (size - ddof),
    };
  });
}

/** lim E Σ_t / C of maximum-likelihood accumulation with equal batches of n ≥ 1 points: sin(π/√n)/(π/√n). */
export function accumulateVarianceLimit(n: number): number {
  const angle = Math.PI / Math.sqrt(n);
  return sin(angle) / angle;
}
