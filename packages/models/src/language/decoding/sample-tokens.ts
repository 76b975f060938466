/** Continuations of many prompts at once, each token greedy or drawn. */
import type { Stream } from '@collapse-lab/math';
import { type Choice, chooseToken } from './choose-token.ts';
import { Histories } from './histories.ts';
import type { NextLogits, Prompts } from './next-tokens.ts';

/**
 * @param length new tokens
 * @param streams one for each prompt
 * @returns n × length new tokens, row-major
 */
export function sampleTokens(
  model: NextLogits,
  prompts: Prompts,
  length: number,
  choice: Choice,
  streams: readonly Stream[],
): Uint32Array {
  const { k } = model;
  const out = new Uint32Array(prompts.n * length);
  const histories = new Histories(prompts, length);
  const sources = Int32Array.from({ length: prompts.n }, (_, i) => i);
  const tokens = new Int32Array(prompts.n);
  const row = new Float64Array(k);
  let logits = model.begin(prompts);
  for (let step = 0; step < length; step++) {
    for (let i = 0; i < prompts.n; i++) {
      for (let j = 0; j < k; j++) row[j] = logits[i * k + j];
      tokens[i] = chooseToken(row, histories.of(i), choice, streams[i]);
      out[i * length + step] = tokens[i];
    }
    if (step === length - 1) break;
    histories.next(sources, tokens);
    logits = model.next(sources, tokens);
  }
  return out;
}
