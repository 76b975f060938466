/**
 * Scale of a Gaussian under replace, by generation: every refit multiplies it by an independent factor
 * (scale-law.ts), and a sampling bias λ multiplies the covariance by λ once per synthetic generation.
 * t = 0 is the fit to D_0: t + 1 refits, t samplings.
 */
import { log } from '@collapse-lab/math';
import type { CovarianceKind } from '@collapse-lab/models';
import { recurrence } from '../recurrence.ts';
import {
  addCumulants,
  type LogCumulants,
  logDeterminantChange,
  standardDeviationChange,
} from './scale-law.ts';

export interface ReplaceScaleSetting {
  readonly covariance: CovarianceKind;
  readonly d: number;
  /** |D_t|, t = 0, 1, … */
  readonly size: (t: number) => number;
  readonly ddof: 0 | 1;
  /** λ. */
  readonly samplingBias: number;
}

/** Cumulants of log det Σ_t − log det of p_0's covariance (of its diagonal for `diagonal`). */
export function replaceLogDeterminant(setting: ReplaceScaleSetting): (t: number) => LogCumulants {
  const { covariance, d, size, ddof, samplingBias } = setting;
  const bias: LogCumulants = { mean: d * log(samplingBias), variance: 0, third: 0 };
  const change = (t: number) => logDeterminantChange({ covariance, d, n: size(t), ddof });
  return recurrence(change(0), (sum, t) => addCumulants(addCumulants(sum, bias), change(t)));
}

/** E σ_t / σ_{p_0}: α(n)^{t+1} for equal sizes, unbiased, λ = 1 (Bertrand et al. 2024, t + 1 fits). */
export function replaceStandardDeviation(setting: ReplaceScaleSetting): (t: number) => number {
  const { covariance, d, size, ddof, samplingBias } = setting;
  const change = (t: number) => standardDeviationChange({ covariance, d, n: size(t), ddof });
  const bias = Math.sqrt(samplingBias);
  return recurrence(change(0), (product, t) => product * bias * change(t));
}
