/** What families of language models have beside what all families have. */
import type { Sequences } from '../data/data.ts';
import type { AnyFamily } from '../family/define-model.ts';
import type { Family } from '../family/family.ts';
import type { OutputFile } from './hugging-face/binary-file.ts';

export interface LanguageFamily<Model = unknown> extends Family<Model, Sequences, never> {
  /**
   * How many tokens of a sequence `logDensity` speaks of: all, or all but the first, where that is given. Perplexity is
   * exp(−mean log density / scoredTokens).
   */
  readonly scoredTokens: number;
  logDensity(model: Model, data: Sequences): Float64Array;
  /** A model as files that other tools load, where they know its kind. */
  files?(model: Model): readonly OutputFile[];
}

export function isLanguageFamily(family: AnyFamily): boolean {
  return 'scoredTokens' in family && family.logDensity !== undefined;
}
