/**
 * A language with a known law: a seeded probabilistic grammar with Zipfian words, topics, agreement over a distance and
 * rare constructions. It is a Markov chain with finitely many hidden states, so that what is known of it is exact: the
 * probability of every text, the frequency of every construction. A sequence is a window of an endless stationary text
 * and begins anywhere in a sentence.
 */
import { InvalidArgumentError, Stream } from '@collapse-lab/math';
import { checkData } from '../../data/check-data.ts';
import type { Sequences } from '../../data/data.ts';
import { isNonNegative } from '../../data/is-number.ts';
import { checkPositiveInteger, checkSize } from '../../data/make-data.ts';
import type { LanguageLaw, RealSource } from '../../real/real-source.ts';
import { createWordTokenizer } from '../tokenizer/word-tokenizer.ts';
import { estimateEntropy } from './entropy.ts';
import { createSampler, createScorer, type HiddenMarkov } from './hidden-markov.ts';
import { createMarkovLanguage } from './markov-language.ts';
import { countRare, rareConstructions } from './rare.ts';
import { type Constructions, checkConstructions } from './rules.ts';
import { createVocabulary, type Vocabulary } from './vocabulary.ts';

export interface SyntheticLanguageOptions {
  /** Tokens of a sequence (64). */
  readonly length?: number;
  /** How many words there are, 128 … 512 (384). */
  readonly vocabulary?: number;
  /** Which words are frequent (1). */
  readonly seed?: number;
  /** s in the frequency ∝ rank^−s of the words of a class (1.2). */
  readonly exponent?: number;
  /** How much more frequent words are in sentences of their topic, of which there are four (6); 1: no topics. */
  readonly focus?: number;
  /** Probabilities of the rare constructions, where they are not the usual ones. */
  readonly constructions?: Partial<Constructions>;
}

/** Shares of the topics in the language itself; in the text to pretrain on they are equal. */
const topics = [0.4, 0.3, 0.2, 0.1];

/**
 * The text to pretrain on is of a broader language: the same grammar and words, but other frequent words, flatter
 * frequencies, equal topics, and every construction as frequent as here or more so.
 */
const broader = { exponent: 0.5, constructions: 2, topics: [0.25, 0.25, 0.25, 0.25] };

/**
 * @throws InvalidArgumentError
 */
export function syntheticLanguageSource(options: SyntheticLanguageOptions = {}): RealSource<Sequences> {
  const { length, vocabulary: k, seed, exponent, focus, constructions } = checked(options);
  const vocabulary = createVocabulary(k);
  const identity = JSON.stringify({ length, vocabulary: k, seed, exponent, focus, constructions });
  const ranks = ['synthetic language', seed];
  const own = createMarkovLanguage(vocabulary, { constructions, exponent, focus, topics, ranks });
  const pretraining = createMarkovLanguage(vocabulary, {
    constructions: scaled(constructions),
    exponent: exponent * broader.exponent,
    focus,
    topics: broader.topics,
    ranks: [...ranks, 'pretraining'],
  });
  return {
    ...sourceOf('synthetic-language', own, vocabulary, length, identity),
    pretraining: sourceOf('synthetic-language-pretraining', pretraining, vocabulary, 2 * length, identity),
  };
}

function checked(
  options: SyntheticLanguageOptions,
): Required<SyntheticLanguageOptions> & { constructions: Constructions } {
  const { length = 64, vocabulary = 384, seed = 1, exponent = 1.2, focus = 6 } = options;
  checkPositiveInteger('length', length);
  checkSize('seed', seed);
  for (const [argument, got] of Object.entries({ exponent, focus }))
    if (!isNonNegative(got) || (argument === 'focus' && got < 1))
      throw new InvalidArgumentError({
        argument,
        got,
        expected: argument === 'focus' ? 'a number of 1 or more' : 'a non-negative number',
      });
  return {
    length,
    vocabulary,
    seed,
    exponent,
    focus,
    constructions: checkConstructions(options.constructions ?? {}),
  };
}

/** More frequent, as far as they may be and the sentences of one kind leave room. */
function scaled(constructions: Constructions): Constructions {
  const more = Object.entries(constructions).map(([name, p]) => [
    name,
    Math.min(p * broader.constructions, Math.max(p, 0.1)),
  ]);
  return Object.fromEntries(more) as unknown as Constructions;
}

function sourceOf(
  name: string,
  source: HiddenMarkov,
  vocabulary: Vocabulary,
  length: number,
  identity: string,
): RealSource<Sequences> {
  const sample = createSampler(source);
  return {
    name,
    shape: { kind: 'sequences', length, k: source.k },
    identity: `${name} ${identity}`,
    draw(n, stream) {
      checkSize('n', n);
      return sample(n, length, stream).data;
    },
    tokenizer: createWordTokenizer(vocabulary.words),
    language: lawOf(source, vocabulary, length),
  };
}

/** Windows that entropies are estimated from: of 64 tokens, their standard error is then below 0.0005 nats per token. */
const windows = 8192;

function lawOf(source: HiddenMarkov, vocabulary: Vocabulary, length: number): LanguageLaw {
  const score = createScorer(source);
  const rare = rareConstructions(source, vocabulary, length);
  let entropy: number | undefined;
  const check = (data: Sequences): void =>
    checkData('data', data, { kind: 'sequences', length: data.length, k: source.k }, 0);
  return {
    get entropyPerToken() {
      entropy ??= estimateEntropy(source, length, windows, Stream.fromPath(['entropy'])).perToken;
      return entropy;
    },
    logProbability(data) {
      check(data);
      return score(data);
    },
    constructions: rare.map(({ name, perSequence }) => ({ name, perSequence })),
    countConstructions(data) {
      check(data);
      return countRare(rare, data);
    },
  };
}
