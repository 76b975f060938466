/**
 * Bytes in JSON, bit for bit: base64, or the name of a blob where they are many and there is a place for blobs. Numbers
 * of 32 bits are their bytes, least significant first.
 */
import { decodeBase64, encodeBase64, InvalidArgumentError } from '@collapse-lab/math';
import type { Json } from '../family/json.ts';
import { decodeObject } from '../family/json-numbers.ts';
import type { Blobs } from '../family/training.ts';

/** More bytes than these go to a blob. */
const mostInText = 65_536;

/** Whether so many bytes go to a blob where they can. */
export function goesToBlob(bytes: number): boolean {
  return bytes > mostInText;
}

/** The bytes must not change after, where there are blobs. */
export function encodeBytes(bytes: Uint8Array, blobs?: Blobs): Json {
  if (blobs === undefined || !goesToBlob(bytes.length)) return encodeBase64(bytes);
  return { blob: blobs.put(bytes) };
}

/** @throws InvalidArgumentError where it is not `length` bytes as `encodeBytes` writes them */
export function decodeBytes(
  argument: string,
  encoded: Json | undefined,
  length: number,
  blobs?: Blobs,
): Uint8Array {
  if (typeof encoded === 'object' && encoded !== null) return blobOf(argument, encoded, length, blobs);
  const right = typeof encoded === 'string' && encoded.length === 4 * Math.ceil(length / 3);
  const bytes = right ? tryDecode(encoded) : undefined;
  if (bytes?.length === length) return bytes;
  const got = typeof encoded === 'string' && encoded.length > 40 ? `${encoded.length} characters` : encoded;
  throw new InvalidArgumentError({ argument, got, expected: `base64 of ${length} bytes` });
}

function blobOf(argument: string, encoded: Json, length: number, blobs: Blobs | undefined): Uint8Array {
  const { blob } = decodeObject(argument, encoded);
  const bytes = typeof blob === 'string' ? blobs?.get(blob) : undefined;
  if (bytes?.length === length) return bytes;
  const got = bytes === undefined ? encoded : `${bytes.length} bytes`;
  throw new InvalidArgumentError({ argument, got, expected: `the name of a blob of ${length} bytes` });
}

function tryDecode(text: string): Uint8Array | undefined {
  try {
    return decodeBase64(text);
  } catch {
    return undefined;
  }
}

export function encodeFloats(floats: Float32Array, blobs?: Blobs): Json {
  const bytes = new Uint8Array(4 * floats.length);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < floats.length; i++) view.setFloat32(4 * i, floats[i], true);
  return encodeBytes(bytes, blobs);
}

/** @throws InvalidArgumentError where it is not `length` numbers */
export function decodeFloats(
  argument: string,
  encoded: Json | undefined,
  length: number,
  blobs?: Blobs,
): Float32Array {
  const view = viewOf(decodeBytes(argument, encoded, 4 * length, blobs));
  return Float32Array.from({ length }, (_, i) => view.getFloat32(4 * i, true));
}

export function encodeWords(words: Uint32Array, blobs?: Blobs): Json {
  const bytes = new Uint8Array(4 * words.length);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < words.length; i++) view.setUint32(4 * i, words[i], true);
  return encodeBytes(bytes, blobs);
}

/** @throws InvalidArgumentError where it is not `length` words */
export function decodeWords(
  argument: string,
  encoded: Json | undefined,
  length: number,
  blobs?: Blobs,
): Uint32Array {
  const view = viewOf(decodeBytes(argument, encoded, 4 * length, blobs));
  return Uint32Array.from({ length }, (_, i) => view.getUint32(4 * i, true));
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
