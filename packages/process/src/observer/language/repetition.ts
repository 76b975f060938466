/**
 * How much a text repeats itself. seq-rep-n is the share of a sequence's n-grams that are not new in it: Welleck, Kulikov,
 * Roller, Dinan, Cho, Weston, "Neural text generation with unlikelihood training", ICLR 2020, equation 10.
 */
import type { Sequences } from '@collapse-lab/models';

/** data.n shares: of each sequence, 1 − (different n-grams) / (n-grams). @param width n-grams of a sequence, 1 or more */
export function repeatedShares(nGrams: Float64Array, width: number): Float64Array {
  return Float64Array.from({ length: nGrams.length / width }, (_, i) => {
    const different = new Set(nGrams.subarray(i * width, (i + 1) * width)).size;
    return 1 - different / width;
  });
}

/**
 * data.n lengths: of each sequence, the longest run of tokens that occurs in it twice, overlaps included ("a a a" has a
 * run of 2). By all pairs of places, O(length²) a sequence: they are short.
 */
export function longestRepeats({ n, length, values }: Sequences): Uint32Array {
  const common = new Uint32Array(length + 1);
  return Uint32Array.from({ length: n }, (_, row) => {
    const tokens = values.subarray(row * length, (row + 1) * length);
    common.fill(0);
    let longest = 0;
    // common[j + 1]: how far the tokens up to i and those up to j < i agree, reading back.
    for (let i = 1; i < length; i++)
      for (let j = i - 1; j >= 0; j--) {
        common[j + 1] = tokens[i] === tokens[j] ? common[j] + 1 : 0;
        if (common[j + 1] > longest) longest = common[j + 1];
      }
    return longest;
  });
}
