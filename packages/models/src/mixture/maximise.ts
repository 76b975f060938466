/**
 * The M-step: weights, means and covariances from the moments (McLachlan & Peel 2000, 3.2). In standard units
 *   s = Σ r z / Σ r,   A = Σ r z zᵀ / Σ r − s sᵀ = T Tᵀ,   μ ← μ + L s,   L ← L T.
 *
 * A is a difference, and T an elimination: where little is left of either (a mean that moved far, a component much
 * narrower along one direction than it was), the moments are taken once more in the new units, with the same
 * responsibilities. A component whose spread is down at the rounding of the data is singular.
 *
 * The covariance floor is added to every variance, as scikit-learn adds its reg_covar.
 */
import { choleskyUpdate, hypotenuse, log, multiplyLower } from '@collapse-lab/math';
import { DegenerateMixtureError } from './degenerate-mixture-error.ts';
import type { MixtureCovariance } from './mixture-model.ts';
import { isTriangular, type Workspace } from './workspace.ts';

/** Less than this share left by a subtraction: the result is worth a second look. */
const enoughLeft = 1e-8;
/** Rounding of a difference, as a share of what was subtracted from. */
const rounding = 1e-16;
const mostPasses = 6;

/** `resolved`: every number is good to at least half of its digits. */
interface Outcome {
  resolved: boolean;
  /** The first component without spread; −1 where there is none. */
  singular: number;
}

/** Replaces the factors by those of the moments; reads the means of before. */
type FactorStep = (workspace: Workspace, outcome: Outcome) => void;

const factorSteps: Record<MixtureCovariance, FactorStep> = {
  full: stepFull,
  tied: stepTied,
  diagonal: stepDiagonal,
  spherical: stepSpherical,
};

export interface MaximiseRequest {
  readonly covarianceFloor: number;
  /** For the message of the error. */
  readonly iteration: number;
  /** Takes the moments again, in the units of the new parameters. */
  regather(): void;
}

/**
 * Replaces weights, means and factors by those of the moments.
 *
 * @throws DegenerateMixtureError where a component is singular and there is no floor.
 */
export function maximise(workspace: Workspace, request: MaximiseRequest): void {
  const outcome = step(workspace);
  for (let pass = 1; pass < mostPasses && !outcome.resolved; pass++) {
    prepare(workspace);
    request.regather();
    Object.assign(outcome, step(workspace));
  }
  if (request.covarianceFloor > 0) addFloor(workspace, request.covarianceFloor);
  else if (outcome.singular >= 0) throw degenerate(workspace, outcome.singular, request.iteration);
  prepare(workspace);
}

function degenerate(workspace: Workspace, component: number, iteration: number): DegenerateMixtureError {
  const { covariance, masses, k, n } = workspace;
  if (covariance === 'tied') return new DegenerateMixtureError({ components: k, iteration, points: n });
  return new DegenerateMixtureError({ component, components: k, iteration, points: masses[component] });
}

function step(workspace: Workspace): Outcome {
  const outcome: Outcome = { resolved: true, singular: -1 };
  averageMoments(workspace);
  moveMeans(workspace);
  factorSteps[workspace.covariance](workspace, outcome);
  return outcome;
}

/** Shifts become means of z, scatters means of z zᵀ; weights are the shares of the masses. */
function averageMoments({ masses, shifts, scatters, weights, k, d }: Workspace): void {
  let total = 0;
  for (let c = 0; c < k; c++) total += masses[c];
  const size = scatters.length / k;
  for (let c = 0; c < k; c++) {
    weights[c] = masses[c] / total;
    // A component without points stays where it is, without spread.
    const inverse = masses[c] > 1e-200 ? 1 / masses[c] : 0;
    for (let j = 0; j < d; j++) shifts[c * d + j] *= inverse;
    for (let at = c * size; at < (c + 1) * size; at++) scatters[at] *= inverse;
  }
}

function moveMeans({ covariance, means, factors, shifts, k, d }: Workspace): void {
  for (let c = 0; c < k; c++)
    for (let i = 0; i < d; i++) {
      let move = 0;
      if (isTriangular(covariance)) {
        const row = (covariance === 'tied' ? 0 : c * d * d) + i * d;
        for (let j = 0; j <= i; j++) move += factors[row + j] * shifts[c * d + j];
      } else move = factors[covariance === 'diagonal' ? c * d + i : c] * shifts[c * d + i];
      means[c * d + i] += move;
    }
}

/** a − b, for b that should not exceed a; marks a result of which little is left. */
function subtract(a: number, b: number, outcome: Outcome): number {
  const rest = a - b;
  if (rest > enoughLeft * a || a === 0) return rest;
  outcome.resolved = false;
  return Math.max(rest, rounding * a);
}

function stepFull(workspace: Workspace, outcome: Outcome): void {
  const { scatters, shifts, triangles, matrix, k, d } = workspace;
  for (let c = 0; c < k; c++) {
    for (let j = 0; j < d; j++)
      for (let l = 0; l <= j; l++) {
        const second = scatters[(c * d + j) * d + l];
        const product = shifts[c * d + j] * shifts[c * d + l];
        matrix[j * d + l] = l === j ? subtract(second, product, outcome) : second - product;
      }
    narrow(workspace, triangles[c], c, outcome);
  }
}

