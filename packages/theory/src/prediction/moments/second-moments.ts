/**
 * The two second moments that every workflow moves by a linear recursion, whatever the dimension.
 *
 * Let p_0 have mean m and covariance C, and let model t be the moment fit (μ_t, Σ_t) to D_t. In expectation
 * over lineages
 *   E Σ_t = variance · C        and        E (μ_t − m)(μ_t − m)ᵀ = meanError · C
 * hold as matrices, because a fit is linear in second moments and points are drawn from the
 * first two moments of earlier models. So they hold for any p_0, full covariances and every dimension; for a
 * diagonal or spherical fit they hold for the trace. A categorical fit is the case of one-hot points: ddof 0,
 * λ = 1, trace of C = 1 − Σ p_i², hence E Σ p_i(t)² = Σ p_i² + meanError · (1 − Σ p_i²).
 *
 * Generation t = 0 is the fit to D_0, all real.
 */

export interface SecondMoments {
  /** E Σ_t in units of p_0's covariance. */
  readonly variance: number;
  /** E (μ_t − μ_{p_0})² in the same units. */
  readonly meanError: number;
}

export interface Estimator {
  /** 0: maximum likelihood (scatter / n); 1: unbiased (scatter / (n − 1)). */
  readonly ddof: 0 | 1;
  /** λ: model t is sampled as N(μ_t, λ Σ_t). 1 where there is no sampling bias. */
  readonly samplingBias: number;
}

/** A law of second moments by generation. */
export type MomentLaw = (t: number) => SecondMoments;

/**
 * Moments of a fit to n points whose mean square about p_0's mean is `meanSquare` in expectation, and whose
 * sample mean has mean square `meanError`: scatter = n (meanSquare − meanError), divided by n − ddof. Of weighted points n
 * is the sum of the weights, and their divisor takes off ddof · Σ w² / n.
 */
export function fitMoments(n: number, meanSquare: number, meanError: number, ddof: number): SecondMoments {
  return { variance: (n * (meanSquare - meanError)) / (n - ddof), meanError };
}

/** The fit to D_0: n i.i.d. points of p_0. */
export function firstFit(n: number, ddof: 0 | 1): SecondMoments {
  return fitMoments(n, 1, 1 / n, ddof);
}

/** Mean square, about p_0's mean, of a point drawn from a model with these moments. */
export function drawnMeanSquare(model: SecondMoments, samplingBias: number): number {
  return samplingBias * model.variance + model.meanError;
}
