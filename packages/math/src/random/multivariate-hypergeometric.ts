// Colours drawn without replacement, one after the other: colour i takes a hypergeometric share of the draws left.

import type { Stream } from '../stream/stream.ts';
import { buffer, isCount, LARGEST_COUNT, refuse } from './check.ts';
import { uncheckedHypergeometric } from './hypergeometric.ts';

/**
 * How many of each of k colours are among `draws` balls taken without replacement.
 *
 * @param counts k integers ≥ 0, the balls of each colour, at most 2^53 together
 * @param draws integer between 0 and their sum
 * @param out k numbers to write to, another array than `counts`; allocated when left out
 * @throws InvalidArgumentError when an argument is not as said
 */
export function multivariateHypergeometric(
  stream: Stream,
  counts: ArrayLike<number>,
  draws: number,
  out?: Float64Array,
): Float64Array {
  const k = counts.length;
  const drawn = buffer(out, k);
  if (drawn === counts) refuse('out', out, 'another array than counts');
  const total = sumBackwards(counts, drawn);
  if (!isCount(draws) || draws > total) refuse('draws', draws, `an integer in [0, ${total}]`);
  let left = draws;
  for (let i = 0; i < k; i++) {
    const after = drawn[i] - counts[i];
    drawn[i] = left === 0 ? 0 : uncheckedHypergeometric(stream, counts[i], after, left);
    left -= drawn[i];
  }
  return drawn;
}

/** Writes the sums c_i + … + c_k to `sums` and returns the first, checking the counts. */
export function sumBackwards(counts: ArrayLike<number>, sums: Float64Array): number {
  let sum = 0;
  for (let i = counts.length - 1; i >= 0; i--) {
    if (!isCount(counts[i])) refuse(`counts[${i}]`, counts[i], 'an integer in [0, 2^53]');
    sum += counts[i];
    sums[i] = sum;
  }
  if (sum > LARGEST_COUNT) refuse('counts', counts, 'counts with a sum of at most 2^53');
  return sum;
}
