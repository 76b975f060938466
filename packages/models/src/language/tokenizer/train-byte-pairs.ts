/**
 * Training of byte pairs: again and again the most frequent pair of neighbouring tokens within a piece becomes a token. Pieces
 * are counted once; a merge visits only those that have the pair. Of equally frequent pairs the one with the lower left,
 * then right token comes first.
 */
import { encodeUtf8, InvalidArgumentError } from '@collapse-lab/math';
import { type BytePairTokenizer, createBytePairTokenizer, mergeOne, pairKey } from './byte-pairs.ts';
import { piecesOf } from './pieces.ts';

export interface TrainBytePairsOptions {
  /** Tokens, 256 … 65536; there are fewer where no pair occurs twice any more. */
  readonly k: number;
  /** What makes two trainings the same: a content hash of the texts. */
  readonly identity: string;
}

interface Piece {
  tokens: number[];
  readonly count: number;
}

interface Pair {
  readonly key: number;
  count: number;
  /** The pieces that have or had it. */
  readonly pieces: Set<Piece>;
}

/** @throws InvalidArgumentError */
export function trainBytePairs(
  texts: readonly string[],
  { k, identity }: TrainBytePairsOptions,
): BytePairTokenizer {
  if (!(Number.isInteger(k) && k >= 256 && k <= 65536))
    throw new InvalidArgumentError({ argument: 'bpe', got: k, expected: 'an integer from 256 to 65536' });
  const pairs = new Pairs(countPieces(texts));
  const merges: [number, number][] = [];
  while (256 + merges.length < k) {
    const best = pairs.mostFrequent();
    if (best === undefined || best.count < 2) break;
    const [left, right] = [Math.floor(best.key / 65536), best.key % 65536];
    pairs.merge(best, left, right, 256 + merges.length);
    merges.push([left, right]);
  }
  return createBytePairTokenizer(merges, `byte pairs ${k} ${identity}`);
}

function countPieces(texts: readonly string[]): Piece[] {
  const counts = new Map<string, number>();
  for (const text of texts)
    for (const piece of piecesOf(encodeUtf8(text))) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  return Array.from(counts, ([piece, count]) => ({
    tokens: Array.from(piece, (byte) => byte.charCodeAt(0)),
    count,
  }));
}

class Pairs {
  readonly #pairs = new Map<number, Pair>();
  /** A heap of counts that were true when they were put there; `mostFrequent` corrects those that no longer are. */
  readonly #heap = new Heap();

  constructor(pieces: readonly Piece[]) {
    for (const piece of pieces) this.#add(piece, 1);
    for (const { key, count } of this.#pairs.values()) this.#heap.push(count, key);
  }

  mostFrequent(): Pair | undefined {
    for (let top = this.#heap.pop(); top !== undefined; top = this.#heap.pop()) {
      const pair = this.#pairs.get(top.key) as Pair;
      if (pair.count === top.count) return pair;
      if (pair.count > 0) this.#heap.push(pair.count, pair.key);
    }
    return undefined;
  }

  merge(pair: Pair, left: number, right: number, token: number): void {
    const touched = new Set<Pair>();
    for (const piece of pair.pieces) {
      this.#add(piece, -1);
      piece.tokens = mergeOne(piece.tokens, (a, b) => a === left && b === right, token);
      this.#add(piece, 1, touched);
    }
    // Only pairs with the new token have become more frequent.
    for (const { key, count } of touched) this.#heap.push(count, key);
    pair.pieces.clear();
  }

  #add(piece: Piece, sign: 1 | -1, touched?: Set<Pair>): void {
    const { tokens, count } = piece;
    for (let i = 1; i < tokens.length; i++) {
      const key = pairKey(tokens[i - 1], tokens[i]);
      let pair = this.#pairs.get(key);
      if (pair === undefined) {
        pair = { key, count: 0, pieces: new Set() };
        this.#pairs.set(key, pair);
      }
      pair.count += sign * count;
      if (sign === 1) pair.pieces.add(piece);
      touched?.add(pair);
    }
  }
}

interface Entry {
  readonly count: number;
  readonly key: number;
}

/** The highest count first, of equal counts the lowest key. */
class Heap {
  readonly #entries: Entry[] = [];

  push(count: number, key: number): void {
    const entries = this.#entries;
    entries.push({ count, key });
    for (let i = entries.length - 1; i > 0; ) {
      const parent = (i - 1) >> 1;
      if (!isBefore(entries[i], entries[parent])) break;
      [entries[i], entries[parent]] = [entries[parent], entries[i]];
      i = parent;
    }
  }

  pop(): Entry | undefined {
    const entries = this.#entries;
    const top = entries[0];
    const last = entries.pop();
    if (last === undefined || entries.length === 0) return last;
    entries[0] = last;
    for (let i = 0; ; ) {
      let first = i;
      for (const child of [2 * i + 1, 2 * i + 2])
        if (child < entries.length && isBefore(entries[child], entries[first])) first = child;
      if (first === i) return top;
      [entries[i], entries[first]] = [entries[first], entries[i]];
      i = first;
    }
  }
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.count > b.count || (a.count === b.count && a.key < b.key);
}
