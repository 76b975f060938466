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
  /** A token that never comes: it has probability 0, that of the others stays as it is. */
  readonly withheld?: number | undefined;
}

export function candidatesOf(model: NextLogits, options: CandidateOptions): NextCandidates {
  const { repetitionPenalty = 1, withheld } = options;
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
      if (withheld !== undefined) scores[withheld] = -Infinity;
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

/** One candidate fewer a row, and never this token; the probability of the others stays as it is. */
export function withoutToken(model: NextCandidates, token: number): NextCandidates {
  const filter = ({ count, tokens, logProbabilities }: Candidates): Candidates => {
    const left = count - 1;
    const rows = tokens.length / count;
    const kept = { tokens: new Int32Array(rows * left), logProbabilities: new Float64Array(rows * left) };
    for (let row = 0; row < rows; row++) {
      let from = row * count;
      for (let i = 0; i < left; i++, from++) {
        if (tokens[from] === token) from++;
        kept.tokens[row * left + i] = tokens[from];
        kept.logProbabilities[row * left + i] = logProbabilities[from];
      }
    }
    return { count: left, ...kept };
  };
  return {
    k: model.k,
    begin: (prompts) => filter(model.begin(prompts)),
    next: (sources, tokens) => filter(model.next(sources, tokens)),
  };
}
