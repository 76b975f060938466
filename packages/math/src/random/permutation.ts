// Fisher-Yates shuffles (Durstenfeld, Commun. ACM 7 (1964) 420).

import type { Stream } from '../stream/stream.ts';
import { isCount, refuse } from './check.ts';
import { boundedInteger } from './uniform-integer.ts';

/** Anything with a length whose elements can be exchanged: arrays and typed arrays. */
export interface MutableArrayLike {
  readonly length: number;
  [index: number]: unknown;
}

/** Shuffles `array` in place, all orders equally likely, and returns it. */
export function shuffle<A extends MutableArrayLike>(stream: Stream, array: A): A {
  for (let i = array.length - 1; i > 0; i--) {
    const j = boundedInteger(stream, i + 1);
    const last = array[i];
    array[i] = array[j];
    array[j] = last;
  }
  return array;
}

/**
 * A uniformly random permutation of 0 … n − 1.
 *
 * @param n integer in [0, 2^32)
 * @throws InvalidArgumentError when it is not
 */
export function permutation(stream: Stream, n: number): Uint32Array {
  if (!isCount(n) || n >= 4294967296) refuse('n', n, 'an integer in [0, 2^32)');
  const order = new Uint32Array(n);
  for (let i = 0; i < n; i++) order[i] = i;
  return shuffle(stream, order);
}
