/**
 * Splitting the statistics of N i.i.d. Gaussian points into those of a random subset of n and of the rest.
 *
 * Given count, mean m and scatter A of all, the three scatters that make up A (within the subset, within the rest,
 * and w δ δᵀ between, w = n (N − n) / N, δ the difference of the two means) are A^{½} U_i A^{½}ᵀ with (U_1, U_2, U_3)
 * matrix-Dirichlet ((n − 1)/2, (N − n − 1)/2, ½): three independent Wisharts W_i, brought to sum I by
 * U_i = C⁻¹ W_i C⁻ᵀ, C Cᵀ = W_1 + W_2 + W_3 (Olkin & Rubin 1964). On factors: A = G Gᵀ, W_i = T_i T_iᵀ, the subset's
 * scatter is the square of G C⁻¹ T_1. Where N ≤ d, A has rank N − 1 and G that many columns.
 * For `diagonal` this holds for each coordinate by itself, for `spherical` with the sums of squares over coordinates.
 */
import {
  choleskyUpdate,
  InvalidArgumentError,
  normal,
  type Stream,
  solveLower,
  wishartFactor,
} from '@collapse-lab/math';
import { chi, rowNorm } from './draw.ts';
import type { CovarianceKind } from './gaussian-model.ts';
import {
  copyGaussianStatistics,
  createGaussianStatistics,
  type GaussianStatistics,
} from './gaussian-statistics.ts';

type Pair = [subset: GaussianStatistics, rest: GaussianStatistics];

/**
 * Fills the two scatters, and `between` with √w δ; the mean and the counts are the caller's.
 */
type SplitScatter = (all: GaussianStatistics, pair: Pair, between: Float64Array, stream: Stream) => void;

const scatterSplits: Record<CovarianceKind, SplitScatter> = {
  full: splitFull,
  diagonal: splitDiagonal,
  spherical: splitSpherical,
};

/**
 * Statistics of a uniformly drawn subset of n points and of the rest, by their law given those of all. Exact where
 * the points are i.i.d. from one Gaussian of this kind.
 *
 * @throws InvalidArgumentError where n is not an integer from 0 to the count, or the points came from a model whose
 * covariance the statistics do not hold.
 */
export function splitGaussian(
  all: GaussianStatistics,
  n: number,
  stream: Stream,
  kind: CovarianceKind,
): Pair {
  checkSplit(all, n, kind);
  const d = all.mean.length;
  const pair: Pair = [createGaussianStatistics(kind, d), createGaussianStatistics(kind, d)];
  if (n === 0 || n === all.n) {
    copyGaussianStatistics(all, pair[n === 0 ? 1 : 0]);
    return pair;
  }
  const rest = all.n - n;
  pair[0].n = n;
  pair[1].n = rest;
  const between = new Float64Array(d);
  scatterSplits[kind](all, pair, between, stream);
  const root = Math.sqrt((n * rest) / all.n);
  for (let j = 0; j < d; j++) {
    const difference = between[j] / root;
    pair[0].mean[j] = all.mean[j] + (difference * rest) / all.n;
    pair[1].mean[j] = all.mean[j] - (difference * n) / all.n;
  }
  return pair;
}

function checkSplit(all: GaussianStatistics, n: number, kind: CovarianceKind): void {
  if (!(Number.isInteger(n) && n >= 0 && n <= all.n))
    throw new InvalidArgumentError({
      argument: 'n',
      got: n,
      expected: `an integer from 0 to ${all.n}, the number of points`,
    });
  if (all.weightExcess !== 0)
    throw new InvalidArgumentError({
      argument: 'statistics',
      got: 'statistics of weighted points',
      expected: 'points that count once each, of which a subset can be drawn',
    });
  if (all.foreign)
    throw new InvalidArgumentError({
      argument: 'statistics',
      got: `${kind} statistics of points from a Gaussian that is not ${kind}`,
      expected: `points from a ${kind} Gaussian`,
      remedy: 'Draw the subset and the rest apart, and pool them, or draw points.',
    });
}