function stepTied(workspace: Workspace, outcome: Outcome): void {
  const { scatters, shifts, weights, triangles, matrix, k, d } = workspace;
  matrix.fill(0);
  for (let c = 0; c < k; c++)
    for (let j = 0; j < d; j++)
      for (let l = 0; l <= j; l++) {
        const second = scatters[(c * d + j) * d + l];
        const product = shifts[c * d + j] * shifts[c * d + l];
        matrix[j * d + l] += weights[c] * (l === j ? subtract(second, product, outcome) : second - product);
      }
  narrow(workspace, triangles[0], 0, outcome);
}

/** L ← L T with T Tᵀ = the matrix of the workspace; pivots at the rounding of the data are singular. */
function narrow(workspace: Workspace, factor: Float64Array, c: number, outcome: Outcome): void {
  const { matrix, resolution, d } = workspace;
  for (let i = 0; i < d; i++)
    for (let j = 0; j <= i; j++) {
      let explained = 0;
      for (let l = 0; l < j; l++) explained += matrix[i * d + l] * matrix[j * d + l];
      const entry = matrix[i * d + j];
      if (j < i) matrix[i * d + j] = (entry - explained) / matrix[j * d + j];
      else matrix[i * d + i] = pivotOf(entry, explained, factor[i * d + i], resolution[i], c, outcome);
    }
  multiplyLower(factor, matrix, d, factor);
}

/** The pivot T_ii; at least what makes L_ii T_ii the resolution. */
function pivotOf(
  entry: number,
  explained: number,
  deviation: number,
  resolution: number,
  c: number,
  outcome: Outcome,
): number {
  const least = resolution / deviation;
  const plain = entry - explained;
  const singularAlready = Math.sqrt(Math.max(plain, rounding * entry)) <= least;
  if (singularAlready) {
    if (outcome.singular < 0) outcome.singular = c;
    return least;
  }
  return Math.sqrt(subtract(entry, explained, outcome));
}

function stepDiagonal(workspace: Workspace, outcome: Outcome): void {
  const { scatters, shifts, factors, resolution, k, d } = workspace;
  for (let c = 0; c < k; c++)
    for (let j = 0; j < d; j++) {
      const at = c * d + j;
      const variance = subtract(scatters[at], shifts[at] * shifts[at], outcome);
      factors[at] = pivotOf(variance, 0, factors[at], resolution[j], c, outcome) * factors[at];
    }
}

function stepSpherical(workspace: Workspace, outcome: Outcome): void {
  const { scatters, shifts, factors, resolution, k, d } = workspace;
  let coarsest = 0;
  for (let j = 0; j < d; j++) coarsest = Math.max(coarsest, resolution[j]);
  for (let c = 0; c < k; c++) {
    let variance = 0;
    for (let at = c * d; at < (c + 1) * d; at++)
      variance += subtract(scatters[at], shifts[at] * shifts[at], outcome);
    factors[c] *= pivotOf(variance / d, 0, factors[c], coarsest, c, outcome);
  }
}

/** Σ ← Σ + floor · I, on the factors. */
function addFloor({ covariance, factors, triangles, vector, d }: Workspace, floor: number): void {
  const root = Math.sqrt(floor);
  if (!isTriangular(covariance))
    for (let at = 0; at < factors.length; at++) factors[at] = hypotenuse(factors[at], root);
  for (const triangle of triangles)
    for (let j = 0; j < d; j++) {
      vector.fill(0);
      vector[j] = root;
      choleskyUpdate(triangle, d, vector, j);
    }
}

/** log √(2π). */
const halfLogTwoPi = 0.9189385332046728;

/** Inverts the factors and takes their log determinants: what densities are computed with. */
export function prepare(workspace: Workspace): void {
  const { covariance, factors, whiteners, constants, weights, k, d } = workspace;
  const triangular = isTriangular(covariance);
  if (triangular)
    for (let from = 0; from < factors.length; from += d * d) invertLower(factors, whiteners, d, from);
  else
    for (let at = 0; at < whiteners.length; at++)
      whiteners[at] = 1 / factors[covariance === 'diagonal' ? at : Math.floor(at / d)];
  for (let c = 0; c < k; c++) {
    const from = covariance === 'tied' ? 0 : c * (triangular ? d * d : d);
    let constant = log(weights[c]) - d * halfLogTwoPi;
    for (let j = 0; j < d; j++) constant += log(whiteners[from + (triangular ? j * (d + 1) : j)]);
    constants[c] = constant;
  }
}

/** out = L⁻¹, for the d × d lower triangles that begin at `from`. */
function invertLower(l: Float64Array, out: Float64Array, d: number, from: number): void {
  for (let j = 0; j < d; j++) {
    out[from + j * d + j] = 1 / l[from + j * d + j];
    for (let i = j + 1; i < d; i++) {
      let rest = 0;
      for (let m = j; m < i; m++) rest -= l[from + i * d + m] * out[from + m * d + j];
      out[from + i * d + j] = rest / l[from + i * d + i];
    }
  }
}
