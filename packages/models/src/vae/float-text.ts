/** Numbers of 32 bits as text, bit for bit: base64 of their bytes, least significant first. */
import { InvalidArgumentError } from '@collapse-lab/math';
import type { Json } from '../family/json.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const values = Int16Array.from({ length: 128 }, (_, code) => alphabet.indexOf(String.fromCharCode(code)));

export function bytesToText(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let i = 0; i < bytes.length; i += 3) {
    const word = (bytes[i] << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    const left = bytes.length - i;
    parts.push(
      alphabet[word >> 18],
      alphabet[(word >> 12) & 63],
      left > 1 ? alphabet[(word >> 6) & 63] : '=',
      left > 2 ? alphabet[word & 63] : '=',
    );
  }
  return parts.join('');
}

/** @throws InvalidArgumentError where the text is not base64 of `length` bytes */
export function textToBytes(argument: string, encoded: Json | undefined, length: number): Uint8Array {
  const expectedText = 4 * Math.ceil(length / 3);
  if (typeof encoded !== 'string' || encoded.length !== expectedText) throw refuse(argument, encoded, length);
  const bytes = new Uint8Array(length);
  for (let i = 0, j = 0; j < length; i += 4, j += 3) {
    const word = [0, 1, 2, 3].reduce((sum, k) => (sum << 6) | digit(argument, encoded, i + k), 0);
    bytes[j] = word >> 16;
    if (j + 1 < length) bytes[j + 1] = word >> 8;
    if (j + 2 < length) bytes[j + 2] = word;
  }
  return bytes;
}

function digit(argument: string, encoded: string, i: number): number {
  const code = encoded.charCodeAt(i);
  const value = code < 128 ? values[code] : -1;
  if (value >= 0) return value;
  if (encoded[i] === '=' && i >= encoded.length - 2) return 0;
  throw refuse(argument, encoded[i], 1);
}

function refuse(argument: string, got: unknown, length: number): InvalidArgumentError {
  const shown = typeof got === 'string' && got.length > 40 ? `${got.length} characters` : got;
  return new InvalidArgumentError({ argument, got: shown, expected: `base64 of ${length} bytes` });
}

export function floatsToText(floats: Float32Array): string {
  const bytes = new Uint8Array(4 * floats.length);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < floats.length; i++) view.setFloat32(4 * i, floats[i], true);
  return bytesToText(bytes);
}

/** @throws InvalidArgumentError where the text is not that of `length` numbers */
export function textToFloats(argument: string, encoded: Json | undefined, length: number): Float32Array {
  const view = new DataView(textToBytes(argument, encoded, 4 * length).buffer);
  return Float32Array.from({ length }, (_, i) => view.getFloat32(4 * i, true));
}
