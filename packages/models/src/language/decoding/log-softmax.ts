import { exp, log } from '@collapse-lab/math';

/** Logits to log probabilities in place, in double precision; −Infinity stays. At least one logit is finite. */
export function logSoftmax(scores: Float64Array): Float64Array {
  let largest = -Infinity;
  for (let i = 0; i < scores.length; i++) if (scores[i] > largest) largest = scores[i];
  let total = 0;
  for (let i = 0; i < scores.length; i++) total += exp(scores[i] - largest);
  const shift = largest + log(total);
  for (let i = 0; i < scores.length; i++) scores[i] -= shift;
  return scores;
}
