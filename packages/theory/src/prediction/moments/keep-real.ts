/**
 * Keep real: D_t is m_t points of model t-1 and r points of D_0, kept (fixed) or drawn anew without
 * replacement (redrawn). With N = m + r, a = m/N, X̄ the mean of the r points used and c = E[μ_{t-1} X̄]:
 *   meanError_t = a² (meanError + λ variance / m)_{t-1} + 2 a (1−a) c_{t-1} + (1−a)²/r,
 *   c_t = a c_{t-1} + (1−a) w,   c_0 = 1/n_0,
 * where w = E[X̄ X̄] = 1/r for a fixed subset and w = 1/n_0 for a redrawn one (its conditional mean is
 * D_0's). Own derivation.
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

export interface KeepRealSetting extends Estimator {
  /** |D_0|. */
  readonly initial: number;
  /** r: points of D_0 in every later training set, 1 … |D_0|. */
  readonly kept: number;
  readonly subset: 'fixed' | 'redrawn';
  /** m_t, t = 1, 2, … */
  readonly synthetic: (t: number) => number;
}

interface KeepRealState extends SecondMoments {
  /** E[μ_t X̄]. */
  readonly overlap: number;
}

export function keepRealMoments(setting: KeepRealSetting): MomentLaw {
  const { initial, kept, subset, ddof, samplingBias } = setting;
  const shared = subset === 'fixed' ? 1 / kept : 1 / initial;
  const first: KeepRealState = { ...firstFit(initial, ddof), overlap: 1 / initial };
  return recurrence<KeepRealState>(first, (previous, t) => {
    const m = setting.synthetic(t);
    const n = m + kept;
    const a = m / n;
    const b = kept / n;
    const meanError =
      a * a * previous.meanError +
      (m * samplingBias * previous.variance) / (n * n) +
      2 * a * b * previous.overlap +
      (b * b) / kept;
    const meanSquare = a * drawnMeanSquare(previous, samplingBias) + b;
    return { ...fitMoments(n, meanSquare, meanError, ddof), overlap: a * previous.overlap + b * shared };
  });
}
