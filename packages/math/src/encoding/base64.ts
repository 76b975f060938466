/** Bytes as text and back (RFC 4648, section 4): hosts spell it in different ways, and some not at all. */
import { InvalidArgumentError } from '../error.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Digit of a character code; 255 for what is none. */
const digits = new Uint8Array(128).fill(255);
for (let i = 0; i < alphabet.length; i++) digits[alphabet.charCodeAt(i)] = i;

/** Four characters for three bytes, filled up with `=`. */
export function encodeBase64(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let i = 0; i < bytes.length; i += 3) {
    const word = (bytes[i] << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    const left = bytes.length - i;
    const third = left > 1 ? alphabet[(word >> 6) & 63] : '=';
    const fourth = left > 2 ? alphabet[word & 63] : '=';
    parts.push(alphabet[word >> 18] + alphabet[(word >> 12) & 63] + third + fourth);
  }
  return parts.join('');
}

/** @throws InvalidArgumentError where the text is not base64 */
export function decodeBase64(text: string): Uint8Array {
  const used = text.endsWith('==') ? text.length - 2 : text.endsWith('=') ? text.length - 1 : text.length;
  if (text.length % 4 !== 0) throw refuse(`${text.length} characters`, 'a multiple of 4 of them');
  const bytes = new Uint8Array(Math.floor((used * 3) / 4));
  let bits = 0;
  let at = 0;
  for (let i = 0; i < used; i++) {
    const digit = digits[text.charCodeAt(i)] ?? 255;
    if (digit === 255) throw refuse(text[i], `a base64 digit at position ${i}`);
    bits = ((bits << 6) | digit) & 0xffffff;
    if (i % 4 !== 0) bytes[at++] = bits >> (6 - 2 * (i % 4));
  }
  return bytes;
}

function refuse(got: string, expected: string): InvalidArgumentError {
  return new InvalidArgumentError({ argument: 'text', got, expected });
}
