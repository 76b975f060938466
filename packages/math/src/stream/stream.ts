// A stream of random words: Threefry-4x32-20 under the stream's key, counting blocks of four words from zero.
//
// Output blocks use the counters (low, high, 0, 0) of the block's index; children use (a, b, c, SPLIT). The cipher is
// a bijection of counters, so the key of a child is never a block of its parent's output, and distinct labels give
// distinct keys. A child depends on the key of its parent only, not on how far the parent was read.

import { InvalidArgumentError } from '../error.ts';
import { pathKey } from './path-key.ts';
import { threefry4x32 } from './threefry.ts';

/** What a stream is and where it stands, in plain numbers: survives JSON. */
export interface StreamState {
  /** 128-bit key, four signed or unsigned 32-bit words. */
  readonly key: readonly [number, number, number, number];
  /** Index of the block of four words that holds the next word, an integer in [0, 2^53). */
  readonly block: number;
  /** Words of that block already taken: 0, 1, 2 or 3. */
  readonly used: number;
}

/** Last counter word of the blocks that become keys of children ("spli"); zero for output blocks. */
const SPLIT = 0x73706c69;

const TWO_32 = 4294967296;
/** 2^-53 */
const ULP = 1.1102230246251565e-16;
/** 2^26 */
const HIGH = 67108864;

/**
 * A source of random numbers: `Stream.fromPath(['seed', 7])` names it, `split` derives independent streams from it
 * without hashing again, `state()` stores it. Its period is 2^53 blocks of four words. The samplers take it as their
 * first argument.
 */
export class Stream {
  private readonly key: Int32Array;
  private readonly words: Int32Array;
  /** Index of the block that is enciphered next. */
  private nextBlock: number;
  /** Words taken from `words`; from 4 on, 4 and the words to be taken from the next block before it is read. */
  private taken: number;

  private constructor(key: Int32Array) {
    this.key = key;
    this.words = new Int32Array(4);
    this.nextBlock = 0;
    this.taken = 4;
  }

  /**
   * The stream of a path of names. Distinct paths have distinct streams: ['a', 'b'] is not ['a/b'], and the number 1
   * is not the string '1'. Costs tens of microseconds; use `split` for the streams below it.
   *
   * @throws InvalidArgumentError when a part is neither a string nor a finite number
   */
  static fromPath(path: readonly (string | number)[]): Stream {
    return new Stream(pathKey(path));
  }

  /**
   * The stream that `state()` described, at the same position.
   *
   * @throws InvalidArgumentError when a field is missing or out of range
   */
  static fromState(state: StreamState): Stream {
    checkState(state);
    const stream = new Stream(Int32Array.from(state.key, (word) => word | 0));
    stream.nextBlock = state.block;
    stream.taken = 4 + state.used;
    return stream;
  }

  /** Where the stream stands: `Stream.fromState` continues from there with the same words. */
  state(): StreamState {
    const [k0, k1, k2, k3] = this.key;
    const ahead = this.taken >= 4;
    return {
      key: [k0, k1, k2, k3],
      block: ahead ? this.nextBlock : this.nextBlock - 1,
      used: ahead ? this.taken - 4 : this.taken,
    };
  }

  /**
   * Writes where the stream stands as seven words: the key, the block (low and high word) and the words used of it. What
   * `state()` says, without an object.
   */
  writePosition(out: Int32Array): void {
    const ahead = this.taken >= 4;
    const block = ahead ? this.nextBlock : this.nextBlock - 1;
    for (let i = 0; i < 4; i++) out[i] = this.key[i];
    out[4] = block | 0;
    out[5] = (block / TWO_32) | 0;
    out[6] = ahead ? this.taken - 4 : this.taken;
  }

