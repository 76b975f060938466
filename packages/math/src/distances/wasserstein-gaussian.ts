/**
 * The squared 2-Wasserstein distance between Gaussians,
 *   W2² = |μa − μb|² + tr Σa + tr Σb − 2 tr (Σa^½ Σb Σa^½)^½     (Givens & Shortt 1984),
 * from factors Σ = L Lᵀ, without forming Σ. The last trace is the nuclear norm of Lbᵀ La, and completing the square
 * with the orthogonal Q = U Vᵀ of Lbᵀ La = U S Vᵀ turns the three traces into one sum of squares,
 *   W2² = |μa − μb|² + ‖La − Lb Q‖²_F     (Bhatia, Jain & Lim 2019, the Procrustes form),
 * which does not cancel: W2 itself has an absolute error of a few d ε ‖L‖, also between nearly equal and between
 * nearly singular covariances, where the traces would leave only √ε.
 */
import { checkDimension, checkFinite, checkLength } from '../linear/check.ts';
import { normalise } from '../linear/normalise.ts';
import { nearestOrthogonal } from '../linear/singular-values.ts';

/**
 * W2² between N(meanA, La Laᵀ) and N(meanB, Lb Lbᵀ), in squared data units.
 *
 * @param factorA d × d row-major, lower triangular; may be singular.
 */
export function squaredW2Gaussian(
  meanA: ArrayLike<number>,
  factorA: ArrayLike<number>,
  meanB: ArrayLike<number>,
  factorB: ArrayLike<number>,
  d: number,
): number {
  if (d === 1 && meanA.length === 1 && factorA.length === 1 && meanB.length === 1 && factorB.length === 1) {
    const shift = meanA[0] - meanB[0];
    const width = Math.abs(factorA[0]) - Math.abs(factorB[0]);
    return shift * shift + width * width;
  }
  checkGaussians(meanA, factorA, meanB, factorB, d);
  return squaredDistance(meanA, meanB, d) + squaredBures(factorA, factorB, d);
}

function squaredDistance(x: ArrayLike<number>, y: ArrayLike<number>, d: number): number {
  let total = 0;
  for (let i = 0; i < d; i++) total += (x[i] - y[i]) * (x[i] - y[i]);
  return total;
}

/** ‖La − Lb Q‖²_F with the best orthogonal Q. */
function squaredBures(factorA: ArrayLike<number>, factorB: ArrayLike<number>, d: number): number {
  const q = nearestOrthogonal(transposedProduct(factorB, factorA, d), d);
  let total = 0;
  for (let i = 0; i < d; i++)
    for (let j = 0; j < d; j++) {
      let difference = j <= i ? factorA[i * d + j] : 0;
      for (let k = 0; k <= i; k++) difference -= factorB[i * d + k] * q[k * d + j];
      total += difference * difference;
    }
  return total;
}

/** aᵀ b up to a positive factor, for lower triangular a and b; the factor keeps a product of tiny numbers alive. */
function transposedProduct(a: ArrayLike<number>, b: ArrayLike<number>, d: number): Float64Array {
  const left = normalise(a).scaled;
  const right = normalise(b).scaled;
  const product = new Float64Array(d * d);
  for (let i = 0; i < d; i++)
    for (let j = 0; j < d; j++) {
      let total = 0;
      for (let k = Math.max(i, j); k < d; k++) total += left[k * d + i] * right[k * d + j];
      product[i * d + j] = total;
    }
  return product;
}

export function checkGaussians(
  meanA: ArrayLike<number>,
  factorA: ArrayLike<number>,
  meanB: ArrayLike<number>,
  factorB: ArrayLike<number>,
  d: number,
): void {
  checkDimension(d);
  checkLength('meanA', meanA, d, 'd');
  checkLength('factorA', factorA, d * d, 'd × d');
  checkLength('meanB', meanB, d, 'd');
  checkLength('factorB', factorB, d * d, 'd × d');
  checkFinite('factorA', factorA);
  checkFinite('factorB', factorB);
}
