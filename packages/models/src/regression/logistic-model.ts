/** The parameters of a fitted logistic regression, and its JSON. */
import type { Json } from '../family/json.ts';
import { decodeNumbers, decodeObject, encodeNumbers } from '../family/json-numbers.ts';
import type { Truth } from '../real/real-source.ts';

/** P(y = 1 | x) = 1 / (1 + e^−x·weights); no intercept. */
export interface LogisticModel {
  readonly d: number;
  /** d. */
  readonly weights: Float64Array;
}

/** p_0 as a model; undefined where p_0 is not logistic in d inputs. */
export function logisticOfTruth(truth: Truth, d: number): LogisticModel | undefined {
  if (truth.kind !== 'logistic' || truth.d !== d) return undefined;
  return { d, weights: Float64Array.from(truth.weights) };
}

export function encodeLogistic({ weights }: LogisticModel): Json {
  return { weights: encodeNumbers(weights) };
}

export function decodeLogistic(encoded: Json, d: number): LogisticModel {
  const object = decodeObject('encoded', encoded);
  return { d, weights: decodeNumbers('encoded.weights', object.weights, d) };
}
