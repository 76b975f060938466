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

/**
 * G = XᵀX and Xᵀy. Four rows at a time: an entry of G is then read and written once for four products, which is what
 * the time goes to.
 */
function sumProducts({ gram, moment }: LinearStatistics, { n, d: width, values }: Points): void {
  const d = width - 1;
  const blocks = n - (n % 4);
  for (let row = 0; row < blocks; row += 4) addFourRows(gram, moment, values, row * width, d);
  for (let row = blocks; row < n; row++) addOneRow(gram, moment, values, row * width, d);
  for (let i = 0; i < d; i++) for (let j = 0; j < i; j++) gram[j * d + i] = gram[i * d + j];
}

function addFourRows(
  gram: Float64Array,
  moment: Float64Array,
  values: Float64Array,
  a: number,
  d: number,
): void {
  const b = a + d + 1;
  const c = b + d + 1;
  const e = c + d + 1;
  for (let i = 0; i < d; i++) {
    const [xa, xb, xc, xe] = [values[a + i], values[b + i], values[c + i], values[e + i]];
    for (let j = 0; j <= i; j++)
      gram[i * d + j] += xa * values[a + j] + xb * values[b + j] + (xc * values[c + j] + xe * values[e + j]);
    moment[i] += xa * values[a + d] + xb * values[b + d] + (xc * values[c + d] + xe * values[e + d]);
  }
}

function addOneRow(
  gram: Float64Array,
  moment: Float64Array,
  values: Float64Array,
  at: number,
  d: number,
): void {
  for (let i = 0; i < d; i++) {
    const x = values[at + i];
    for (let j = 0; j <= i; j++) gram[i * d + j] += x * values[at + j];
    moment[i] += x * values[at + d];
  }
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
