/** What the cross-entropy of a language model is measured against where the law of the language is known. */
import { exp, InvalidArgumentError, sum } from '@collapse-lab/math';
import type { Sequences } from '../data/data.ts';
import type { LanguageLaw } from '../real/real-source.ts';

/** The shape of the sequences, and how many of their tokens are scored: all, or all but the first. */
export interface Scoring {
  readonly length: number;
  readonly k: number;
  readonly scoredTokens: number;
}

/**
 * Entropy of the scored tokens under p_0, given those before, in nats per scored token: the least expected cross-entropy
 * of any model. With the chain rule H(x_2 … x_L | x_1) = H(x_1 … x_L) − H(x_1).
 *
 * @throws InvalidArgumentError where another number of tokens is scored
 */
export function entropyFloor(language: LanguageLaw, scoring: Scoring): number {
  const { length, scoredTokens } = scoring;
  const unscored = isFirstUnscored(scoring) ? firstTokenEntropy(language, scoring.k) : 0;
  return (length * language.entropyPerToken - unscored) / scoredTokens;
}

/**
 * n log probabilities under p_0 of the scored tokens, given those before, in nats; −Infinity where the language has no such text.
 *
 * @throws InvalidArgumentError where another number of tokens is scored
 */
export function scoredLogProbability(
  language: LanguageLaw,
  data: Sequences,
  scoredTokens: number,
): Float64Array {
  const whole = language.logProbability(data);
  if (!isFirstUnscored({ ...data, scoredTokens })) return whole;
  const first = language.logProbability(firstTokens(data));
  return whole.map((value, i) => (value === -Infinity ? value : value - first[i]));
}

function isFirstUnscored({ length, scoredTokens }: Scoring): boolean {
  if (scoredTokens === length) return false;
  if (scoredTokens === length - 1) return true;
  throw new InvalidArgumentError({
    argument: 'scoredTokens',
    got: scoredTokens,
    expected: `${length} or ${length - 1}: all tokens of a sequence, or all but the first`,
  });
}

function firstTokens({ n, k, length, values }: Sequences): Sequences {
  return {
    kind: 'sequences',
    n,
    length: 1,
    k,
    values: Uint32Array.from({ length: n }, (_, i) => values[i * length]),
  };
}

function firstTokenEntropy(language: LanguageLaw, k: number): number {
  const values = Uint32Array.from({ length: k }, (_, token) => token);
  const logs = language.logProbability({ kind: 'sequences', n: k, length: 1, k, values });
  return -sum(logs.map((value) => (value === -Infinity ? 0 : exp(value) * value)));
}
