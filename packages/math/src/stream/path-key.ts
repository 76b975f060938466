// From a path of names to a 128-bit key, through seedrandom (ARC4 key schedule, first 256 outputs dropped).
//
// seedrandom has three traps, each closed here:
// - it folds code units above 255 onto each other: the path is encoded as UTF-8, one code unit per byte;
// - ARC4 repeats its key cyclically, so "ab" and "abab" are one seed: a NUL that occurs nowhere else ends the string;
// - beyond 256 bytes it adds bytes onto earlier ones: longer paths are hashed piece by piece, each piece preceded by
//   the key of the pieces before it.

import seedrandom from 'seedrandom';
import { InvalidArgumentError } from '../error.ts';

/** Bytes of the path hashed at once; 16 bytes of the preceding key and this many bytes fit ARC4's 256. */
const PIECE = 240;

const END = '\0';

/** 128-bit key of a path, as four signed 32-bit words. */
export function pathKey(path: readonly (string | number)[]): Int32Array {
  const text = encodePath(path);
  let key = hash(text.slice(0, PIECE));
  for (let i = PIECE; i < text.length; i += PIECE) {
    key = hash(bytesOf(key) + text.slice(i, i + PIECE));
  }
  return key;
}

/**
 * Injective encoding of a path as a string of code units ≤ 255: every part preceded by `/`, the whole ended by NUL.
 * Numbers are written `#` and their shortest decimal form, so 1 and '1' are different parts; in strings
 * `~ / # NUL` are written `~0 ~1 ~2 ~3`.
 */
export function encodePath(path: readonly (string | number)[]): string {
  let text = '';
  for (let i = 0; i < path.length; i++) text += `/${encodePart(path[i], i)}`;
  return text + END;
}

function encodePart(part: unknown, index: number): string {
  if (typeof part === 'string') {
    return utf8(part.replace(/[~/#\0]/g, (c) => `~${'~/#\0'.indexOf(c)}`));
  }
  if (typeof part === 'number' && Number.isFinite(part)) return `#${part}`;
  throw new InvalidArgumentError({
    argument: `path[${index}]`,
    got: part,
    expected: 'a string or a finite number',
  });
}

/** UTF-8 bytes as code units; a lone surrogate is encoded like any other code point, which keeps the map injective. */
function utf8(text: string): string {
  let bytes = '';
  for (const character of text) {
    const c = character.codePointAt(0)!;
    if (c < 0x80) bytes += character;
    else if (c < 0x800) bytes += String.fromCharCode(0xc0 | (c >> 6), tail(c));
    else if (c < 0x10000) bytes += String.fromCharCode(0xe0 | (c >> 12), tail(c >> 6), tail(c));
    else bytes += String.fromCharCode(0xf0 | (c >> 18), tail(c >> 12), tail(c >> 6), tail(c));
  }
  return bytes;
}

function tail(c: number): number {
  return 0x80 | (c & 0x3f);
}

function hash(bytes: string): Int32Array {
  const generator = seedrandom(bytes);
  return Int32Array.from({ length: 4 }, () => generator.int32());
}

function bytesOf(key: Int32Array): string {
  let bytes = '';
  for (const word of key) {
    bytes += String.fromCharCode(word >>> 24, (word >>> 16) & 255, (word >>> 8) & 255, word & 255);
  }
  return bytes;
}
