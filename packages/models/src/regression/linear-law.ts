/**
 * The law-exact shortcut of linear regression: given the inputs, y = X w + σ ε has Xᵀ(y − X w) = σ R z with R Rᵀ = G =
 * XᵀX and z ~ N(0, I), and |y − X w|² = σ² (|z|² + χ²) with n − rank G degrees of freedom, independent of z (Cochran).
 * For fixed inputs G is that of D_0; for new normal ones G = L W Lᵀ with W ~ Wishart_d(n, I) by Bartlett.
 */
import {
  chiSquared,
  gram,
  InvalidArgumentError,
  multiplyLower,
  normal,
  type Stream,
  wishartFactor,
} from '@collapse-lab/math';
import { checkData } from '../data/check-data.ts';
import type { Points } from '../data/data.ts';
import { checkSize } from '../data/make-data.ts';
import type { SufficientLaw } from '../family/law.ts';
import { createLeastSquares, type LeastSquares } from './least-squares.ts';
import type { LinearModel } from './linear-model.ts';
import type { LinearOptions } from './linear-options.ts';
import {
  clearLinearStatistics,
  createLinearStatistics,
  decodeLinearStatistics,
  encodeLinearStatistics,
  type LinearStatistics,
  poolLinear,
  scaleLinear,
} from './linear-statistics.ts';
import { addRows } from './rows.ts';

export type LinearLaw = SufficientLaw<LinearModel, Points, LinearStatistics>;

/** @param factor L of the inputs N(0, L Lᵀ), d × d; undefined where only given inputs can be labelled. */
export function createLinearLaw(
  d: number,
  options: LinearOptions,
  factor: Float64Array | undefined,
): LinearLaw {
  const solver = createLeastSquares(d);
  const batch = createLinearStatistics(d);
  const root = new Float64Array(d * d);
  const isotropic = factor !== undefined && isIdentity(factor, d);

  /** Fills the matrix G of the batch and its root; returns the rank. */
  function drawDesign(n: number, stream: Stream): number {
    if (factor === undefined) throw unknownInputs();
    wishartFactor(stream, d, n, root);
    if (!isotropic) multiplyLower(factor, root, d, root);
    batch.gram.set(gram(root, d));
    return Math.min(n, d);
  }

  function repeatDesign(n: number, given: LinearStatistics): number {
    const times = n / given.n;
    if (!Number.isInteger(times)) throw notInTurn(n, given.n);
    for (let i = 0; i < root.length; i++) batch.gram[i] = times * given.gram[i];
    return solver.factor(batch.gram, given.n, root);
  }

  function addDraw(
    statistics: LinearStatistics,
    model: LinearModel,
    n: number,
    stream: Stream,
    given?: LinearStatistics,
  ): void {
    if (n === 0) return;
    checkSize('n', n);
    const rank = given === undefined ? drawDesign(n, stream) : repeatDesign(n, given);
    drawLabels(batch, model, n, root, rank, stream);
    poolLinear(statistics, batch);
  }

  return {
    lossless: false,
    create: () => createLinearStatistics(d),
    clear: clearLinearStatistics,
    count: (statistics) => statistics.n,
    addDraw,
    addData(statistics, data) {
      checkData('data', data, { kind: 'points', d: d + 1 }, 0);
      if (data.n > 0) addRows(statistics, data, solver);
    },
    addStatistics: poolLinear,
    scale: scaleLinear,
    fit: (statistics, into) => fitLinear(statistics, d, options, solver, into),
    encode: encodeLinearStatistics,
    decode: (encoded) => decodeLinearStatistics(encoded, d),
  };
}

/** Overwrites all of `batch` but its G, of which `root` (zero right of column `rank`) is a factor. */
function drawLabels(
  batch: LinearStatistics,
  { weights, noise }: LinearModel,
  n: number,
  root: Float64Array,
  rank: number,
  stream: Stream,
): void {
  const d = weights.length;
  batch.n = n;
  batch.reference.set(weights);
  batch.moment.fill(0);
  let squares = 0;
  for (let k = 0; k < rank; k++) {
    const z = noise * normal(stream);
    squares += z * z;
    for (let i = 0; i < d; i++) batch.moment[i] += root[i * d + k] * z;
  }
  if (n > rank) squares += noise * noise * chiSquared(stream, n - rank);
  batch.squares = squares;
}

