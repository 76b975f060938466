/** Numbers of 32 bits as text, bit for bit: base64 of their bytes, least significant first. */
import { decodeBase64, encodeBase64, InvalidArgumentError } from '@collapse-lab/math';
import type { Json } from '../family/json.ts';

/** @throws InvalidArgumentError where the text is not base64 of `length` bytes */
export function textToBytes(argument: string, encoded: Json | undefined, length: number): Uint8Array {
  const right = typeof encoded === 'string' && encoded.length === 4 * Math.ceil(length / 3);
  const bytes = right ? tryDecode(encoded) : undefined;
  if (bytes?.length === length) return bytes;
  const got = typeof encoded === 'string' && encoded.length > 40 ? `${encoded.length} characters` : encoded;
  throw new InvalidArgumentError({ argument, got, expected: `base64 of ${length} bytes` });
}

function tryDecode(text: string): Uint8Array | undefined {
  try {
    return decodeBase64(text);
  } catch {
    return undefined;
  }
}

export function floatsToText(floats: Float32Array): string {
  const bytes = new Uint8Array(4 * floats.length);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < floats.length; i++) view.setFloat32(4 * i, floats[i], true);
  return encodeBase64(bytes);
}

/** @throws InvalidArgumentError where the text is not that of `length` numbers */
export function textToFloats(argument: string, encoded: Json | undefined, length: number): Float32Array {
  const view = new DataView(textToBytes(argument, encoded, 4 * length).buffer);
  return Float32Array.from({ length }, (_, i) => view.getFloat32(4 * i, true));
}
