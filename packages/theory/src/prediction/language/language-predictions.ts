/** What no language model can fall below, where the law of the language is known. */
import { exp } from '@collapse-lab/math';
import { entropyFloor, isLanguageFamily, type LanguageFamily } from '@collapse-lab/models';
import type { LineageSpec } from '@collapse-lab/process';
import type { Prediction } from '../prediction.ts';

/**
 * The expected cross-entropy of any model on text of p_0 is at least the entropy of p_0 (Gibbs), and the expected
 * perplexity at least its exponential (Jensen): for test text that the model was not trained on.
 */
export function languagePredictions({ family, real }: LineageSpec): readonly Prediction[] {
  const { language, shape } = real;
  if (language === undefined || shape.kind !== 'sequences' || !isLanguageFamily(family)) return [];
  const { scoredTokens } = family as unknown as LanguageFamily;
  let known: number | undefined;
  const floor = (): number => {
    known ??= entropyFloor(language, { ...shape, scoredTokens });
    return known;
  };
  const bound = (metric: string, source: string, at: () => number): Prediction => {
    return { metric, functional: 'mean', kind: 'bound', source, at };
  };
  return [
    bound('crossEntropy', 'entropy of the language, which no model falls below', floor),
    bound('perplexity', 'exponential of the entropy of the language, which no model falls below', () =>
      exp(floor()),
    ),
  ];
}
