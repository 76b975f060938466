/**
 * Zipf's law by maximum likelihood: the s for which p(r) ∝ r^−s, r = 1 … V, makes the counts likeliest, with the V different
 * tokens ranked by these same counts (as is usual; ranks from the same text bias s upwards a little: Piantadosi,
 * Psychon. Bull. Rev. 21 (2014)). The likelihood is concave; its maximum is where the mean of log r under the law is that of
 * the counts, which is found by bisection.
 */
import { exp, log, sum } from '@collapse-lab/math';

/** Far beyond any text: with it, all but a share of 2^−64 is the first token. */
const largest = 64;
const halvings = 60;

/**
 * @param counts how often each token occurs, in any order; those that do not occur are no ranks
 * @returns 0 for a text that uses all its tokens alike; NaN for one of a single token, up to 64 for almost such
 */
export function zipfExponent(counts: ArrayLike<number>): number {
  const ranked = Float64Array.from(counts)
    .filter((count) => count > 0)
    .sort()
    .reverse();
  if (ranked.length < 2) return Number.NaN;
  const logRanks = ranked.map((_, i) => log(i + 1));
  const observed = sum(ranked.map((count, i) => count * logRanks[i])) / sum(ranked);
  let [low, high] = [0, largest];
  for (let i = 0; i < halvings; i++) {
    const middle = (low + high) / 2;
    if (meanLogRank(logRanks, middle) > observed) low = middle;
    else high = middle;
  }
  return high < 1e-12 ? 0 : (low + high) / 2;
}

function meanLogRank(logRanks: Float64Array, s: number): number {
  const weights = logRanks.map((value) => exp(-s * value));
  return sum(weights.map((weight, i) => weight * logRanks[i])) / sum(weights);
}
