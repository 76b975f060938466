/**
 * Truncations of the next token's law: what falls outside becomes −Infinity. Of equal scores at the edge all stay, in
 * top-k as in Hugging Face's transformers, whose definitions these are.
 */
import { exp } from '@collapse-lab/math';
import { indicesOfLargest } from './largest.ts';
import { logSoftmax } from './log-softmax.ts';

/** The `count` largest scores stay (Fan et al. 2018). */
export function keepTopK(scores: Float64Array, count: number): void {
  if (count >= scores.length) return;
  const largest = indicesOfLargest(scores, count);
  const edge = scores[largest[count - 1]];
  for (let i = 0; i < scores.length; i++) if (scores[i] < edge) scores[i] = -Infinity;
}

/** The smallest set of the likeliest tokens that has probability ≥ mass stays (nucleus sampling, Holtzman et al. 2020). */
export function keepTopP(scores: Float64Array, mass: number): void {
  if (mass >= 1) return;
  const logs = logSoftmax(Float64Array.from(scores));
  keepUntil(
    scores,
    logs,
    sortedBy(logs, (i) => -logs[i]),
    mass,
  );
}

/**
 * The smallest set of tokens with probability ≥ mass stays whose information −log p is nearest to the entropy (locally
 * typical sampling, Meister et al. 2023).
 */
export function keepTypical(scores: Float64Array, mass: number): void {
  if (mass >= 1) return;
  const logs = logSoftmax(Float64Array.from(scores));
  let entropy = 0;
  for (const value of logs) if (value > -Infinity) entropy -= exp(value) * value;
  keepUntil(
    scores,
    logs,
    sortedBy(logs, (i) => Math.abs(-logs[i] - entropy)),
    mass,
  );
}

/** Indices by rising distance; of equal ones the lower index first. */
function sortedBy(logs: Float64Array, distance: (index: number) => number): Uint32Array {
  const distances = Float64Array.from(logs, (_, i) => distance(i));
  return Uint32Array.from(logs, (_, i) => i).sort((a, b) => {
    return distances[a] < distances[b] ? -1 : distances[a] > distances[b] ? 1 : a - b;
  });
}

/** Keeps the first of `order` until their probability reaches the mass. */
function keepUntil(scores: Float64Array, logs: Float64Array, order: Uint32Array, mass: number): void {
  let total = 0;
  for (const index of order) {
    if (total >= mass) scores[index] = -Infinity;
    total += exp(logs[index]);
  }
}
