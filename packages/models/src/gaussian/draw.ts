/**
 * The statistics of n fresh points of N(μ, Σ), Σ = L Lᵀ, from their own law instead of from points: the mean is
 * μ + L z / √n, and independently of it the scatter is L T (L T)ᵀ with T Tᵀ ~ Wishart_d(n − 1, I) by Bartlett's lower
 * triangular T (Anderson 2003, 7.2). L T is the factor kept: nothing is squared, so directions as small as 1e-300
 * survive. With n ≤ d the scatter is singular, as that of n points is.
 *
 * A family that keeps less than the full scatter has a cheaper law under its own models (χ² for each coordinate, or
 * one χ² with d (n − 1) degrees of freedom); under others the full scatter is drawn and projected: A_jj is the
 * squared norm of row j of L T, and tr A the sum of them.
 */
import {
  chiSquared,
  hypotenuse,
  multiplyLower,
  normal,
  type Stream,
  wishartFactor,
} from '@collapse-lab/math';
import { type CovarianceKind, fullFactor, type GaussianModel } from './gaussian-model.ts';
import type { GaussianStatistics } from './gaussian-statistics.ts';

/** Overwrites `statistics` with those of n ≥ 1 fresh points of `model`. */
export type Draw = (statistics: GaussianStatistics, model: GaussianModel, n: number, stream: Stream) => void;

/** The drawing of one kind of statistics in d dimensions; holds its working memory. */
export function createDraw(kind: CovarianceKind, d: number): Draw {
  const deviates = new Float64Array(d);
  const scatterOf = {
    full: createFullScatter,
    diagonal: createDiagonalScatter,
    spherical: createSphericalScatter,
  }[kind](d);
  return (statistics, model, n, stream) => {
    const scale = Math.sqrt(model.samplingBias);
    for (let i = 0; i < d; i++) deviates[i] = normal(stream);
    placeMean(statistics.mean, model, deviates, scale / Math.sqrt(n));
    scatterOf(statistics.scatter, model, n, stream);
    if (scale !== 1) for (let i = 0; i < statistics.scatter.length; i++) statistics.scatter[i] *= scale;
    statistics.n = n;
    statistics.foreign = isForeign(kind, model.covariance);
  };
}

const generality: Record<CovarianceKind, number> = { spherical: 0, diagonal: 1, full: 2 };

/** Whether statistics of one kind do not hold the covariance of a model of another. */
export function isForeign(kind: CovarianceKind, covariance: CovarianceKind): boolean {
  return generality[covariance] > generality[kind];
}

/** out = μ + scale L z. */
function placeMean(out: Float64Array, model: GaussianModel, z: Float64Array, scale: number): void {
  const { d, mean, factor, covariance } = model;
  for (let i = 0; i < d; i++) {
    let shift = 0;
    if (covariance === 'full') for (let k = 0; k <= i; k++) shift += factor[i * d + k] * z[k];
    else shift = factor[covariance === 'diagonal' ? i : 0] * z[i];
    out[i] = mean[i] + scale * shift;
  }
}

/** Overwrites `scatter` with that of n points of N(0, L Lᵀ); the sampling bias is the caller's. */
type Scatter = (scatter: Float64Array, model: GaussianModel, n: number, stream: Stream) => void;

function createFullScatter(d: number): Scatter {
  return (scatter, model, n, stream) => {
    wishartFactor(stream, d, n - 1, scatter);
    multiplyLower(fullFactor(model), scatter, d, scatter);
  };
}

function createDiagonalScatter(d: number): Scatter {
  const full = createFullScatter(d);
  const product = new Float64Array(d * d);
  return (scatter, model, n, stream) => {
    if (model.covariance !== 'full') {
      for (let j = 0; j < d; j++) scatter[j] = deviation(model, j) * chi(stream, n - 1);
      return;
    }
    full(product, model, n, stream);
    for (let j = 0; j < d; j++) scatter[j] = rowNorm(product, d, j);
  };
}

function createSphericalScatter(d: number): Scatter {
  const diagonal = createDiagonalScatter(d);
  const roots = new Float64Array(d);
  return (scatter, model, n, stream) => {
    if (model.covariance === 'spherical') {
      scatter[0] = model.factor[0] * chi(stream, d * (n - 1));
      return;
    }
    diagonal(roots, model, n, stream);
    scatter[0] = rowNorm(roots, d, 0);
  };
}

function deviation(model: GaussianModel, j: number): number {
  return model.factor[model.covariance === 'diagonal' ? j : 0];
}

/** √χ² with df degrees of freedom; 0 for df = 0. */
export function chi(stream: Stream, df: number): number {
  return df === 0 ? 0 : Math.sqrt(chiSquared(stream, df));
}

/** Euclidean norm of row i of a matrix with d columns. */
export function rowNorm(a: Float64Array, d: number, i: number): number {
  let norm = 0;
  for (let k = i * d; k < (i + 1) * d; k++) norm = hypotenuse(norm, a[k]);
  return norm;
}
