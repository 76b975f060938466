/**
 * The statistics of given points: means first, then the factor of the scatter from the deviations, one rank-one
 * update for each point. The scatter itself is never formed.
 */
import { columnMeans, hypotenuse } from '@collapse-lab/math';
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
  const transposed = new Float64Array(d * d);
  const deviation = new Float64Array(d);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < d; j++) deviation[j] = values[i * d + j] - mean[j];
    updateTransposed(transposed, d, deviation);
  }
  for (let i = 0; i < d; i++) for (let j = 0; j < d; j++) scatter[i * d + j] = transposed[j * d + i];
}

/** `choleskyUpdate` of a factor that is kept by its columns, which are what it goes along; the same numbers. */
function updateTransposed(columns: Float64Array, d: number, x: Float64Array): void {
  for (let k = 0; k < d; k++) {
    const b = x[k];
    if (b === 0) continue;
    const column = k * d;
    const a = columns[column + k];
    const r = hypotenuse(a, b);
    const c = a / r;
    const s = b / r;
    columns[column + k] = r;
    for (let i = k + 1; i < d; i++) {
      const below = columns[column + i];
      columns[column + i] = c * below + s * x[i];
      x[i] = c * x[i] - s * below;
    }
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
