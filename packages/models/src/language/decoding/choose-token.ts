/** The next token of one sequence: greedy, or drawn from the model's law as it is or changed. */
import type { Stream } from '@collapse-lab/math';
import { drawToken } from './draw-token.ts';
import { penaliseRepetition } from './repetition-penalty.ts';
import { keepTopK, keepTopP, keepTypical } from './truncation.ts';

/** Applied in this order, as in Hugging Face's transformers. */
export interface Choice {
  /** greedy: the likeliest token, the lower of equal ones. */
  readonly method: 'greedy' | 'sample';
  /** > 0; 1: none. */
  readonly repetitionPenalty?: number;
  /** A token that never comes. */
  readonly withheld?: number | undefined;
  /** > 0: logits are divided by it; 1: none. sample. */
  readonly temperature?: number;
  /** A positive integer; absent: all. sample. */
  readonly topK?: number;
  /** In (0, 1]; absent: all. sample. */
  readonly topP?: number;
  /** In (0, 1]; absent: all. sample. */
  readonly typical?: number;
}

/**
 * @param logits k; changed
 * @param seen tokens that the repetition penalty acts on
 * @param stream one uniform is taken where the method is sample
 */
export function chooseToken(
  logits: Float64Array,
  seen: Iterable<number>,
  choice: Choice,
  stream: Stream,
): number {
  const { repetitionPenalty = 1, withheld, temperature = 1, topK, topP, typical } = choice;
  penaliseRepetition(logits, seen, repetitionPenalty);
  if (withheld !== undefined) logits[withheld] = -Infinity;
  if (choice.method === 'greedy') return indexOfLargest(logits);
  if (temperature !== 1) for (let i = 0; i < logits.length; i++) logits[i] /= temperature;
  if (topK !== undefined) keepTopK(logits, topK);
  if (topP !== undefined) keepTopP(logits, topP);
  if (typical !== undefined) keepTypical(logits, typical);
  return drawToken(logits, stream);
}

function indexOfLargest(scores: Float64Array): number {
  let best = 0;
  for (let i = 1; i < scores.length; i++) if (scores[i] > scores[best]) best = i;
  return best;
}
