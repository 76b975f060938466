/**
 * Least squares from normal equations: (G + n λ I) w = b by Cholesky, or, where G is singular and λ = 0, the w of
 * minimum norm by Cholesky with complete pivoting (Higham 2002, Accuracy and Stability, 10.3): G = L Lᵀ with r columns,
 * w = L (LᵀL)⁻¹ L⁺ b, at a cost of d r² for the few rows that such fits have. Pivots below 4 d ε times the largest count
 * as zero, that is singular values of X below about 10⁻⁷ √d of the largest: what squaring X leaves to be told apart.
 */
import { cholesky } from '@collapse-lab/math';

/** Solver of one number of inputs; holds its working memory. */
export interface LeastSquares {
  /** w = c + (G + penalty I)⁻¹ (g − penalty c) into `out`; `rows` is n, an upper bound of the rank of G. Returns the rank of G + penalty I. */
  solve(
    equations: {
      readonly gram: Float64Array;
      readonly reference: Float64Array;
      readonly moment: Float64Array;
    },
    rows: number,
    penalty: number,
    out: Float64Array,
  ): number;
  /** R (d × d) with R Rᵀ = G, lower triangular where G is regular; returns its rank: zeros lie right of that column. */
  factor(gram: Float64Array, rows: number, out: Float64Array): number;
  /** Of the matrix that was solved with last: by how much rounding of it is inflated in the solution, the largest G_ii over its pivot. */
  inflation(): number;
}

export function createLeastSquares(d: number): LeastSquares {
  const fitted = createFactorisation(d);
  const labelled = createFactorisation(d);
  return {
    solve({ gram, reference, moment }, rows, penalty, out) {
      const { lower, pivoted } = fitted;
      const rank = fitted.of(gram, rows, penalty);
      if (!fitted.regular) {
        minimumNorm(pivoted, rank, lower, reference, moment, out);
        return rank;
      }
      for (let i = 0; i < d; i++) out[i] = moment[i] - penalty * reference[i];
      substitute(lower, d, out);
      for (let i = 0; i < d; i++) out[i] += reference[i];
      return rank;
    },
    factor(gram, rows, out) {
      const rank = labelled.of(gram, rows, 0);
      out.set(labelled.lower);
      return rank;
    },
    inflation: () => inflationOf(fitted, d),
  };
}

/** Σ_k L_ik² over the square of the pivot in row i: one for orthogonal inputs, whatever their units. */
function inflationOf({ lower, regular, pivoted }: Factorisation, d: number): number {
  let largest = 1;
  for (let k = 0; k < d; k++) {
    const row = (regular ? k : pivoted.order[k]) * d;
    const pivot = lower[row + k];
    if (pivot === 0) break;
    let diagonal = 0;
    for (let m = 0; m <= k; m++) diagonal += lower[row + m] * lower[row + m];
    largest = Math.max(largest, diagonal / (pivot * pivot));
  }
  return largest;
}

/** Factors G + penalty I, and remembers the last one: where inputs are fixed it is the same in every generation. */
interface Factorisation {
  /** Returns the rank. */
  of(gram: Float64Array, rows: number, penalty: number): number;
  /** The factor, d × d. */
  readonly lower: Float64Array;
  /** Whether it is lower triangular; otherwise its rows are in the order of `pivoted`. */
  regular: boolean;
  readonly pivoted: PivotedFactor;
}

function createFactorisation(d: number): Factorisation {
  const known = new Float64Array(d * d).fill(Number.NaN);
  let knownRows = 0;
  let knownPenalty = 0;
  let rank = 0;
  const factorisation: Factorisation = {
    lower: new Float64Array(d * d),
    regular: false,
    pivoted: createPivotedFactor(d),
    of(gram, rows, penalty) {
      if (rows === knownRows && penalty === knownPenalty && equal(gram, known)) return rank;
      const { lower, pivoted } = factorisation;
      factorisation.regular = (rows >= d || penalty > 0) && factorise(gram, penalty, d, lower);
      rank = factorisation.regular ? d : pivoted.factorise(gram, rows, lower);
      known.set(gram);
      knownRows = rows;
      knownPenalty = penalty;
      return rank;
    },
  };
  return factorisation;
}

function equal(a: Float64Array, b: Float64Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
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

/** Cholesky with complete pivoting; holds its working memory. */
interface PivotedFactor {
  /** L (d × d, zero from column r on) with L Lᵀ = G; returns r ≤ rows. Row `order[k]` is zero right of column k. */
  factorise(gram: Float64Array, rows: number, out: Float64Array): number;
  readonly order: Int32Array;
}

function createPivotedFactor(d: number): PivotedFactor {
  const order = new Int32Array(d);
  const rest = new Float64Array(d);
  return {
    order,
    factorise(gram, rows, out) {
      out.fill(0);
      for (let i = 0; i < d; i++) rest[i] = gram[i * (d + 1)];
      const threshold = negligible(d) * rest[largestOf(rest)];
      const most = Math.min(rows, d);
      for (let k = 0; k < most; k++) {
        const pivot = largestOf(rest);
        if (!(rest[pivot] > threshold)) return k;
        order[k] = pivot;
        addColumn(gram, out, rest, pivot, k);
      }
      return most;
    },
  };
}

/** Column k of L from the pivot; what is left of the diagonal is −1 where a row is finished. */
function addColumn(
  gram: Float64Array,
  out: Float64Array,
  rest: Float64Array,
  pivot: number,
  k: number,
): void {
  const d = rest.length;
  const root = Math.sqrt(rest[pivot]);
  rest[pivot] = -1;
  out[pivot * d + k] = root;
  for (let i = 0; i < d; i++) {
    if (rest[i] < 0) continue;
    let entry = gram[i * d + pivot];
    for (let m = 0; m < k; m++) entry -= out[i * d + m] * out[pivot * d + m];
    entry /= root;
    out[i * d + k] = entry;
    rest[i] = Math.max(0, rest[i] - entry * entry);
  }
}

function largestOf(values: Float64Array): number {
  let at = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[at]) at = i;
  return at;
}

/** w = G⁺ (g + G c) = L (LᵀL)⁻¹ (L⁺ g + Lᵀ c), g in the range of L. */
function minimumNorm(
  { order }: PivotedFactor,
  rank: number,
  lower: Float64Array,
  reference: Float64Array,
  moment: Float64Array,
  out: Float64Array,
): void {
  const d = out.length;
  const solution = new Float64Array(rank);
  for (let k = 0; k < rank; k++) {
    const row = order[k] * d;
    let value = moment[order[k]];
    for (let m = 0; m < k; m++) value -= lower[row + m] * solution[m];
    solution[k] = value / lower[row + k];
  }
  const square = new Float64Array(rank * rank);
  for (let i = 0; i < d; i++)
    for (let k = 0; k < rank; k++) {
      solution[k] += lower[i * d + k] * reference[i];
      for (let m = 0; m <= k; m++) square[k * rank + m] += lower[i * d + k] * lower[i * d + m];
    }
  if (rank > 0) substitute(cholesky(square, rank), rank, solution);
  for (let i = 0; i < d; i++) {
    let weight = 0;
    for (let k = 0; k < rank; k++) weight += lower[i * d + k] * solution[k];
    out[i] = weight;
  }
}
