/**
 * Accumulate-subsample: n_t points of model t-1 join the pool, and model t is fitted to k_t points drawn from
 * the pool without replacement (Kazdan et al. 2024). Subsets of different generations overlap, yet the second
 * moments close: with pool size N, pool mean square V and P = E (pool mean)², a subset's mean has mean square
 *   V/k + (1 − 1/k) W,   W = (N P − V)/(N − 1)   (the product of two different pool points),
 * and E[μ_t · pool mean] = P because a subset's mean is the pool's in expectation. Exact for finite sizes.
 * Own derivation; for n = k the mean error grows by the ratios (2.589, 2.871, 2.902 at 100 fits for n = 10,
 * 100, 1000), which tend to π²/2 − 2 in the limit of large n, then many generations.
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

export interface AccumulateSubsampleSetting extends Estimator {
  /** |D_0|. */
  readonly initial: number;
  /** n_t: synthetic points that join the pool for D_t, t = 1, 2, … */
  readonly added: (t: number) => number;
  /** k_t: points fit t sees, t = 1, 2, …; at most the pool. */
  readonly train: (t: number) => number;
}

interface PoolState extends SecondMoments {
  readonly size: number;
  readonly meanSquare: number;
  readonly poolMeanError: number;
}

export function accumulateSubsampleMoments(setting: AccumulateSubsampleSetting): MomentLaw {
  const { initial, ddof, samplingBias } = setting;
  const fit = firstFit(initial, ddof);
  const first: PoolState = { ...fit, size: initial, meanSquare: 1, poolMeanError: fit.meanError };
  return recurrence<PoolState>(first, (previous, t) => {
    const pool = grow(previous, setting.added(t), samplingBias);
    const k = setting.train(t);
    const pairProduct = (pool.size * pool.poolMeanError - pool.meanSquare) / (pool.size - 1);
    const meanError = pool.meanSquare / k + (1 - 1 / k) * pairProduct;
    return { ...pool, ...fitMoments(k, pool.meanSquare, meanError, ddof) };
  });
}

/** The pool after n points of the model have joined it. */
function grow(pool: PoolState, n: number, samplingBias: number): PoolState {
  const { size, poolMeanError } = pool;
  const grown = size + n;
  const newSquares = n * n * pool.meanError + n * samplingBias * pool.variance;
  return {
    ...pool,
    size: grown,
    meanSquare: (size * pool.meanSquare + n * drawnMeanSquare(pool, samplingBias)) / grown,
    poolMeanError:
      (size * size * poolMeanError + 2 * size * n * poolMeanError + newSquares) / (grown * grown),
  };
}

/** Ratio of the mean error to generation 0's, for n → ∞ and then t → ∞: π²/2 − 2 (cf. Dey & Donoho 2024). */
export const accumulateSubsampleRatioLimit: number = (Math.PI * Math.PI) / 2 - 2;