function splitDiagonal(all: GaussianStatistics, pair: Pair, between: Float64Array, stream: Stream): void {
  for (let j = 0; j < between.length; j++) {
    const first = chi(stream, pair[0].n - 1);
    const second = chi(stream, pair[1].n - 1);
    const third = normal(stream);
    const scale = all.scatter[j] / rowNorm(Float64Array.of(first, second, third), 3, 0);
    pair[0].scatter[j] = scale * first;
    pair[1].scatter[j] = scale * second;
    between[j] = scale * third;
  }
}

function splitSpherical(all: GaussianStatistics, pair: Pair, between: Float64Array, stream: Stream): void {
  const d = between.length;
  const first = chi(stream, d * (pair[0].n - 1));
  const second = chi(stream, d * (pair[1].n - 1));
  for (let j = 0; j < d; j++) between[j] = normal(stream);
  const scale = all.scatter[0] / rowNorm(Float64Array.of(first, second, rowNorm(between, d, 0)), 3, 0);
  pair[0].scatter[0] = scale * first;
  pair[1].scatter[0] = scale * second;
  for (let j = 0; j < d; j++) between[j] *= scale;
}

function splitFull(all: GaussianStatistics, pair: Pair, between: Float64Array, stream: Stream): void {
  const columns = independentColumns(all);
  const rank = columns.length;
  if (rank === 0) return;
  const first = wishartFactor(stream, rank, pair[0].n - 1);
  const second = wishartFactor(stream, rank, pair[1].n - 1);
  const third = Float64Array.from(columns, () => normal(stream));
  const sum = Float64Array.from(first);
  const update = new Float64Array(rank);
  for (let j = 0; j < rank; j++) {
    for (let i = 0; i < rank; i++) update[i] = i < j ? 0 : second[i * rank + j];
    choleskyUpdate(sum, rank, update, j);
  }
  update.set(third);
  choleskyUpdate(sum, rank, update);
  placeColumns(pair[0].scatter, all, columns, sum, first);
  placeColumns(pair[1].scatter, all, columns, sum, second);
  applyColumns(between, all, columns, solveLower(sum, rank, third, third));
}

/**
 * The columns of F that carry the scatter, ascending: min(d, N − 1) of them at most. Where rounding has left more
 * that are not zero (N ≤ d given points), the smallest are dropped.
 */
function independentColumns(all: GaussianStatistics): number[] {
  const d = all.mean.length;
  const norms: { column: number; norm: number }[] = [];
  for (let column = 0; column < d; column++) {
    const entries = Float64Array.from(all.mean, (_, i) => all.scatter[i * d + column]);
    const norm = rowNorm(entries, d, 0);
    if (norm > 0) norms.push({ column, norm });
  }
  norms.sort((a, b) => b.norm - a.norm || a.column - b.column);
  return norms
    .slice(0, all.n - 1)
    .map(({ column }) => column)
    .sort((a, b) => a - b);
}

/** out = G C⁻¹ T, each column at the place its column of G has in F, so that the result is lower triangular. */
function placeColumns(
  out: Float64Array,
  all: GaussianStatistics,
  columns: readonly number[],
  c: Float64Array,
  t: Float64Array,
): void {
  const d = all.mean.length;
  const rank = columns.length;
  const column = new Float64Array(rank);
  const image = new Float64Array(d);
  for (let j = 0; j < rank; j++) {
    for (let i = 0; i < rank; i++) column[i] = i < j ? 0 : t[i * rank + j];
    applyColumns(image, all, columns, solveLower(c, rank, column, column));
    for (let i = columns[j]; i < d; i++) out[i * d + columns[j]] = image[i];
  }
}

/** out = G v, G the chosen columns of F. */
function applyColumns(
  out: Float64Array,
  all: GaussianStatistics,
  columns: readonly number[],
  v: Float64Array,
): void {
  const d = out.length;
  for (let i = 0; i < d; i++) {
    out[i] = 0;
    for (let k = 0; k < columns.length && columns[k] <= i; k++)
      out[i] += all.scatter[i * d + columns[k]] * v[k];
  }
}
