/**
 * Pooling the statistics of two sets of points: the scatters add up, and so does the scatter between the two means,
 *   A = A₁ + A₂ + (n₁ n₂ / n) (m₁ − m₂)(m₁ − m₂)ᵀ     (Chan, Golub & LeVeque 1979),
 * on the factors: each column of F₂, and the weighted difference of means, is a rank-one update of F₁.
 */
import { choleskyUpdate, hypotenuse } from '@collapse-lab/math';
import type { CovarianceKind } from './gaussian-model.ts';
import { copyGaussianStatistics, type GaussianStatistics } from './gaussian-statistics.ts';

/** `into` becomes the statistics of the union; `other` is unchanged and must be another object. */
export type Pool = (into: GaussianStatistics, other: GaussianStatistics) => void;

/** The pooling of one kind of covariance in d dimensions; holds its working memory. */
export function createPool(kind: CovarianceKind, d: number): Pool {
  const add = { full: addFull, diagonal: addDiagonal, spherical: addSpherical }[kind];
  const between = new Float64Array(d);
  return (into, other) => {
    if (other.n === 0) return;
    if (into.n === 0) return copyGaussianStatistics(other, into);
    poolMeans(into, other, between);
    add(into.scatter, other.scatter, between);
    into.n += other.n;
    into.weightExcess += other.weightExcess;
    into.foreign ||= other.foreign;
  };
}

/** Moves the mean and leaves √(n₁ n₂ / n) (m₂ − m₁) in `between`. */
function poolMeans(into: GaussianStatistics, other: GaussianStatistics, between: Float64Array): void {
  const n = into.n + other.n;
  const share = other.n / n;
  const weight = Math.sqrt(into.n * share);
  for (let j = 0; j < between.length; j++) {
    const difference = other.mean[j] - into.mean[j];
    into.mean[j] += difference * share;
    between[j] = weight * difference;
  }
}

function addFull(scatter: Float64Array, other: Float64Array, between: Float64Array): void {
  const d = between.length;
  choleskyUpdate(scatter, d, between);
  for (let j = 0; j < d; j++) {
    for (let i = j; i < d; i++) between[i] = other[i * d + j];
    choleskyUpdate(scatter, d, between, j);
  }
}

function addDiagonal(scatter: Float64Array, other: Float64Array, between: Float64Array): void {
  for (let j = 0; j < between.length; j++)
    scatter[j] = hypotenuse(hypotenuse(scatter[j], other[j]), between[j]);
}

function addSpherical(scatter: Float64Array, other: Float64Array, between: Float64Array): void {
  let root = hypotenuse(scatter[0], other[0]);
  for (let j = 0; j < between.length; j++) root = hypotenuse(root, between[j]);
  scatter[0] = root;
}
