/** A fitted n-gram model, and its JSON: the counts as bytes, two or three for most n-grams. */
import { decodeBase64, encodeBase64, InvalidArgumentError } from '@collapse-lab/math';
import type { Json } from '../../family/json.ts';
import { decodeObject } from '../../family/json-numbers.ts';
import type { Blobs } from '../../family/training.ts';
import { childOf, type Level, type Trie } from './trie.ts';

export type NgramModel = Trie;

export function encodeNgrams({ levels }: NgramModel, blobs?: Blobs): Json {
  return { levels: levels.map((level) => put(encodeLevel(level), blobs)) };
}

function put(bytes: Uint8Array, blobs: Blobs | undefined): Json {
  return blobs === undefined ? { base64: encodeBase64(bytes) } : { blob: blobs.put(bytes) };
}

/** For each node of the level before its number of children; for each child how far its token is from the one before, and its count. */
function encodeLevel({ token, count, start }: Level): Uint8Array {
  const out = new Varints();
  for (let node = 0; node + 1 < start.length; node++) {
    out.write(start[node + 1] - start[node]);
    for (let child = start[node], last = -1; child < start[node + 1]; last = token[child++]) {
      out.write(token[child] - last - 1);
      out.write(count[child]);
    }
  }
  return out.bytes();
}

/**
 * @param order the number of levels
 * @throws InvalidArgumentError where it is not what `encodeNgrams` wrote
 */
export function decodeNgrams(encoded: Json, k: number, order: number, blobs?: Blobs): NgramModel {
  const { levels } = decodeObject('encoded', encoded);
  if (!Array.isArray(levels) || levels.length !== order)
    throw new InvalidArgumentError({
      argument: 'encoded.levels',
      got: levels,
      expected: `a list of ${order} levels`,
    });
  const decoded: Level[] = [];
  for (const [m, each] of levels.entries()) {
    const argument = `encoded.levels[${m}]`;
    const bytes = get(argument, decodeObject(argument, each), blobs);
    decoded.push(decodeLevel(argument, bytes, k, decoded));
  }
  return { k, levels: decoded };
}

function get(
  argument: string,
  { base64, blob }: { readonly [key: string]: Json },
  blobs?: Blobs,
): Uint8Array {
  if (typeof base64 === 'string') return decodeBase64(base64);
  if (typeof blob === 'string' && blobs !== undefined) return blobs.get(blob);
  throw new InvalidArgumentError({
    argument,
    got: { base64, blob },
    expected: blobs === undefined ? 'bytes in base64' : 'bytes in base64, or the name of a blob',
  });
}

function decodeLevel(argument: string, bytes: Uint8Array, k: number, before: readonly Level[]): Level {
  const nodes = before.at(-1)?.token.length ?? 1;
  const input = new VarintReader(argument, bytes);
  const start = new Uint32Array(nodes + 1);
  const [token, count]: [number[], number[]] = [[], []];
  for (let node = 0; node < nodes; node++) {
    const children = input.read(k);
    for (let child = 0, last = -1; child < children; child++) {
      last += 1 + input.read(k - 2 - last);
      token.push(last);
      count.push(1 + input.read(0xffff_fffe, 1));
    }
    start[node + 1] = token.length;
  }
  input.end();
  if (token.length === 0) throw new InvalidArgumentError({ argument, got: 'no n-gram', expected: 'some' });
  const level = { token: Uint32Array.from(token), count: Uint32Array.from(count), start };
  return { ...level, suffix: suffixesOf(argument, level, before) };
}

/** The suffix of h w is the child by w of the suffix of h. */
function suffixesOf(
  argument: string,
  { token, start }: Pick<Level, 'token' | 'start'>,
  before: readonly Level[],
): Uint32Array {
  const suffix = new Uint32Array(token.length);
  const parents = before.at(-1);
  if (parents === undefined) return suffix;
  for (let node = 0; node + 1 < start.length; node++)
    for (let child = start[node]; child < start[node + 1]; child++) {
      const found = childOf(parents, parents.suffix[node], token[child]);
      if (found < 0)
        throw new InvalidArgumentError({
          argument,
          got: `an n-gram that ends in token ${token[child]}`,
          expected: 'n-grams whose parts are n-grams of the levels before',
        });
      suffix[child] = found;
    }
  return suffix;
}

/** Whole numbers below 2^32 in base 128, the lowest digits first; all bytes but the last have the highest bit. */
class Varints {
  #bytes = new Uint8Array(1024);
  #size = 0;

  write(value: number): void {
    if (this.#size + 5 > this.#bytes.length) {
      const larger = new Uint8Array(2 * this.#bytes.length);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    for (; value >= 128; value = Math.floor(value / 128)) this.#bytes[this.#size++] = 128 | (value & 127);
    this.#bytes[this.#size++] = value;
  }

  bytes(): Uint8Array {
    return this.#bytes.slice(0, this.#size);
  }
}

class VarintReader {
  readonly #argument: string;
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(argument: string, bytes: Uint8Array) {
    this.#argument = argument;
    this.#bytes = bytes;
  }

  /** @param most the greatest number that may come, after `less` is taken from it */
  read(most: number, less = 0): number {
    let [value, unit] = [0, 1];
    for (let more = true; more; unit *= 128) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined || unit > 268_435_456) this.#refuse();
      value += (byte & 127) * unit;
      more = byte >= 128;
    }
    value -= less;
    if (value < 0 || value > most) this.#refuse();
    return value;
  }

  end(): void {
    if (this.#at !== this.#bytes.length) this.#refuse();
  }

  #refuse(): never {
    throw new InvalidArgumentError({
      argument: this.#argument,
      got: `something else at byte ${this.#at - 1} of ${this.#bytes.length}`,
      expected: 'the counts of an n-gram model with this vocabulary',
    });
  }
}
