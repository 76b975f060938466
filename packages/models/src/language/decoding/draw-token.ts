import { exp, type Stream } from '@collapse-lab/math';

/** A token with probability proportional to e^score, by one uniform of the stream. At least one score is finite. */
export function drawToken(scores: Float64Array, stream: Stream): number {
  let largest = -Infinity;
  for (let i = 0; i < scores.length; i++) if (scores[i] > largest) largest = scores[i];
  let total = 0;
  for (let i = 0; i < scores.length; i++) total += exp(scores[i] - largest);
  const target = stream.uniform() * total;
  let passed = 0;
  let last = 0;
  for (let i = 0; i < scores.length; i++) {
    const weight = exp(scores[i] - largest);
    if (weight === 0) continue;
    passed += weight;
    last = i;
    if (target < passed) return i;
  }
  return last;
}
