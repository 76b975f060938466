/**
 * The squared Fréchet distance between Gaussians given by covariances,
 *   |μa − μb|² + tr Σa + tr Σb − 2 tr (Σa Σb)^½     (Dowson & Landau 1982; Heusel et al. 2017 on features of pictures).
 * The last trace is the sum of the singular values of Σb^½ Σa^½, which exists for singular covariances too: features
 * may be constant. Where factors are at hand, `squaredW2Gaussian` is the same without the cancellation.
 */
import { checkDimension, checkLength } from '../linear/check.ts';
import { singularValues } from '../linear/singular-values.ts';
import { symmetricSquareRoot } from '../linear/symmetric-eigen.ts';

/** Absolute error: some d ε times the traces. At least 0. */
export function squaredFrechetGaussian(
  meanA: ArrayLike<number>,
  covarianceA: ArrayLike<number>,
  meanB: ArrayLike<number>,
  covarianceB: ArrayLike<number>,
  d: number,
): number {
  checkDimension(d);
  checkLength('meanA', meanA, d, 'd');
  checkLength('meanB', meanB, d, 'd');
  const [rootA, rootB] = [symmetricSquareRoot(covarianceA, d), symmetricSquareRoot(covarianceB, d)];
  let total = 0;
  for (let i = 0; i < d; i++) {
    const shift = meanA[i] - meanB[i];
    total += shift * shift + covarianceA[i * d + i] + covarianceB[i * d + i];
  }
  let overlap = 0;
  for (const value of singularValues(product(rootB, rootA, d), d, d)) overlap += value;
  return Math.max(0, total - 2 * overlap);
}

/** a b, d × d row-major. */
function product(a: Float64Array, b: Float64Array, d: number): Float64Array {
  const result = new Float64Array(d * d);
  for (let i = 0; i < d; i++)
    for (let k = 0; k < d; k++) {
      const left = a[i * d + k];
      for (let j = 0; j < d; j++) result[i * d + j] += left * b[k * d + j];
    }
  return result;
}