  /**
   * Goes past the next words without making them.
   *
   * @param words a non-negative integer
   * @throws InvalidArgumentError when it is not
   */
  skip(words: number): void {
    if (!(Number.isSafeInteger(words) && words >= 0))
      throw new InvalidArgumentError({ argument: 'words', got: words, expected: 'a non-negative integer' });
    const ahead = this.taken >= 4;
    const position = words + (ahead ? this.taken - 4 : this.taken);
    const used = position % 4;
    this.nextBlock += (position - used) / 4 - (ahead ? 0 : 1);
    this.taken = 4 + used;
  }

  /** The next word as a signed 32-bit integer: what samplers read, since it is never boxed. */
  int32(): number {
    if (this.taken >= 4) this.refill();
    return this.words[this.taken++];
  }

  /** The next word, uniform on 0 … 2^32 − 1. */
  uint32(): number {
    return this.int32() >>> 0;
  }

  /** Uniform on the 2^53 multiples of 2^-53 in [0, 1). Takes two words. */
  uniform(): number {
    let taken = this.taken;
    if (taken > 2) {
      if (taken >= 4) this.refill();
      taken = this.taken;
      if (taken === 3) return uniformOf(this.int32(), this.int32());
    }
    this.taken = taken + 2;
    return uniformOf(this.words[taken], this.words[taken + 1]);
  }

  /** Uniform on the 2^52 odd multiples of 2^-53 in (0, 1), symmetric about 1/2. Takes two words. */
  uniformOpen(): number {
    const high = this.int32() >>> 6;
    const low = this.int32() >>> 6;
    return (high * HIGH + low + 0.5) * (2 * ULP);
  }

  /**
   * The child stream labelled (a, b, c), independent of its parent and of every other child.
   *
   * @param a label, an integer in [0, 2^32); so are b and c, 0 when left out
   * @throws InvalidArgumentError when a label is out of range
   */
  split(a: number, b = 0, c = 0): Stream {
    return this.splitInto(new Stream(new Int32Array(4)), a, b, c);
  }

  /** Like `split`, but makes `target` the child and returns it: nothing is allocated. `target` may be this stream. */
  splitInto(target: Stream, a: number, b = 0, c = 0): Stream {
    if (a >>> 0 !== a || b >>> 0 !== b || c >>> 0 !== c) refuseLabel(a, b, c);
    threefry4x32(this.key, a, b, c, SPLIT, target.key);
    target.nextBlock = 0;
    target.taken = 4;
    return target;
  }

  private refill(): void {
    const block = this.nextBlock;
    threefry4x32(this.key, block | 0, (block / TWO_32) | 0, 0, 0, this.words);
    this.nextBlock = block + 1;
    this.taken -= 4;
  }
}

/** 27 + 26 bits of two words as a multiple of 2^-53 in [0, 1). */
function uniformOf(high: number, low: number): number {
  return ((high >>> 5) * HIGH + (low >>> 6)) * ULP;
}

function refuseLabel(a: number, b: number, c: number): never {
  const [argument, got] = [
    ['a', a],
    ['b', b],
    ['c', c],
  ].find(([, label]) => (label as number) >>> 0 !== label) as [string, unknown];
  throw new InvalidArgumentError({ argument, got, expected: 'an integer in [0, 2^32)' });
}

function checkState(state: StreamState): void {
  const { key, block, used } = state;
  if (!Array.isArray(key) || key.length !== 4 || !key.every(isWord)) {
    throw new InvalidArgumentError({ argument: 'state.key', got: key, expected: 'four 32-bit integers' });
  }
  if (!Number.isSafeInteger(block) || block < 0) {
    throw new InvalidArgumentError({
      argument: 'state.block',
      got: block,
      expected: 'an integer in [0, 2^53)',
    });
  }
  if (used !== 0 && used !== 1 && used !== 2 && used !== 3) {
    throw new InvalidArgumentError({ argument: 'state.used', got: used, expected: '0, 1, 2 or 3' });
  }
}

function isWord(word: unknown): boolean {
  return Number.isInteger(word) && (word as number) >= -2147483648 && (word as number) < TWO_32;
}
