/** The rate of a fitted Poisson distribution, and its JSON. */
import type { Json } from '../family/json.ts';
import { decodeNumber, decodeObject, encodeNumber } from '../family/json-numbers.ts';

export interface PoissonModel {
  /** λ ≥ 0, the mean count. At 0 every count is 0 for ever. */
  rate: number;
}

export function encodePoisson({ rate }: PoissonModel): Json {
  return { rate: encodeNumber(rate) };
}

export function decodePoisson(encoded: Json): PoissonModel {
  return { rate: decodeNumber('encoded.rate', decodeObject('encoded', encoded).rate) };
}
