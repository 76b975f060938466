/**
 * Maximum likelihood (or ridge) of logistic regression by Newton's method from w = 0, also known as iteratively
 * reweighted least squares (McCullagh & Nelder 1989, 2.5), with steps halved until the objective does not rise.
 * A w with (2 y − 1) x·w > 0 for all rows proves that the data are separated and no maximum exists (Albert & Anderson,
 * Biometrika 71, 1984); Newton's steps find such a w soon where there is one. Data that are separated but for rows on
 * the boundary have no maximum either: the steps then go on to the cap.
 */
import type { Points } from '../data/data.ts';
import { createLeastSquares } from './least-squares.ts';
import { logistic, softplus } from './logistic-function.ts';
import type { LogisticOptions } from './logistic-options.ts';
import { NotConvergedError, SeparationError } from './separation-error.ts';

/** d weights; rows (x, y) with y 0 or 1. Throws SeparationError and NotConvergedError. */
export function fitLogistic(rows: Points, options: LogisticOptions): Float64Array {
  const { ridge, tolerance, cap } = options;
  const d = rows.d - 1;
  const solver = createLeastSquares(d);
  const equations = {
    gram: new Float64Array(d * d),
    reference: new Float64Array(d),
    moment: new Float64Array(d),
  };
  const step = new Float64Array(d);
  const penalty = rows.n * ridge;
  let weights = new Float64Array(d);
  let objective = objectiveOf(rows, weights, penalty);
  let change = Infinity;
  for (let i = 0; i < cap; i++) {
    sumDerivatives(equations, rows, weights, penalty);
    solver.solve(equations, rows.n, penalty, step);
    const next = descend(rows, weights, step, penalty, objective);
    change = relativeSize(step, weights);
    weights = next.weights;
    objective = next.objective;
    if (penalty === 0 && separates(rows, weights)) throw new SeparationError(rows.n, d);
    if (change <= tolerance) return weights;
  }
  throw new NotConvergedError(cap, change, tolerance);
}

/** −log likelihood + penalty |w|² / 2. */
function objectiveOf({ n, d: width, values }: Points, weights: Float64Array, penalty: number): number {
  const d = width - 1;
  let total = 0;
  for (let j = 0; j < d; j++) total += (penalty / 2) * weights[j] * weights[j];
  for (let i = 0; i < n; i++) {
    const u = product(values, i * width, weights);
    total += softplus(values[i * width + d] === 1 ? -u : u);
  }
  return total;
}

/** Xᵀ diag(p (1 − p)) X into `gram` (the penalty is the solver's), Xᵀ(y − p) − penalty w into `moment`. */
function sumDerivatives(
  { gram, moment }: { gram: Float64Array; moment: Float64Array },
  { n, d: width, values }: Points,
  weights: Float64Array,
  penalty: number,
): void {
  const d = width - 1;
  gram.fill(0);
  for (let j = 0; j < d; j++) moment[j] = -penalty * weights[j];
  for (let at = 0; at < n * width; at += width) {
    const p = logistic(product(values, at, weights));
    const curvature = p * (1 - p);
    const residual = values[at + d] - p;
    for (let i = 0; i < d; i++) {
      const x = values[at + i];
      moment[i] += x * residual;
      for (let j = 0; j <= i; j++) gram[i * d + j] += curvature * x * values[at + j];
    }
  }
  for (let i = 0; i < d; i++) for (let j = 0; j < i; j++) gram[j * d + i] = gram[i * d + j];
}

/** w + step / 2^k with the least k whose objective is no higher; after 40 halvings, w itself. */
function descend(
  rows: Points,
  weights: Float64Array,
  step: Float64Array,
  penalty: number,
  objective: number,
): { weights: Float64Array<ArrayBuffer>; objective: number } {
  let factor = 1;
  for (let halving = 0; halving < 40; halving++) {
    const tried = Float64Array.from(weights, (weight, j) => weight + factor * step[j]);
    const reached = objectiveOf(rows, tried, penalty);
    // Near the optimum the objective is flat to rounding: a full Newton step is then right.
    if (reached <= objective + 1e-12 * Math.abs(objective)) return { weights: tried, objective: reached };
    factor /= 2;
  }
  return { weights: Float64Array.from(weights), objective };
}

function separates({ n, d: width, values }: Points, weights: Float64Array): boolean {
  for (let i = 0; i < n; i++) {
    const u = product(values, i * width, weights);
    if (!(values[i * width + width - 1] === 1 ? u > 0 : u < 0)) return false;
  }
  return true;
}

function product(values: Float64Array, at: number, weights: Float64Array): number {
  let total = 0;
  for (let j = 0; j < weights.length; j++) total += values[at + j] * weights[j];
  return total;
}

function relativeSize(step: Float64Array, weights: Float64Array): number {
  return largest(step) / (1 + largest(weights));
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
