// Tests of 10^5 streams derived from one root: neighbours in the order of their labels must have nothing in common.

import { chiSquaredTest, poissonTest, sumOfSquaresTest } from './p-values.mjs';
import { binomialLaw, ones } from './sequence-tests.mjs';

const FIRST = 16;

/** Key and first sixteen words of every stream of a family, flat. */
export function collect(stream, count) {
  const keys = new Uint32Array(4 * count);
  const words = new Uint32Array(FIRST * count);
  for (let i = 0; i < count; i++) {
    const member = stream(i);
    keys.set(
      Uint32Array.from(member.state().key, (word) => word >>> 0),
      4 * i,
    );
    for (let j = 0; j < FIRST; j++) words[FIRST * i + j] = member.uint32();
  }
  return { count, keys, words };
}

/** 1 when no two groups of four words are equal, else 0: by chance that has probability 1.5e-29. */
export function noCollision(words, stride, count) {
  const seen = new Set();
  for (let i = 0; i < count; i++) seen.add(words.subarray(stride * i, stride * i + 4).join());
  return seen.size === count ? 1 : 0;
}

/** Equal 32-bit words among the first words of the streams: Poisson with mean count²/2^33. */
export function wordCollisions({ count, words }) {
  const first = new Float64Array(count);
  for (let i = 0; i < count; i++) first[i] = words[FIRST * i];
  first.sort();
  let equal = 0;
  for (let i = 1; i < count; i++) if (first[i] === first[i - 1]) equal++;
  return poissonTest(equal, (count * (count - 1)) / 2 ** 33);
}

/** The j-th words of all streams, 256 cells each, all j together. */
export function equidistributionAcross({ count, words }) {
  const counts = new Float64Array(256 * FIRST);
  for (let i = 0; i < FIRST * count; i++) counts[256 * (i % FIRST) + (words[i] >>> 24)]++;
  return chiSquaredTest(counts);
}

/** Correlation of word j of stream i with word l of stream i + distance, over i, for all j, l < 16. */
export function correlationAcross({ count, words }, distance) {
  const sums = new Float64Array(FIRST * FIRST);
  const centred = Float64Array.from(words, (word) => (word + 0.5) / 4294967296 - 0.5);
  for (let i = 0; i + distance < count; i++) {
    for (let j = 0; j < FIRST; j++) {
      const x = centred[FIRST * i + j];
      for (let l = 0; l < FIRST; l++) sums[FIRST * j + l] += x * centred[FIRST * (i + distance) + l];
    }
  }
  return sumOfSquaresTest(sums.map((sum) => (12 * sum) / Math.sqrt(count - distance)));
}

/** Bits in which the first blocks of neighbours differ: binomial with n = 128. */
export function differingBits({ count, words }) {
  const counts = new Float64Array(129);
  for (let i = 0; i + 1 < count; i++) {
    let bits = 0;
    for (let j = 0; j < 4; j++) bits += ones(words[FIRST * i + j] ^ words[FIRST * (i + 1) + j]);
    counts[bits]++;
  }
  return chiSquaredTest(counts.slice(46, 83), binomialLaw(128, 46, 82));
}

/** The words in the order stream by stream, or first words of all, second words of all, …, as one sequence. */
export function sequenceOf({ count, words }, across) {
  let i = 0;
  if (!across) return () => words[i++];
  return () => {
    const place = FIRST * (i % count) + Math.floor(i / count);
    i++;
    return words[place];
  };
}
