/** Grammar, vocabulary and topics together: a source with hidden states (slot, topic) and its words. */
import { permutation, pow, Stream } from '@collapse-lab/math';
import { compileGrammar } from './grammar.ts';
import type { HiddenMarkov } from './hidden-markov.ts';
import { type ClosedClass, closed, topicCount } from './lexicon.ts';
import type { Constructions, State, Written } from './rules.ts';
import { stationaryDistribution } from './stationary.ts';
import type { OpenClass, Vocabulary } from './vocabulary.ts';

export interface LanguageParameters {
  readonly constructions: Constructions;
  /** s in the frequency ∝ rank^−s of the words of a class. */
  readonly exponent: number;
  /** How much more frequent words are in sentences of their topic. */
  readonly focus: number;
  /** Shares of the topics. */
  readonly topics: readonly number[];
  /** Names the order of the ranks of words. */
  readonly ranks: readonly (string | number)[];
}

/** How often a new topic is drawn after a sentence; it may be the old one. */
const topicChange = 0.15;

/**
 * States s · topics + z. Slots move alike in every topic, and the topic is drawn anew only between sentences, so that
 * the stationary distribution is the product of theirs.
 */
export function createMarkovLanguage(vocabulary: Vocabulary, parameters: LanguageParameters): HiddenMarkov {
  const { states, transitions } = compileGrammar(parameters.constructions);
  const n = states.length;
  const { topics } = parameters;
  const slots = stationaryDistribution(transitions, n);
  const emissions = createEmissions(states, vocabulary, parameters);
  const moves = states.flatMap((state, s) => {
    const row = transitions.subarray(s * n, (s + 1) * n);
    return topics.map((_, z) => moveFrom(row, z, state.endsSentence ? topicsAfter(topics, z) : undefined));
  });
  return {
    k: vocabulary.words.length,
    stationary: Float64Array.from(
      moves,
      (_, i) => slots[Math.floor(i / topicCount)] * topics[i % topicCount],
    ),
    following: moves.map(({ states: to }) => Uint32Array.from(to)),
    probabilities: moves.map(({ shares }) => Float64Array.from(shares)),
    ...emissions,
  };
}

function topicsAfter(topics: readonly number[], topic: number): number[] {
  return topics.map((share, z) => topicChange * share + (z === topic ? 1 - topicChange : 0));
}

/** From a slot with these probabilities and topic z, which stays where no topics are given. */
function moveFrom(
  row: Float64Array,
  z: number,
  topics?: readonly number[],
): { states: number[]; shares: number[] } {
  const [states, shares]: [number[], number[]] = [[], []];
  for (let s = 0; s < row.length; s++) {
    if (row[s] === 0) continue;
    for (let y = 0; y < topicCount; y++) {
      const share = topics === undefined ? Number(y === z) : topics[y];
      if (share === 0) continue;
      states.push(s * topicCount + y);
      shares.push(row[s] * share);
    }
  }
  return { states, shares };
}

function createEmissions(
  states: readonly State[],
  vocabulary: Vocabulary,
  parameters: LanguageParameters,
): Pick<HiddenMarkov, 'emissions' | 'emissionOf'> {
  const index = new Map<string, number>();
  const emissions: Float64Array[] = [];
  const emissionOf = Uint32Array.from({ length: states.length * topicCount }, (_, i) => {
    const { writes } = states[Math.floor(i / topicCount)];
    const z = isTopical(writes) ? i % topicCount : undefined;
    const key = JSON.stringify([writes, z]);
    if (!index.has(key)) index.set(key, emissions.push(emission(writes, z, vocabulary, parameters)) - 1);
    return index.get(key) as number;
  });
  return { emissions, emissionOf };
}

/** The forms of a word have one rank, so that they are listed under one lemma. */
const lemmas: Readonly<Record<OpenClass, string>> = {
  nounSingular: 'noun',
  nounPlural: 'noun',
  verbSingular: 'verb',
  verbPlural: 'verb',
  participle: 'verb',
  adjective: 'adjective',
  name: 'name',
  adverb: 'adverb',
  intransitiveSingular: 'intransitive',
  intransitivePlural: 'intransitive',
  placeVerbSingular: 'place verb',
  placeVerbPlural: 'place verb',
};

const topical: ReadonlySet<string> = new Set(['noun', 'verb', 'adjective', 'name']);

function isTopical(writes: Written): boolean {
  return typeof writes === 'string' && topical.has(lemmas[writes as OpenClass]);
}

/** k probabilities of the words of a class, in sentences of topic z where it matters. */
function emission(
  writes: Written,
  z: number | undefined,
  vocabulary: Vocabulary,
  parameters: LanguageParameters,
): Float64Array {
  const result = new Float64Array(vocabulary.words.length);
  if (typeof writes === 'object') result[vocabulary.token(writes.word)] = 1;
  else if (Object.hasOwn(closed, writes))
    for (const [word, share] of Object.entries(closed[writes as ClosedClass]))
      result[vocabulary.token(word)] = share;
  else fillOpen(result, writes as OpenClass, z, vocabulary, parameters);
  const total = result.reduce((sum, weight) => sum + weight, 0);
  return result.map((weight) => weight / total);
}

function fillOpen(
  result: Float64Array,
  name: OpenClass,
  z: number | undefined,
  vocabulary: Vocabulary,
  { exponent, focus, ranks }: LanguageParameters,
): void {
  const tokens = vocabulary.open[name];
  const rank = permutation(Stream.fromPath([...ranks, lemmas[name]]), tokens.length);
  for (const [i, token] of tokens.entries())
    result[token] = pow(rank[i] + 1, -exponent) * (i % topicCount === z ? focus : 1);
}
