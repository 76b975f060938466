import type { Stream } from '../stream/stream.ts';
import { isCount, refuse } from './check.ts';

/** Up to here one word is enough: at most 2^-11 of the words are rejected. */
const ONE_WORD = 2097152;
const TWO_32 = 4294967296;
const TWO_53 = 9007199254740992;

/**
 * A uniform integer in [0, bound), without bias: words are cut into `bound` equal intervals, the rest is redrawn.
 *
 * @param bound integer in [1, 2^53]
 * @throws InvalidArgumentError when it is not
 */
export function uniformInteger(stream: Stream, bound: number): number {
  if (bound < 1 || !isCount(bound)) refuse('bound', bound, 'an integer in [1, 2^53]');
  return boundedInteger(stream, bound);
}

/** `uniformInteger` without its check, for the samplers that know their bound. */
export function boundedInteger(stream: Stream, bound: number): number {
  if (bound <= ONE_WORD) {
    const width = Math.floor(TWO_32 / bound);
    for (;;) {
      const integer = Math.floor((stream.int32() >>> 0) / width);
      if (integer < bound) return integer;
    }
  }
  const width = Math.floor(TWO_53 / bound);
  for (;;) {
    // The quotient is below the next integer by at least half a unit in its last place, so floor is exact.
    const integer = Math.floor((stream.uniform() * TWO_53) / width);
    if (integer < bound) return integer;
  }
}
