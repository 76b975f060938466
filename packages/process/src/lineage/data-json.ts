/** Training data to JSON and back, bit for bit. Families refuse NaN and infinite points, so there are none here. */
import { type Data, type Json, pointsOf, symbolsOf } from '@collapse-lab/models';

export function encodeData(data: Data): Json {
  const values = Array.from(data.values, (value) => (Object.is(value, -0) ? '-0' : value));
  return data.kind === 'points' ? { d: data.d, values } : { k: data.k, values };
}

export function decodeData(encoded: Json): Data {
  const { d, k, values } = encoded as { d?: number; k?: number; values: readonly (number | string)[] };
  const numbers = values.map(Number);
  return d === undefined ? symbolsOf(numbers, k!) : pointsOf(numbers, d);
}
