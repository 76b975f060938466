/** Training data to JSON and back, bit for bit. Families refuse NaN and infinite points, so there are none here. */
import { type Data, type Json, pointsOf, sequencesOf, symbolsOf } from '@collapse-lab/models';

export function encodeData(data: Data): Json {
  const values = Array.from(data.values, (value) => (Object.is(value, -0) ? '-0' : value));
  switch (data.kind) {
    case 'points':
      return { d: data.d, values };
    case 'symbols':
      return { k: data.k, values };
    case 'sequences':
      return { length: data.length, k: data.k, values };
  }
}

interface EncodedData {
  readonly d?: number;
  readonly length?: number;
  readonly k?: number;
  readonly values: readonly (number | string)[];
}

export function decodeData(encoded: Json): Data {
  const { d, length, k, values } = encoded as unknown as EncodedData;
  const numbers = values.map(Number);
  if (d !== undefined) return pointsOf(numbers, d);
  return length === undefined ? symbolsOf(numbers, k!) : sequencesOf(numbers, length, k!);
}
