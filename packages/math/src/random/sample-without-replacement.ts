// Floyd's algorithm: k draws give k distinct indices of 0 … n − 1, all subsets equally likely, in O(k) whatever n is.
// Bentley, Floyd: "Programming pearls: a sample of brilliance", Commun. ACM 30 (1987) 754-757.

import type { Stream } from '../stream/stream.ts';
import { isCount, refuse } from './check.ts';
import { boundedInteger } from './uniform-integer.ts';

/**
 * A uniformly random subset of size k of 0 … n − 1, ascending.
 *
 * @param n integer in [0, 2^53]
 * @param k integer in [0, n], at most 2^28
 * @throws InvalidArgumentError when they are not
 */
export function sampleWithoutReplacement(stream: Stream, n: number, k: number): Float64Array {
  if (!isCount(n)) refuse('n', n, 'an integer in [0, 2^53]');
  if (!isCount(k) || k > n || k > 268435456) refuse('k', k, `an integer in [0, ${Math.min(n, 268435456)}]`);
  const chosen = new Float64Array(k);
  const slots = new Float64Array(tableSize(k));
  for (let i = 0; i < k; i++) {
    const j = n - k + i;
    chosen[i] = boundedInteger(stream, j + 1);
    if (!insert(slots, chosen[i])) {
      chosen[i] = j;
      insert(slots, j);
    }
  }
  return chosen.sort();
}

/** A power of two, so large that at most half the slots are taken. */
function tableSize(k: number): number {
  let size = 4;
  while (size < 2 * k) size *= 2;
  return size;
}

/** Adds an index to the set, open addressing with 0 for free slots; false when it was there already. */
function insert(slots: Float64Array, index: number): boolean {
  const mask = slots.length - 1;
  const mixed = Math.imul((index | 0) ^ ((index / 4294967296) | 0), 0x9e3779b1);
  let slot = (mixed ^ (mixed >>> 15)) & mask;
  while (slots[slot] !== 0) {
    if (slots[slot] === index + 1) return false;
    slot = (slot + 1) & mask;
  }
  slots[slot] = index + 1;
  return true;
}
