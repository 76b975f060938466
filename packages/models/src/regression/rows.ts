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

/** G = XᵀX and Xᵀy. */
function sumProducts({ gram, moment }: LinearStatistics, { n, d: width, values }: Points): void {
  const d = width - 1;
  for (let at = 0; at < n * width; at += width)
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
