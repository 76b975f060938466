/**
 * Training data to JSON and back, bit for bit; much of it as bytes beside the JSON, where there is a place for them.
 * Families refuse NaN and infinite points, so there are none here.
 */
import { InvalidArgumentError } from '@collapse-lab/math';
import { type Blobs, type Data, type Json, pointsOf, sequencesOf, symbolsOf } from '@collapse-lab/models';

/** Numbers from which they are kept as bytes. */
const MANY = 16384;

export function encodeData(data: Data, blobs?: Blobs): Json {
  const values =
    blobs !== undefined && data.values.length >= MANY
      ? blobs.put(bytesOf(data))
      : Array.from(data.values, (value) => (Object.is(value, -0) ? '-0' : value));
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
  /** Or the name of their bytes. */
  readonly values: readonly (number | string)[] | string;
}

export function decodeData(encoded: Json, blobs?: Blobs): Data {
  const { d, length, k, values } = encoded as unknown as EncodedData;
  const numbers = typeof values === 'string' ? fromBytes(values, k, blobs) : values.map(Number);
  if (d !== undefined) return pointsOf(numbers, d);
  return length === undefined ? symbolsOf(numbers, k!) : sequencesOf(numbers, length, k!);
}

/** Bytes of a number, least significant first: 8 of a coordinate, as few as will do of a symbol. */
function bytesEach(k: number | undefined): 1 | 2 | 4 | 8 {
  if (k === undefined) return 8;
  if (k <= 256) return 1;
  return k <= 65536 ? 2 : 4;
}

function bytesOf(data: Data): Uint8Array {
  const size = bytesEach(data.kind === 'points' ? undefined : data.k);
  const bytes = new Uint8Array(size * data.values.length);
  const view = new DataView(bytes.buffer);
  const { values } = data;
  for (let i = 0; i < values.length; i++) {
    if (size === 8) view.setFloat64(8 * i, values[i], true);
    else if (size === 4) view.setUint32(4 * i, values[i], true);
    else if (size === 2) view.setUint16(2 * i, values[i], true);
    else bytes[i] = values[i];
  }
  return bytes;
}

function fromBytes(
  name: string,
  k: number | undefined,
  blobs: Blobs | undefined,
): Float64Array | Uint32Array {
  if (blobs === undefined)
    throw new InvalidArgumentError({
      argument: 'blobs',
      got: undefined,
      expected: 'where the points of the state are kept',
    });
  const bytes = blobs.get(name);
  const size = bytesEach(k);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const n = Math.floor(bytes.length / size);
  const values = size === 8 ? new Float64Array(n) : new Uint32Array(n);
  for (let i = 0; i < n; i++) {
    if (size === 8) values[i] = view.getFloat64(8 * i, true);
    else if (size === 4) values[i] = view.getUint32(4 * i, true);
    else if (size === 2) values[i] = view.getUint16(2 * i, true);
    else values[i] = bytes[i];
  }
  return values;
}
