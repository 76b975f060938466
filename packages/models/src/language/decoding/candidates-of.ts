/** The likeliest next tokens, from all logits: in double precision, with a repetition penalty where wanted. */
import { Histories } from './histories.ts';
import { indicesOfLargest } from './largest.ts';
import { logSoftmax } from './log-softmax.ts';
import type { Candidates, NextCandidates, NextLogits, Prompts } from './next-tokens.ts';
import { penaliseRepetition } from './repetition-penalty.ts';

export interface CandidateOptions {
  /** How many a row, or k if that is less. */
  readonly count: number;
  /** How many tokens are added to a prompt at most. */
  readonly length: number;
  /** Acts on log probabilities, as in the beam search of Hugging Face's transformers; 1: none. */
  readonly repetitionPenalty?: number;
}

export function candidatesOf(model: NextLogits, options: CandidateOptions): NextCandidates {
  const { repetitionPenalty = 1 } = options;
  const { k } = model;
  const count = Math.min(options.count, k);
  let histories: Histories | undefined;
  const choose = (logits: ArrayLike<number>): Candidates => {
    const rows = logits.length / k;
    const tokens = new Int32Array(rows * count);
    const logProbabilities = new Float64Array(rows * count);
    const scores = new Float64Array(k);
    for (let row = 0; row < rows; row++) {
      for (let i = 0; i < k; i++) scores[i] = logits[row * k + i];
      logSoftmax(scores);
      if (histories !== undefined) penaliseRepetition(scores, histories.of(row), repetitionPenalty);
      for (const [i, token] of indicesOfLargest(scores, count).entries()) {
        tokens[row * count + i] = token;
        logProbabilities[row * count + i] = scores[token];
      }
    }
    return { count, tokens, logProbabilities };
  };
  return {
    k,
    begin: (prompts: Prompts): Candidates => {
      histories = repetitionPenalty === 1 ? undefined : new Histories(prompts, options.length);
      return choose(model.begin(prompts));
    },
    next: (sources, tokens): Candidates => {
      histories?.next(sources, tokens);
      return choose(model.next(sources, tokens));
    },
  };
}
