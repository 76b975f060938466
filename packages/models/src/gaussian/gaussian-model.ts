/** The parameters of a fitted Gaussian, and its JSON. */
import { InvalidArgumentError } from '@collapse-lab/math';
import type { Json } from '../family/json.ts';
import {
  decodeNumber,
  decodeNumbers,
  decodeObject,
  encodeNumber,
  encodeNumbers,
} from '../family/json-numbers.ts';
import type { Truth } from '../real/real-source.ts';

/** `full`: any covariance; `diagonal`: independent coordinates; `spherical`: independent, of one variance. */
export type CovarianceKind = 'full' | 'diagonal' | 'spherical';

export const covarianceKinds: readonly CovarianceKind[] = ['full', 'diagonal', 'spherical'];

/** N(mean, Σ), of which points are drawn from N(mean, samplingBias · Σ). */
export interface GaussianModel {
  readonly d: number;
  readonly covariance: CovarianceKind;
  /** d. */
  readonly mean: Float64Array;
  /**
   * Standard-deviation scale. full: the lower triangular L (d × d, row-major) with Σ = L Lᵀ; diagonal: d standard
   * deviations; spherical: one. Non-negative on the diagonal; zeros are legitimate (a collapsed direction).
   */
  readonly factor: Float64Array;
  /** λ, on the covariance. 1 for p_0, whatever the λ of the family that is trained on it. */
  readonly samplingBias: number;
}

export function factorLength(covariance: CovarianceKind, d: number): number {
  return covariance === 'full' ? d * d : covariance === 'diagonal' ? d : 1;
}

/** Lower triangular d × d factor of any model (the model's own array where its covariance is full). */
export function fullFactor(model: GaussianModel): Float64Array {
  const { d, factor } = model;
  if (model.covariance === 'full' || d === 1) return factor;
  const full = new Float64Array(d * d);
  for (let i = 0; i < d; i++) full[i * d + i] = model.covariance === 'diagonal' ? factor[i] : factor[0];
  return full;
}

/**
 * p_0 as a model: of the family's kind where p_0 belongs to the family, otherwise of the narrowest kind that holds
 * p_0 (a family of another kind can still be drawn its statistics from it). undefined where p_0 is no Gaussian of
 * dimension d.
 */
export function gaussianOfTruth(truth: Truth, d: number, kind: CovarianceKind): GaussianModel | undefined {
  if (truth.kind !== 'gaussian' || truth.d !== d) return undefined;
  const mean = Float64Array.from(truth.mean);
  if (kind === 'full' || !isDiagonal(truth.factor, d))
    return { d, covariance: 'full', mean, factor: Float64Array.from(truth.factor), samplingBias: 1 };
  const deviations = Float64Array.from(mean, (_, i) => truth.factor[i * d + i]);
  if (kind === 'spherical' && deviations.every((deviation) => deviation === deviations[0]))
    return { d, covariance: 'spherical', mean, factor: deviations.slice(0, 1), samplingBias: 1 };
  return { d, covariance: 'diagonal', mean, factor: deviations, samplingBias: 1 };
}

function isDiagonal(factor: Float64Array, d: number): boolean {
  for (let i = 0; i < d; i++) for (let j = 0; j < i; j++) if (factor[i * d + j] !== 0) return false;
  return true;
}

export function encodeGaussian(model: GaussianModel): Json {
  return {
    covariance: model.covariance,
    mean: encodeNumbers(model.mean),
    factor: encodeNumbers(model.factor),
    samplingBias: encodeNumber(model.samplingBias),
  };
}

export function decodeGaussian(encoded: Json, d: number): GaussianModel {
  const object = decodeObject('encoded', encoded);
  const covariance = covarianceKinds.find((kind) => kind === object.covariance);
  if (covariance === undefined)
    throw new InvalidArgumentError({
      argument: 'encoded.covariance',
      got: object.covariance,
      expected: `one of ${covarianceKinds.join(', ')}`,
    });
  return {
    d,
    covariance,
    mean: decodeNumbers('encoded.mean', object.mean, d),
    factor: decodeNumbers('encoded.factor', object.factor, factorLength(covariance, d)),
    samplingBias: decodeNumber('encoded.samplingBias', object.samplingBias),
  };
}
