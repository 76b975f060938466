/** The parameters of a fitted categorical distribution, and its JSON. */
import type { Json } from '../family/json.ts';
import { decodeNumbers, decodeObject, encodeNumbers } from '../family/json-numbers.ts';

/** A distribution on the symbols 0 … k − 1. */
export interface CategoricalModel {
  readonly k: number;
  /** k non-negative weights. They sum to 1, unless a number format has rounded them: users divide by their sum. */
  readonly probabilities: Float64Array;
}

export function encodeCategorical(model: CategoricalModel): Json {
  return { probabilities: encodeNumbers(model.probabilities) };
}

export function decodeCategorical(encoded: Json, k: number): CategoricalModel {
  const object = decodeObject('encoded', encoded);
  return { k, probabilities: decodeNumbers('encoded.probabilities', object.probabilities, k) };
}
