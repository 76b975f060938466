/**
 * Squared W2 between model t and p_0.
 *
 * Where the two covariances commute coordinate by coordinate (one dimension; diagonal; spherical),
 *   W2² = |μ_t − μ_0|² + Σ_i (σ_t,i − σ_0,i)²,  so  E W2² = tr C · (meanError + variance + 1 − 2 E σ_t/σ_0).
 * In one dimension, unbiased, equal sizes: (t+1)/n + 2 (1 − α(n)^{t+1}), whose expansion 1.5 (t+1)/n is SI
 * eq. 6 of Shumailov et al. 2024; the slope falls from 1.5/n to 1/n (it is no straight line). Maximum
 * likelihood: below 2 tr C.
 *
 * For a full covariance in d > 1 only the expansion is known: with eigenvalues l of C, a relative error of
 * size meanError in every mean and covariance entry costs
 *   meanError · [Σ l_i + ½ Σ_ij l_i l_j (1 + δ_ij)/(l_i + l_j)]        (Bures metric to second order).
 */
import { symmetricEigen } from '@collapse-lab/math';
import type { SecondMoments } from '../moments/second-moments.ts';

/** E W2² from the exact second moments and E σ_t/σ_0; `trace` is tr C. */
export function expectedSquaredW2(trace: number, moments: SecondMoments, standardDeviation: number): number {
  return trace * (moments.meanError + moments.variance + 1 - 2 * standardDeviation);
}

/** The bracket above: E W2² / meanError to first order. covariance: d × d row-major, symmetric. */
export function squaredW2Slope(covariance: Float64Array, d: number): number {
  const { values } = symmetricEigen(covariance, d);
  let slope = 0;
  for (let i = 0; i < d; i++) {
    slope += values[i];
    for (let j = 0; j < d; j++) {
      slope += ((0.5 * values[i] * values[j]) / (values[i] + values[j])) * (i === j ? 2 : 1);
    }
  }
  return slope;
}

/**
 * The mean error up to which the expansion is within about 4 % (ensembles with d = 1, 2, 3, 10 under
 * replace): what it leaves out grows with the mean error and with the number of covariance entries per
 * coordinate.
 */
export function expansionLimit(d: number): number {
  return 0.5 / (d + 4);
}
