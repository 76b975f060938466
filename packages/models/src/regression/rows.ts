/** The statistics of given rows (x, y): G first, then the labels relative to the fit of these rows. */
import type { Points } from '../data/data.ts';
import type { LeastSquares } from './least-squares.ts';
import { createLinearStatistics, type LinearStatistics, poolLinear } from './linear-statistics.ts';

/** Pools the statistics of n ≥ 1 rows into `statistics`. */
export function addRows(statistics: LinearStatistics, rows: Points, solver: LeastSquares): void {
  const batch = createLinearStatistics(rows.d - 1);
  batch.n = rows.n;
  sumProducts(batch, rows);
  // About the fit, the residual sum of squares is a sum of squares: Xᵀy alone would leave it as a difference.
  const weights = new Float64Array(rows.d - 1);
  solver.solve(batch, rows.n, 0, weights);
  batch.reference.set(weights);
  sumResiduals(batch, rows);
  poolLinear(statistics, batch);
}

/** G = XᵀX and Xᵀy: four rows at a time, so that sums are loaded and stored a quarter as often; added row by row. */
function sumProducts({ gram, moment }: LinearStatistics, { n, d: width, values }: Points): void {
  const d = width - 1;
  const end = n * width;
  let at = 0;
  for (; at + 4 * width <= end; at += 4 * width) {
    const [at1, at2, at3] = [at + width, at + 2 * width, at + 3 * width];
    for (let i = 0; i < d; i++) {
      const x0 = values[at + i];
      const x1 = values[at1 + i];
      const x2 = values[at2 + i];
      const x3 = values[at3 + i];
      const row = i * d;
      for (let j = 0; j <= i; j++)
        gram[row + j] =
          gram[row + j] +
          x0 * values[at + j] +
          x1 * values[at1 + j] +
          x2 * values[at2 + j] +
          x3 * values[at3 + j];
      moment[i] =
        moment[i] + x0 * values[at + d] + x1 * values[at1 + d] + x2 * values[at2 + d] + x3 * values[at3 + d];
    }
  }
  for (; at < end; at += width)
    for (let i = 0; i < d; i++) {
      const x = values[at + i];
      for (let j = 0; j <= i; j++) gram[i * d + j] += x * values[at + j];
      moment[i] += x * values[at + d];
    }
  for (let i = 0; i < d; i++) for (let j = 0; j < i; j++) gram[j * d + i] = gram[i * d + j];
}

/** Xᵀ(y − X c) and |y − X c|². */
function sumResiduals(batch: LinearStatistics, { n, d: width, values }: Points): void {
  const { reference, moment } = batch;
  const d = width - 1;
  moment.fill(0);
  batch.squares = 0;
  for (let at = 0; at < n * width; at += width) {
    let residual = values[at + d];
    for (let j = 0; j < d; j++) residual -= values[at + j] * reference[j];
    for (let i = 0; i < d; i++) moment[i] += values[at + i] * residual;
    batch.squares += residual * residual;
  }
}
