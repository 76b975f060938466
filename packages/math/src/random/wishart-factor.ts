// Bartlett's decomposition: T lower triangular with T Tᵀ ~ W_d(df, I), of independent entries
// T_ii² ~ χ²(df − i) and T_ij ~ N(0, 1) for i > j (i, j from 0).
// Bartlett: "On the theory of statistical regression", Proc. R. Soc. Edinburgh 53 (1933) 260-283.
// For df < d the same entries in the first df columns and zeros in the others: reducing the d × df matrix of normals by
// orthogonal transformations of its columns leaves rows i ≥ df standard normal (Srivastava: "Singular Wishart and
// multivariate beta distributions", Ann. Statist. 31 (2003) 1537-1560).

import type { Stream } from '../stream/stream.ts';
import { buffer, isCount, refuse } from './check.ts';
import { uncheckedChiSquared } from './chi-squared.ts';
import { normal } from './normal.ts';

/**
 * A lower triangular T (d × d, row-major) with T Tᵀ ~ W_d(df, I). For a scale matrix L Lᵀ the factor is L T.
 *
 * @param df degrees of freedom: an integer ≥ 0, or any number > d − 1; below d the law is singular, at 0 it is zero
 * @param out d·d numbers to write to, the upper triangle included; allocated when left out
 * @throws InvalidArgumentError when d, df or out is not as said
 */
export function wishartFactor(stream: Stream, d: number, df: number, out?: Float64Array): Float64Array {
  if (!isCount(d) || d < 1) refuse('d', d, 'a positive integer');
  if (!isCount(df) && !(df > d - 1 && df < Infinity))
    refuse('df', df, `an integer ≥ 0, or a finite number > ${d - 1}`);
  const t = buffer(out, d * d);
  t.fill(0);
  for (let i = 0; i < d; i++) {
    const row = i * d;
    for (let j = 0; j < i && j < df; j++) t[row + j] = normal(stream);
    if (i < df) t[row + i] = Math.sqrt(uncheckedChiSquared(stream, df - i));
  }
  return t;
}
