/**
 * Singular value decomposition (Golub–Kahan) from ml-matrix, which computes with + − × ÷ and Math.sqrt alone
 * (its own `hypotenuse`, not Math.hypot) and so gives the same bits on every engine.
 */
import { Matrix, SVD } from 'ml-matrix';
import { checkDimension, checkFinite, checkLength } from './check.ts';
import { normalise } from './normalise.ts';

function toMatrix(a: ArrayLike<number>, rows: number, columns: number): Matrix {
  const result: number[][] = [];
  for (let i = 0; i < rows; i++) {
    const row = new Array<number>(columns);
    for (let j = 0; j < columns; j++) row[j] = a[i * columns + j];
    result.push(row);
  }
  return new Matrix(result);
}

/**
 * The min(rows, columns) singular values, descending. Absolute error: a few ε times the largest.
 *
 * @param a rows × columns, row-major.
 */
export function singularValues(a: ArrayLike<number>, rows: number, columns: number): Float64Array {
  checkDimension(rows, 'rows');
  checkDimension(columns, 'columns');
  checkLength('a', a, rows * columns, 'rows × columns');
  checkFinite('a', a);
  const { scaled, scale } = normalise(a);
  const svd = new SVD(toMatrix(scaled, rows, columns), {
    computeLeftSingularVectors: false,
    computeRightSingularVectors: false,
    autoTranspose: true,
  });
  return Float64Array.from(svd.diagonal, (value) => value * scale);
}

/**
 * The orthogonal Q (d × d row-major) that maximises tr(Qᵀ a): Q = U Vᵀ of the decomposition a = U S Vᵀ.
 * Any one of the maximisers where a is singular.
 */
export function nearestOrthogonal(a: ArrayLike<number>, d: number): Float64Array {
  const svd = new SVD(toMatrix(normalise(a).scaled, d, d));
  const u = svd.leftSingularVectors.to1DArray();
  const v = svd.rightSingularVectors.to1DArray();
  const q = new Float64Array(d * d);
  for (let i = 0; i < d; i++)
    for (let j = 0; j < d; j++) {
      let total = 0;
      for (let k = 0; k < d; k++) total += u[i * d + k] * v[j * d + k];
      q[i * d + j] = total;
    }
  return q;
}
