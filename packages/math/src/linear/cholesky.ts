/**
 * Cholesky factors by the row-wise (Banachiewicz) recurrence.
 * Golub & Van Loan, Matrix Computations, 4th ed., 4.2.
 */
import { CollapseLabError } from '../error.ts';
import { checkDimension, checkLength } from './check.ts';

/** A matrix that should have been positive definite and is not. */
export class NotPositiveDefiniteError extends CollapseLabError {
  override readonly name: string = 'NotPositiveDefiniteError';
  /** Row and column, from 0, of the first pivot that is not positive. */
  readonly pivot: number;
  /** What is left on the diagonal there. */
  readonly value: number;

  constructor(pivot: number, value: number) {
    super(
      `a: pivot ${pivot} is ${value}, expected a positive number (a symmetric positive definite matrix). ` +
        `Check that the matrix is a covariance whose variables 0 … ${pivot} are not linearly dependent.`,
    );
    this.pivot = pivot;
    this.value = value;
  }
}

/**
 * The lower triangular L with L Lᵀ = a and a positive diagonal.
 *
 * @param a d × d row-major, symmetric positive definite; only the lower triangle is read.
 * @throws NotPositiveDefiniteError naming the first pivot that is not positive (NaN included).
 */
export function cholesky(a: ArrayLike<number>, d: number): Float64Array {
  checkDimension(d);
  checkLength('a', a, d * d, 'd × d');
  const l = new Float64Array(d * d);
  for (let i = 0; i < d; i++) {
    const row = i * d;
    for (let j = 0; j <= i; j++) {
      let rest = a[row + j];
      for (let k = 0; k < j; k++) rest -= l[row + k] * l[j * d + k];
      if (j < i) l[row + j] = rest / l[j * d + j];
      else if (rest > 0 && rest < Infinity) l[row + j] = Math.sqrt(rest);
      else throw new NotPositiveDefiniteError(i, rest);
    }
  }
  return l;
}
