/**
 * Least squares from normal equations: (G + n λ I) w = b by Cholesky, or, where G is singular and λ = 0, the w of
 * minimum norm from the eigenvectors of G. Eigenvalues below 4 d ε times the largest count as zero, that is singular
 * values of X below about 10⁻⁷ √d of the largest: what squaring X leaves to be told apart.
 */
import { symmetricEigen } from '@collapse-lab/math';

/** Solver of one number of inputs; holds its working memory. */
export interface LeastSquares {
  /** w = c + (G + penalty I)⁻¹ (g − penalty c) into `out`; `rows` is n, an upper bound of the rank of G. */
  solve(
    equations: {
      readonly gram: Float64Array;
      readonly reference: Float64Array;
      readonly moment: Float64Array;
    },
    rows: number,
    penalty: number,
    out: Float64Array,
  ): void;
  /** R (d × d, lower triangular or, where G is singular, not) with R Rᵀ = G; returns its rank: zeros lie right of it. */
  factor(gram: Float64Array, rows: number, out: Float64Array): number;
}

export function createLeastSquares(d: number): LeastSquares {
  const lower = new Float64Array(d * d);
  return {
    solve({ gram, reference, moment }, rows, penalty, out) {
      const regular = (rows >= d || penalty > 0) && factorise(gram, penalty, d, lower);
      if (!regular) return minimumNorm(gram, reference, moment, d, out);
      for (let i = 0; i < d; i++) out[i] = moment[i] - penalty * reference[i];
      substitute(lower, d, out);
      for (let i = 0; i < d; i++) out[i] += reference[i];
    },
    factor(gram, rows, out) {
      return rows >= d && factorise(gram, 0, d, out) ? d : eigenFactor(gram, d, out);
    },
  };
}

/** Relative size of a pivot below which a matrix counts as singular. */
function negligible(d: number): number {
  return 4 * d * Number.EPSILON;
}

/** The lower factor of G + penalty I, row by row; false where a pivot is lost in rounding. */
function factorise(gram: Float64Array, penalty: number, d: number, out: Float64Array): boolean {
  const threshold = negligible(d);
  for (let i = 0; i < d; i++) {
    const row = i * d;
    for (let j = 0; j < i; j++) {
      const column = j * d;
      let rest = gram[row + j];
      for (let k = 0; k < j; k++) rest -= out[row + k] * out[column + k];
      out[row + j] = rest / out[column + j];
    }
    const diagonal = gram[row + i] + penalty;
    let rest = diagonal;
    for (let k = 0; k < i; k++) rest -= out[row + k] * out[row + k];
    if (!(rest > threshold * diagonal)) return false;
    out[row + i] = Math.sqrt(rest);
    for (let j = i + 1; j < d; j++) out[row + j] = 0;
  }
  return true;
}

/** x ← (L Lᵀ)⁻¹ x. */
function substitute(lower: Float64Array, d: number, x: Float64Array): void {
  for (let i = 0; i < d; i++) {
    let rest = x[i];
    for (let k = 0; k < i; k++) rest -= lower[i * d + k] * x[k];
    x[i] = rest / lower[i * d + i];
  }
  for (let i = d - 1; i >= 0; i--) {
    const value = x[i] / lower[i * d + i];
    x[i] = value;
    for (let k = 0; k < i; k++) x[k] -= lower[i * d + k] * value;
  }
}

/** w = G⁺ (g + G c) = G⁺ g + P c, P the projection onto the range of G. */
function minimumNorm(
  gram: Float64Array,
  reference: Float64Array,
  moment: Float64Array,
  d: number,
  out: Float64Array,
): void {
  const { values, vectors } = symmetricEigen(gram, d);
  out.fill(0);
  for (let k = d - 1; k >= 0 && values[k] > negligible(d) * values[d - 1]; k--) {
    let component = 0;
    let kept = 0;
    for (let i = 0; i < d; i++) {
      component += vectors[i * d + k] * moment[i];
      kept += vectors[i * d + k] * reference[i];
    }
    const coefficient = component / values[k] + kept;
    for (let i = 0; i < d; i++) out[i] += coefficient * vectors[i * d + k];
  }
}

function eigenFactor(gram: Float64Array, d: number, out: Float64Array): number {
  const { values, vectors } = symmetricEigen(gram, d);
  out.fill(0);
  let rank = 0;
  for (let k = d - 1; k >= 0 && values[k] > negligible(d) * values[d - 1]; k--) {
    const root = Math.sqrt(values[k]);
    for (let i = 0; i < d; i++) out[i * d + rank] = root * vectors[i * d + k];
    rank++;
  }
  return rank;
}
