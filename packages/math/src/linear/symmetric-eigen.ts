/**
 * Symmetric eigenvalues (Householder tridiagonalisation and implicit QL) from ml-matrix, whose symmetric path
 * computes with + − × ÷ and Math.sqrt alone (its own `hypotenuse`, not Math.hypot) and so gives the same bits on
 * every engine.
 */
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { checkDimension, checkFinite, checkLength } from './check.ts';
import { NotPositiveDefiniteError } from './cholesky.ts';
import { normalise } from './normalise.ts';

export interface SymmetricEigen {
  /** d eigenvalues, ascending. */
  readonly values: Float64Array;
  /** d × d row-major; column j is the unit eigenvector of values[j]. */
  readonly vectors: Float64Array;
}

/**
 * Eigenvalues and orthonormal eigenvectors of a symmetric matrix.
 * Absolute error of an eigenvalue: a few ε times the largest.
 *
 * @param a d × d row-major, symmetric; only the lower triangle is read.
 */
export function symmetricEigen(a: ArrayLike<number>, d: number): SymmetricEigen {
  checkDimension(d);
  checkLength('a', a, d * d, 'd × d');
  checkFinite('a', a);
  const { scaled, scale } = normalise(a);
  const rows: number[][] = [];
  for (let i = 0; i < d; i++) {
    const row = new Array<number>(d);
    for (let j = 0; j < d; j++) row[j] = j <= i ? scaled[i * d + j] : scaled[j * d + i];
    rows.push(row);
  }
  const decomposition = new EigenvalueDecomposition(new Matrix(rows), { assumeSymmetric: true });
  const values = Float64Array.from(decomposition.realEigenvalues, (value) => value * scale);
  return { values, vectors: Float64Array.from(decomposition.eigenvectorMatrix.to1DArray()) };
}

/**
 * The symmetric positive semidefinite square root of a symmetric positive semidefinite matrix, d × d row-major.
 * An eigenvalue that is off by ε λ_max has a root that is off by more: up to √(ε λ_max) where a is singular.
 *
 * @throws NotPositiveDefiniteError where an eigenvalue is negative by more than rounding (d ε times the largest).
 */
export function symmetricSquareRoot(a: ArrayLike<number>, d: number): Float64Array {
  const { values, vectors } = symmetricEigen(a, d);
  const negligible = 4 * d * Number.EPSILON * Math.max(Math.abs(values[0]), Math.abs(values[d - 1]));
  if (values[0] < -negligible) throw new NotPositiveDefiniteError(0, values[0]);
  const root = new Float64Array(d * d);
  for (let k = 0; k < d; k++) {
    const weight = Math.sqrt(Math.max(0, values[k]));
    for (let i = 0; i < d; i++) {
      const left = weight * vectors[i * d + k];
      for (let j = 0; j <= i; j++) root[i * d + j] += left * vectors[j * d + k];
    }
  }
  for (let i = 0; i < d; i++) for (let j = 0; j < i; j++) root[j * d + i] = root[i * d + j];
  return root;
}
