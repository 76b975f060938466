/** The sufficient statistics of points under a Gaussian, and their JSON. */
import { InvalidArgumentError } from '@collapse-lab/math';
import type { Json } from '../family/json.ts';
import { decodeNumber, decodeNumbers, decodeObject, encodeNumbers } from '../family/json-numbers.ts';
import { type CovarianceKind, factorLength } from './gaussian-model.ts';

/**
 * Count, mean and scatter A = Σ (x − mean)(x − mean)ᵀ of n points, the scatter by a factor and never by itself: its
 * condition number grows geometrically with the generations and would leave nothing of the smallest directions.
 */
export interface GaussianStatistics {
  /** How many points; where they are weighted, the sum Σ w of their weights. */
  n: number;
  /** Σ w (w − 1), by which Σ w² exceeds n: 0 where every point counts once. */
  weightExcess: number;
  /** d. Of no meaning while n = 0. */
  readonly mean: Float64Array;
  /**
   * full: the lower triangular F (d × d, row-major) with A = F Fᵀ; diagonal: d square roots √A_jj; spherical: one,
   * √(tr A).
   */
  readonly scatter: Float64Array;
  /**
   * True once points came from a model outside the family (correlated coordinates for `diagonal`, also unequal ones
   * for `spherical`): counts, means and scatters are then exact still, but `split` is not.
   */
  foreign: boolean;
}

export function createGaussianStatistics(kind: CovarianceKind, d: number): GaussianStatistics {
  return {
    n: 0,
    weightExcess: 0,
    mean: new Float64Array(d),
    scatter: new Float64Array(factorLength(kind, d)),
    foreign: false,
  };
}

export function clearGaussianStatistics(statistics: GaussianStatistics): void {
  statistics.n = 0;
  statistics.weightExcess = 0;
  statistics.mean.fill(0);
  statistics.scatter.fill(0);
  statistics.foreign = false;
}

/** Every weight times `factor`: the scatter grows by it, its factor by the root, Σ w² by the square. */
export function scaleGaussianStatistics(statistics: GaussianStatistics, factor: number): void {
  const root = Math.sqrt(factor);
  const { n, weightExcess } = statistics;
  statistics.n = factor * n;
  statistics.weightExcess = factor * (factor * (n + weightExcess) - n);
  for (let i = 0; i < statistics.scatter.length; i++) statistics.scatter[i] *= root;
}

export function copyGaussianStatistics(from: GaussianStatistics, to: GaussianStatistics): void {
  to.n = from.n;
  to.weightExcess = from.weightExcess;
  to.mean.set(from.mean);
  to.scatter.set(from.scatter);
  to.foreign = from.foreign;
}

export function encodeGaussianStatistics(statistics: GaussianStatistics): Json {
  const { n, weightExcess, foreign } = statistics;
  return {
    n,
    mean: encodeNumbers(statistics.mean),
    scatter: encodeNumbers(statistics.scatter),
    foreign,
    ...(weightExcess === 0 ? {} : { weightExcess }),
  };
}

export function decodeGaussianStatistics(encoded: Json, kind: CovarianceKind, d: number): GaussianStatistics {
  const object = decodeObject('encoded', encoded);
  const n = decodeNumber('encoded.n', object.n);
  const { weightExcess: excess = 0 } = object;
  const weightExcess = decodeNumber('encoded.weightExcess', excess);
  if (!((Number.isInteger(n) || weightExcess !== 0) && n >= 0 && n < Infinity))
    throw new InvalidArgumentError({ argument: 'encoded.n', got: n, expected: 'a non-negative integer' });
  return {
    n,
    weightExcess,
    mean: decodeNumbers('encoded.mean', object.mean, d),
    scatter: decodeNumbers('encoded.scatter', object.scatter, factorLength(kind, d)),
    foreign: object.foreign === true,
  };
}
