/**
 * Byte-level byte-pair encoding: tokens 0 … 255 are the bytes, each further one the pair of two tokens before it, merged in the
 * order of the table. Any bytes are encoded, and decoded again to the same. Sennrich, Haddow and Birch, ACL 2016; on bytes
 * after Radford et al. 2019.
 */
import { decodeUtf8, encodeUtf8 } from '@collapse-lab/math';
import { piecesOf } from './pieces.ts';
import type { Tokenizer } from './tokenizer.ts';
import { refuseToken } from './word-tokenizer.ts';

export interface BytePairTokenizer extends Tokenizer {
  /** Left and right of token 256 + i. */
  readonly merges: readonly (readonly [left: number, right: number])[];
  encodeBytes(bytes: Uint8Array): Uint32Array;
  decodeBytes(tokens: ArrayLike<number>): Uint8Array;
}

/** A pair of tokens below 2^16 as one number. */
export function pairKey(left: number, right: number): number {
  return left * 65536 + right;
}

/** Pieces whose tokens are remembered. */
const mostRemembered = 200_000;

/** Bytes that are not UTF-8, which tokens in another order may be, are decoded to U+FFFD. */
export function createBytePairTokenizer(
  merges: readonly (readonly [left: number, right: number])[],
  identity = `byte pairs ${JSON.stringify(merges)}`,
): BytePairTokenizer {
  const merged = new Map(merges.map(([left, right], i) => [pairKey(left, right), 256 + i]));
  const bytesOf = spellings(merges);
  const remembered = new Map<string, readonly number[]>();

  const tokensOf = (piece: string): readonly number[] => {
    const known = remembered.get(piece);
    if (known !== undefined) return known;
    const tokens = mergeAll(
      Array.from(piece, (byte) => byte.charCodeAt(0)),
      merged,
    );
    if (remembered.size < mostRemembered) remembered.set(piece, tokens);
    return tokens;
  };

  const encodeBytes = (bytes: Uint8Array): Uint32Array => {
    // No more tokens than bytes.
    const tokens = new Uint32Array(bytes.length);
    let size = 0;
    for (const piece of piecesOf(bytes)) for (const token of tokensOf(piece)) tokens[size++] = token;
    return tokens.slice(0, size);
  };

  const decodeBytes = (tokens: ArrayLike<number>): Uint8Array => {
    const parts = Array.from(tokens, (token, i) => bytesOf[token] ?? refuseToken(token, i, bytesOf.length));
    const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let offset = 0;
    for (const part of parts) {
      bytes.set(part, offset);
      offset += part.length;
    }
    return bytes;
  };

  return {
    identity,
    merges,
    vocabularySize: bytesOf.length,
    encodeBytes,
    decodeBytes,
    encode: (text) => encodeBytes(encodeUtf8(text)),
    decode: (tokens) => decodeUtf8(decodeBytes(tokens), '\ufffd'),
  };
}

function spellings(merges: readonly (readonly [left: number, right: number])[]): Uint8Array[] {
  const spelled = Array.from({ length: 256 }, (_, byte) => Uint8Array.of(byte));
  for (const [left, right] of merges) spelled.push(Uint8Array.of(...spelled[left], ...spelled[right]));
  return spelled;
}

/** Merges the pair that comes first in the table, everywhere, as long as there is one. */
function mergeAll(tokens: number[], merged: ReadonlyMap<number, number>): readonly number[] {
  for (;;) {
    let first = Infinity;
    for (let i = 1; i < tokens.length; i++)
      first = Math.min(first, merged.get(pairKey(tokens[i - 1], tokens[i])) ?? Infinity);
    if (first === Infinity) return tokens;
    tokens = mergeOne(tokens, (left, right) => merged.get(pairKey(left, right)) === first, first);
  }
}

/** Every pair that `isPair`, from the left, replaced by `token`. */
export function mergeOne(
  tokens: readonly number[],
  isPair: (left: number, right: number) => boolean,
  token: number,
): number[] {
  const result: number[] = [];
  for (let i = 0; i < tokens.length; i++)
    if (i + 1 < tokens.length && isPair(tokens[i], tokens[i + 1])) {
      result.push(token);
      i++;
    } else result.push(tokens[i]);
  return result;
}
