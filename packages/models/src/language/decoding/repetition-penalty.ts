import { InvalidArgumentError } from '@collapse-lab/math';

/**
 * Makes tokens that occurred less likely, once each (Keskar et al. 2019, CTRL, as in Hugging Face's transformers):
 * scores above 0 are divided by the penalty, those below multiplied.
 *
 * @param scores k logits, or log probabilities; changed
 * @param seen tokens, in any order and number
 * @param penalty > 0; 1 changes nothing
 */
export function penaliseRepetition(scores: Float64Array, seen: Iterable<number>, penalty: number): void {
  if (!(penalty > 0 && penalty < Infinity))
    throw new InvalidArgumentError({ argument: 'penalty', got: penalty, expected: 'a positive number' });
  if (penalty === 1) return;
  for (const token of new Set(seen)) {
    const score = scores[token];
    scores[token] = score > 0 ? score / penalty : score * penalty;
  }
}
