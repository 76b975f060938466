/** The parameters of a fitted Gaussian mixture, and its JSON. */
import { InvalidArgumentError } from '@collapse-lab/math';
import type { Json } from '../family/json.ts';
import {
  decodeNumber,
  decodeNumbers,
  decodeObject,
  encodeNumber,
  encodeNumbers,
} from '../family/json-numbers.ts';
import type { GaussianModel } from '../gaussian/gaussian-model.ts';
import type { Truth } from '../real/real-source.ts';

/**
 * `full`: each component its own covariance; `tied`: one covariance for all; `diagonal`: each component independent
 * coordinates; `spherical`: each component independent coordinates of one variance.
 */
export type MixtureCovariance = 'full' | 'tied' | 'diagonal' | 'spherical';

export const mixtureCovariances: readonly MixtureCovariance[] = ['full', 'tied', 'diagonal', 'spherical'];

/** How a fit came about. */
export interface MixtureFitInfo {
  /** EM iterations of the restart that was kept. */
  readonly iterations: number;
  /** The lower bound moved by less than the tolerance within the cap on iterations. */
  readonly converged: boolean;
  /** Mean log likelihood of a point (nats) under the parameters before the last M-step. */
  readonly lowerBound: number;
  /**
   * The largest share of a component's smallest variance (least eigenvalue) that is the covariance floor: 0 without a
   * floor, near 1 where the floor holds the component up.
   */
  readonly floorShare: number;
}

/** Σ_c w_c N(μ_c, Σ_c). */
export interface MixtureModel {
  readonly d: number;
  /** Number of components. */
  readonly k: number;
  readonly covariance: MixtureCovariance;
  /** k, non-negative; every use divides them by their sum, which is 1 before rounding to a number format. */
  readonly weights: Float64Array;
  /** k × d, row-major. */
  readonly means: Float64Array;
  /**
   * Standard-deviation scale. full: k lower triangular L_c (d × d, row-major) with Σ_c = L_c L_cᵀ; tied: one such;
   * diagonal: k × d standard deviations; spherical: k.
   */
  readonly factors: Float64Array;
  /** Absent for p_0. */
  readonly info?: MixtureFitInfo;
}

export function factorsLength(covariance: MixtureCovariance, k: number, d: number): number {
  return { full: k * d * d, tied: d * d, diagonal: k * d, spherical: k }[covariance];
}

/** Component c as a Gaussian, sharing the memory of the mixture. */
export function componentOf({ d, covariance, means, factors }: MixtureModel, c: number): GaussianModel {
  const tied = covariance === 'tied';
  const size = covariance === 'diagonal' ? d : covariance === 'spherical' ? 1 : d * d;
  const from = tied ? 0 : c * size;
  return {
    d,
    covariance: covariance === 'tied' ? 'full' : covariance,
    mean: means.subarray(c * d, (c + 1) * d),
    factor: factors.subarray(from, from + size),
    samplingBias: 1,
  };
}

/**
 * p_0 as a mixture with full covariances and as many components as p_0 has (one for a Gaussian), whatever the number
 * of components and the kind that are fitted to it. undefined where p_0 is neither, or of another dimension.
 */
export function mixtureOfTruth(truth: Truth, d: number): MixtureModel | undefined {
  if ((truth.kind !== 'gaussian' && truth.kind !== 'gaussian-mixture') || truth.d !== d) return undefined;
  const { weights, means, factors } =
    truth.kind === 'gaussian'
      ? { weights: [1], means: truth.mean, factors: truth.factor }
      : { weights: truth.weights, means: truth.means, factors: truth.factors };
  return {
    d,
    k: weights.length,
    covariance: 'full',
    weights: Float64Array.from(weights),
    means: Float64Array.from(means),
    factors: Float64Array.from(factors),
  };
}

export function encodeMixture({ covariance, weights, means, factors, info }: MixtureModel): Json {
  return {
    covariance,
    weights: encodeNumbers(weights),
    means: encodeNumbers(means),
    factors: encodeNumbers(factors),
    ...(info === undefined ? {} : { info: encodeInfo(info) }),
  };
}

function encodeInfo({ iterations, converged, lowerBound, floorShare }: MixtureFitInfo): Json {
  return { iterations, converged, lowerBound: encodeNumber(lowerBound), floorShare };
}

export function decodeMixture(encoded: Json, d: number): MixtureModel {
  const { covariance: kind, weights, means, factors, info } = decodeObject('encoded', encoded);
  const covariance = mixtureCovariances.find((each) => each === kind);
  if (covariance === undefined)
    throw new InvalidArgumentError({
      argument: 'encoded.covariance',
      got: kind,
      expected: `one of ${mixtureCovariances.join(', ')}`,
    });
  const k = Array.isArray(weights) ? weights.length : 0;
  if (k === 0)
    throw new InvalidArgumentError({
      argument: 'encoded.weights',
      got: weights,
      expected: 'a list of numbers, one for each component',
    });
  return {
    d,
    k,
    covariance,
    weights: decodeNumbers('encoded.weights', weights, k),
    means: decodeNumbers('encoded.means', means, k * d),
    factors: decodeNumbers('encoded.factors', factors, factorsLength(covariance, k, d)),
    ...(info === undefined ? {} : { info: decodeInfo(info) }),
  };
}

function decodeInfo(encoded: Json): MixtureFitInfo {
  const info = decodeObject('encoded.info', encoded);
  return {
    iterations: decodeNumber('encoded.info.iterations', info.iterations),
    converged: info.converged === true,
    lowerBound: decodeNumber('encoded.info.lowerBound', info.lowerBound),
    floorShare: decodeNumber('encoded.info.floorShare', info.floorShare),
  };
}
