/** E W2² of one-dimensional replace, from its two exact parts. */

import { replaceStandardDeviation } from '../../prediction/gaussian/replace-scale.ts';
import { expectedSquaredW2 } from '../../prediction/gaussian/squared-w2.ts';
import { replaceMoments } from '../../prediction/moments/replace.ts';

function riskOf(size: (t: number) => number, ddof: 0 | 1): (t: number) => number {
  const moments = replaceMoments({ size, ddof, samplingBias: 1 });
  const deviation = replaceStandardDeviation({ covariance: 'full', d: 1, size, ddof, samplingBias: 1 });
  return (t) => expectedSquaredW2(1, moments(t), deviation(t));
}

/** Σ_{j≤t} 1/n_j + 2 (1 − Π α(n_j)). */
export function unbiasedRisk(size: (t: number) => number): (t: number) => number {
  return riskOf(size, 1);
}

/** 2 (1 − Π α(n_j) √((n_j − 1)/n_j)). */
export function maximumLikelihoodRisk(size: (t: number) => number): (t: number) => number {
  return riskOf(size, 0);
}
