/**
 * N-grams of D_0 that are left in D_t under replace, by an n-gram model without smoothing whose order is theirs or
 * higher, with as many tokens in every generation. Given D_t, the model writes an n-gram of count c about c times: the counts
 * of rare ones are close to a Galton–Watson process in which every occurrence has Poisson(1) successors, so that one
 * occurrence has some left after t generations with probability a_t, a_0 = 1, a_{t+1} = 1 − e^{−a_t}: the g_{t+1} of Suresh
 * et al. 2024. For words (order 1) that is the limit of the Wright–Fisher chain at large n. What was left out: that the number
 * of tokens is fixed, and that neighbouring n-grams are not independent; frequent n-grams, where that matters most, are not lost.
 */
import { expm1, log1p } from '@collapse-lab/math';
import { survivalExponent } from '../poisson/extinction.ts';

/** P(an n-gram that occurs c times in D_0 occurs in D_t). */
export function ngramSurvival(c: number, t: number): number {
  return t === 0 ? Number(c > 0) : -expm1(c * log1p(-survivalExponent(t + 1)));
}

/**
 * Expected number of the n-grams of D_0 that D_t has.
 *
 * @param spectrum at index c, how many n-grams occur c times in D_0
 */
export function expectedSurvivingNgrams(spectrum: ArrayLike<number>, t: number): number {
  let sum = 0;
  for (let c = 1; c < spectrum.length; c++) if (spectrum[c] > 0) sum += spectrum[c] * ngramSurvival(c, t);
  return sum;
}
