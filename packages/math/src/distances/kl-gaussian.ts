/**
 * Kullback–Leibler divergence between Gaussians from Cholesky factors: with the lower triangular M = Lb⁻¹ La,
 *   KL(A ‖ B) = ½ [ Σ_i (m_ii² − 1 − 2 log m_ii) + Σ_{j<i} m_ij² + |Lb⁻¹ (μa − μb)|² ],
 * a sum of terms that are all ≥ 0, so that nothing cancels.
 */

import { log } from '../elementary/log.ts';
import { log1p } from '../elementary/log1p.ts';
import { solveLower } from '../linear/triangular.ts';
import { checkGaussians } from './wasserstein-gaussian.ts';

/**
 * KL(N(meanA, La Laᵀ) ‖ N(meanB, Lb Lbᵀ)), in nats. Lower triangular factors, d × d row-major.
 * 0 where A and B are equal entry by entry; else Infinity where one of the covariances is singular (a degenerate
 * subspace that both would share is not looked for).
 */
export function klGaussian(
  meanA: ArrayLike<number>,
  factorA: ArrayLike<number>,
  meanB: ArrayLike<number>,
  factorB: ArrayLike<number>,
  d: number,
): number {
  checkGaussians(meanA, factorA, meanB, factorB, d);
  if (equal(meanA, meanB) && equal(factorA, factorB)) return 0;
  if (singular(factorA, d) || singular(factorB, d)) return Infinity;
  const column = new Float64Array(d);
  for (let i = 0; i < d; i++) {
    column[i] = meanA[i] - meanB[i];
    if (!(Math.abs(column[i]) < Infinity)) return Math.abs(column[i]);
  }
  let twice = squaredNorm(solveLower(factorB, d, column, column), 0);
  for (let j = 0; j < d; j++) {
    for (let i = 0; i < d; i++) column[i] = i < j ? 0 : factorA[i * d + j];
    solveLower(factorB, d, column, column);
    twice += squaredNorm(column, j + 1) + diagonalTerm(Math.abs(column[j]));
  }
  // Of finite arguments every term is ≥ 0: where one has overflowed, and been subtracted from another, so has the sum.
  return twice >= 0 ? twice / 2 : Infinity;
}

/** m² − 1 − 2 log m ≥ 0. */
function diagonalTerm(m: number): number {
  const u = m - 1;
  const logarithm = Math.abs(u) < 0.5 ? log1p(u) : log(m);
  return Math.max(0, u * (2 + u) - 2 * logarithm);
}

function squaredNorm(x: Float64Array, from: number): number {
  let total = 0;
  for (let i = from; i < x.length; i++) total += x[i] * x[i];
  return total;
}

function singular(factor: ArrayLike<number>, d: number): boolean {
  for (let i = 0; i < d; i++) if (factor[i * d + i] === 0) return true;
  return false;
}

function equal(x: ArrayLike<number>, y: ArrayLike<number>): boolean {
  for (let i = 0; i < x.length; i++) if (x[i] !== y[i]) return false;
  return true;
}
