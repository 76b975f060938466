// Multinomial counts by conditional binomials: category i takes a binomial share w_i / (w_i + … + w_k) of what is left.
// The remaining weights are summed from the last category backwards, so they do not drift and the last category with
// any weight has share exactly 1 (Davis: "The computer generation of multinomial random variates", CSDA 16 (1993)).

import type { Stream } from '../stream/stream.ts';
import { binomialWithComplement } from './binomial.ts';
import { buffer, isCount, refuse } from './check.ts';

/**
 * Counts of k categories in n independent draws.
 *
 * @param n integer in [0, 2^53]
 * @param probabilities k weights, finite and ≥ 0, of positive finite sum, which need not be 1; weight zero gives count 0
 * @param out k numbers to write to, another array than `probabilities`; allocated when left out
 * @throws InvalidArgumentError when an argument is not as said
 */
export function multinomial(
  stream: Stream,
  n: number,
  probabilities: ArrayLike<number>,
  out?: Float64Array,
): Float64Array {
  if (!isCount(n)) refuse('n', n, 'an integer in [0, 2^53]');
  const k = probabilities.length;
  const counts = buffer(out, k);
  if (counts === probabilities) refuse('out', out, 'another array than probabilities');
  sumBackwards(probabilities, counts);
  let left = n;
  for (let i = 0; i < k; i++) {
    if (left === 0) {
      counts[i] = 0;
      continue;
    }
    const remaining = counts[i];
    const after = i + 1 < k ? counts[i + 1] : 0;
    const count = share(stream, left, probabilities[i], after, remaining);
    counts[i] = count;
    left -= count;
  }
  return counts;
}

function share(stream: Stream, left: number, weight: number, after: number, remaining: number): number {
  if (weight === 0) return 0;
  if (after === 0) return left;
  return binomialWithComplement(stream, left, weight / remaining, after / remaining);
}

/** Writes the sums w_i + … + w_k to `sums`, checking the weights. */
function sumBackwards(weights: ArrayLike<number>, sums: Float64Array): void {
  let sum = 0;
  for (let i = weights.length - 1; i >= 0; i--) {
    const weight = weights[i];
    if (!(weight >= 0 && weight < Infinity)) refuse(`probabilities[${i}]`, weight, 'a finite number ≥ 0');
    sum += weight;
    sums[i] = sum;
  }
  if (!(sum > 0 && sum < Infinity)) refuse('probabilities', weights, 'weights with a positive, finite sum');
}
