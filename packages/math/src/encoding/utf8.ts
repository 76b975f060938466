/** Text as bytes and back (UTF-8, the Encoding Standard): hosts have it under different names, and some not at all. */
import { InvalidArgumentError } from '../error.ts';

/** The first byte of a character without its bits, by the number of bytes that follow. */
const leads = [0, 0xc0, 0xe0, 0xf0];

/** A surrogate without its partner becomes U+FFFD, as everywhere. */
export function encodeUtf8(text: string): Uint8Array {
  const bytes = new Uint8Array(3 * text.length);
  let size = 0;
  for (let i = 0; i < text.length; i++) {
    let c = text.codePointAt(i)!;
    if (c > 0xffff) i++;
    else if (c >= 0xd800 && c < 0xe000) c = 0xfffd;
    if (c < 0x80) bytes[size++] = c;
    else {
      const tails = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
      bytes[size++] = leads[tails] | (c >> (6 * tails));
      for (let tail = tails - 1; tail >= 0; tail--) bytes[size++] = 0x80 | ((c >> (6 * tail)) & 0x3f);
    }
  }
  return bytes.slice(0, size);
}

/** What may follow the first byte of a character: how many bytes, and the bounds of the first of them. */
interface Lead {
  readonly tails: number;
  readonly low: number;
  readonly high: number;
}

/** Undefined where no character begins with this byte. The bounds keep out overlong forms, surrogates and what is past U+10FFFF. */
function leadOf(byte: number): Lead | undefined {
  if (byte < 0x80) return { tails: 0, low: 0, high: 0 };
  if (byte < 0xc2 || byte > 0xf4) return undefined;
  const low = byte === 0xe0 ? 0xa0 : byte === 0xf0 ? 0x90 : 0x80;
  const high = byte === 0xed ? 0x9f : byte === 0xf4 ? 0x8f : 0xbf;
  return { tails: byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3, low, high };
}

const charactersAtOnce = 4096;

/**
 * Text of bytes. What is not UTF-8 becomes `replacement`, once for each longest beginning of a character, as in browsers.
 *
 * @throws {InvalidArgumentError} where there is no `replacement` and the bytes are not UTF-8
 */
export function decodeUtf8(bytes: ArrayLike<number>, replacement?: string): string {
  const parts: string[] = [];
  let characters: number[] = [];
  const flush = (): void => {
    parts.push(String.fromCodePoint(...characters));
    characters = [];
  };
  for (let i = 0; i < bytes.length; ) {
    const { code, next } = characterAt(bytes, i);
    if (code >= 0) characters.push(code);
    else if (replacement === undefined) throw notUtf8(bytes[i], i);
    else {
      flush();
      parts.push(replacement);
    }
    if (characters.length === charactersAtOnce) flush();
    i = next;
  }
  flush();
  return parts.join('');
}

/** The character that begins at byte i, or −1, and where the next one begins. */
function characterAt(bytes: ArrayLike<number>, i: number): { code: number; next: number } {
  const lead = leadOf(bytes[i]);
  if (lead === undefined) return { code: -1, next: i + 1 };
  const { tails, low, high } = lead;
  let code = tails === 0 ? bytes[i] : bytes[i] & (0x3f >> tails);
  for (let tail = 1; tail <= tails; tail++) {
    const byte = bytes[i + tail] ?? 0;
    if (byte < (tail === 1 ? low : 0x80) || byte > (tail === 1 ? high : 0xbf))
      return { code: -1, next: i + tail };
    code = (code << 6) | (byte & 0x3f);
  }
  return { code, next: i + tails + 1 };
}

function notUtf8(byte: number, i: number): InvalidArgumentError {
  return new InvalidArgumentError({
    argument: `bytes[${i}]`,
    got: byte,
    expected: 'UTF-8, and no character continues or begins so',
  });
}