function fitLinear(
  statistics: LinearStatistics,
  d: number,
  options: LinearOptions,
  solver: LeastSquares,
  into: LinearModel = { d, weights: new Float64Array(d), noise: 0 },
): LinearModel {
  const { n, weighted } = statistics;
  if (n === 0 || (!weighted && n < minimumRows(d, options))) throw tooFewRows(n, d, options);
  if (into.d !== d) throw new InvalidArgumentError({ argument: 'into.d', got: into.d, expected: `d = ${d}` });
  // The sum of weights does not say how many rows there are.
  const rank = solver.solve(statistics, weighted ? Infinity : n, n * options.ridge, into.weights);
  if (options.noise !== 'refitted') into.noise = options.noise;
  else {
    const divisor = residualDivisor(statistics, rank, solver);
    into.noise = Math.sqrt(residualSquares(statistics, into.weights) / divisor);
  }
  return into;
}

/** What rounding may leave of a divisor that is zero, as a share of the count. */
const negligibleShare = 1e-10;
/** The divisor is at least this many times its rounding, so that the noise is good to three digits. */
const timesRounding = 1e3;

/**
 * What makes the mean of squared residuals unbiased: n − rank. With weights W the residuals of y = X w + σ ε are
 * (I − H) σ ε, H = X G⁻¹ XᵀW, G = XᵀWX, and HᵀWH = WH, so that E Σ w r² = σ² tr(W − WH) = σ² (Σ w − tr G⁻¹ XᵀW²X).
 * (Of a ridge fit, whose residuals are larger, the same divisor.)
 */
function residualDivisor(statistics: LinearStatistics, rank: number, solver: LeastSquares): number {
  const { n, weighted, gram, weightExcess } = statistics;
  if (!weighted) return n - rank;
  const d = statistics.reference.length;
  const [reference, solution] = [new Float64Array(d), new Float64Array(d)];
  let divisor = n - rank;
  for (let j = 0; j < d; j++) {
    const moment = weightExcess.subarray(j * d, (j + 1) * d);
    solver.solve({ gram, reference, moment }, Infinity, 0, solution);
    divisor -= solution[j];
  }
  const roundingShare = timesRounding * Number.EPSILON * solver.inflation();
  if (divisor > Math.max(negligibleShare, roundingShare) * n) return divisor;
  if (roundingShare > negligibleShare) throw tooUnequal(roundingShare);
  throw new InvalidArgumentError({
    argument: 'statistics',
    got: `rows of which no more than ${rank} have weight`,
    expected: `weight on at least ${d + 1} rows (noise is refitted from the residuals of d = ${d} weights)`,
  });
}

/** Rows of small weight alone determine some direction: G, in which they are added to the others, has lost what they say. */
function tooUnequal(share: number): InvalidArgumentError {
  return new InvalidArgumentError({
    argument: 'statistics',
    got: `weights that leave a share below ${share.toExponential(1)} to residuals`,
    expected: 'more, or the noise that is refitted is made of rounding errors',
    remedy:
      'Use weights that differ less, or more rows of great weight; or give the noise instead of refitting it.',
  });
}

/** |y − X w|² = q − 2 e·g + e·G e, e = w − c; rounding may not take it below zero. */
export function residualSquares(
  { gram, reference, moment, squares }: LinearStatistics,
  weights: Float64Array,
): number {
  const d = weights.length;
  let total = squares;
  for (let i = 0; i < d; i++) {
    let product = -2 * moment[i];
    for (let j = 0; j < d; j++) product += gram[i * d + j] * (weights[j] - reference[j]);
    total += (weights[i] - reference[i]) * product;
  }
  return Math.max(0, total);
}

/** The fewest rows that can be fitted: of fewer than d the fit is that of minimum norm, and its noise unknown. */
export function minimumRows(d: number, { noise }: LinearOptions): number {
  return noise === 'refitted' ? d + 1 : 1;
}

function tooFewRows(n: number, d: number, options: LinearOptions): InvalidArgumentError {
  const why =
    options.noise === 'refitted' ? `noise is refitted from the residuals of d = ${d} weights` : 'a fit';
  return new InvalidArgumentError({
    argument: 'statistics.n',
    got: n,
    expected: `at least ${minimumRows(d, options)} rows (${why})`,
  });
}

function unknownInputs(): InvalidArgumentError {
  return new InvalidArgumentError({
    argument: 'given',
    got: undefined,
    expected: 'statistics of the inputs to label',
    remedy: 'Create the family with real data of normal inputs as third argument.',
  });
}

function notInTurn(n: number, given: number): InvalidArgumentError {
  return new InvalidArgumentError({
    argument: 'n',
    got: n,
    expected: `a multiple of ${given}, so that each of the given inputs is labelled equally often`,
  });
}

function isIdentity(factor: Float64Array, d: number): boolean {
  return factor.every((value, at) => value === (at % (d + 1) === 0 ? 1 : 0));
}
