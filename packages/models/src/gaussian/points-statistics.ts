/**
 * The statistics of given points: means first, then the factor of the scatter from the deviations, one rank-one
 * update for each point. The scatter itself is never formed.
 */
import { choleskyUpdate, columnMeans, hypotenuse } from '@collapse-lab/math';
import type { Points } from '../data/data.ts';
import type { CovarianceKind } from './gaussian-model.ts';
import type { GaussianStatistics } from './gaussian-statistics.ts';

/** Overwrites `statistics` with those of n ≥ 1 points. */
export function reducePoints(statistics: GaussianStatistics, points: Points, kind: CovarianceKind): void {
  statistics.mean.set(columnMeans(points.values, points.d));
  statistics.n = points.n;
  statistics.foreign = false;
  reducers[kind](statistics.scatter, points, statistics.mean);
}

type Reducer = (scatter: Float64Array, points: Points, mean: Float64Array) => void;

const reducers: Record<CovarianceKind, Reducer> = { full, diagonal, spherical };

function full(scatter: Float64Array, points: Points, mean: Float64Array): void {
  const { n, d, values } = points;
  if (d === 1) {
    diagonal(scatter, points, mean);
    return;
  }
  scatter.fill(0);
  const deviation = new Float64Array(d);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < d; j++) deviation[j] = values[i * d + j] - mean[j];
    choleskyUpdate(scatter, d, deviation);
  }
}

function diagonal(scatter: Float64Array, points: Points, mean: Float64Array): void {
  for (let j = 0; j < points.d; j++) scatter[j] = deviationNorm(points, j, mean[j]);
}

function spherical(scatter: Float64Array, points: Points, mean: Float64Array): void {
  scatter[0] = 0;
  for (let j = 0; j < points.d; j++) scatter[0] = hypotenuse(scatter[0], deviationNorm(points, j, mean[j]));
}

/** √ Σ (x_j − mean)², also where the squares would underflow or overflow. */
function deviationNorm(points: Points, j: number, mean: number): number {
  const { d, values } = points;
  let total = 0;
  for (let at = j; at < values.length; at += d) total += (values[at] - mean) * (values[at] - mean);
  if (total > 1e-280 && total < 1e280) return Math.sqrt(total);
  let norm = 0;
  for (let at = j; at < values.length; at += d) norm = hypotenuse(norm, values[at] - mean);
  return norm;
}
