/**
 * Rank-one update of a Cholesky factor by Givens rotations: L Lᵀ + x xᵀ without ever forming L Lᵀ, so that a
 * factor keeps its relative accuracy however small its smallest pivot is.
 * Golub & Van Loan, Matrix Computations, 4th ed., 6.5.4.
 */
import { hypotenuse } from './hypotenuse.ts';

/**
 * Changes `l` into the lower factor of L Lᵀ + x xᵀ, with a non-negative diagonal where it was non-negative.
 * Zero pivots are allowed (a singular or empty L). No argument is checked: this is an inner loop.
 *
 * @param l d × d row-major, lower triangular; overwritten.
 * @param x d numbers; overwritten (destroyed).
 * @param from x is known to be zero before this index (0).
 */
export function choleskyUpdate(l: Float64Array, d: number, x: Float64Array, from = 0): void {
  if (d === 1) {
    l[0] = hypotenuse(l[0], x[0]);
    return;
  }
  for (let k = from; k < d; k++) {
    const b = x[k];
    if (b === 0) continue;
    const a = l[k * d + k];
    const r = hypotenuse(a, b);
    const c = a / r;
    const s = b / r;
    l[k * d + k] = r;
    for (let i = k + 1; i < d; i++) {
      const below = l[i * d + k];
      l[i * d + k] = c * below + s * x[i];
      x[i] = c * x[i] - s * below;
    }
  }
}
