/** The parameters of a fitted linear regression, and its JSON. */
import type { Json } from '../family/json.ts';
import {
  decodeNumber,
  decodeNumbers,
  decodeObject,
  encodeNumber,
  encodeNumbers,
} from '../family/json-numbers.ts';
import type { Truth } from '../real/real-source.ts';

/** y = x·weights + noise · ε, ε ~ N(0, 1); no intercept. */
export interface LinearModel {
  readonly d: number;
  /** d. */
  readonly weights: Float64Array;
  /** σ ≥ 0, the standard deviation of the noise on the labels that it makes. */
  noise: number;
}

/** p_0 as a model; undefined where p_0 is not linear in d inputs. */
export function linearOfTruth(truth: Truth, d: number): LinearModel | undefined {
  if (truth.kind !== 'linear' || truth.d !== d) return undefined;
  return { d, weights: Float64Array.from(truth.weights), noise: truth.noise };
}

export function encodeLinear({ weights, noise }: LinearModel): Json {
  return { weights: encodeNumbers(weights), noise: encodeNumber(noise) };
}

export function decodeLinear(encoded: Json, d: number): LinearModel {
  const object = decodeObject('encoded', encoded);
  return {
    d,
    weights: decodeNumbers('encoded.weights', object.weights, d),
    noise: decodeNumber('encoded.noise', object.noise),
  };
}
