/** The entropy of a language as a bound: a law that is worked out by hand. */
import type { AnyFamily, LanguageLaw, RealSource, Sequences } from '@collapse-lab/models';
import type { LineageSpec } from '@collapse-lab/process';
import { predict } from '@collapse-lab/theory';
import { describe, expect, it } from 'vitest';

/** The first token is 0 or 1 with probabilities 1/4 and 3/4; the two after it are fair. */
const language: LanguageLaw = {
  entropyPerToken: (entropy([0.25, 0.75]) + 2 * Math.log(2)) / 3,
  logProbability: ({ n, length, values }: Sequences) =>
    Float64Array.from(
      { length: n },
      (_, i) => Math.log(values[i * length] === 0 ? 0.25 : 0.75) - (length - 1) * Math.log(2),
    ),
  constructions: [],
  countConstructions: () => new Float64Array(),
};

function entropy(probabilities: readonly number[]): number {
  return -probabilities.reduce((sum, p) => sum + p * Math.log(p), 0);
}

function spec(changes: { language?: LanguageLaw; scoredTokens?: number; points?: Sequences }): LineageSpec {
  const shape = { kind: 'sequences', length: 3, k: 2 } as const;
  const { scoredTokens = 3, ...real } = changes;
  return {
    real: { name: 'coin', identity: 'coin', shape, ...real } as unknown as RealSource,
    family: { name: 'ngram', shape, scoredTokens, logDensity: () => undefined } as unknown as AnyFamily,
    workflow: { kind: 'replace' },
    sizes: { initial: 10, new: 10 },
    sampler: 'auto',
    numberFormat: 'f64',
  };
}

describe('the entropy of a language', () => {
  it('bounds cross-entropy and perplexity in every generation', () => {
    const predictions = predict(spec({ language }));
    expect(predictions.map(({ metric, functional, kind }) => [metric, functional, kind])).toEqual([
      ['crossEntropy', 'mean', 'bound'],
      ['perplexity', 'mean', 'bound'],
    ]);
    const floor = (entropy([0.25, 0.75]) + 2 * Math.log(2)) / 3;
    expect(predictions.map(({ at }) => at(7))).toEqual([
      expect.closeTo(floor, 14),
      expect.closeTo(Math.exp(floor), 14),
    ]);
  });

  it('is that of the tokens after the first where that is given', () => {
    const [crossEntropy] = predict(spec({ language, scoredTokens: 2 }));
    expect(crossEntropy.at(0)).toBeCloseTo(Math.log(2), 14);
  });

  it('is not known of a language without a law, nor used for a finite set', () => {
    expect(predict(spec({}))).toEqual([]);
    expect(predict(spec({ language, points: {} as Sequences }))).toEqual([]);
  });
});
