/** The vocabulary of the synthetic language, by class of words: the closed classes, and as many open words as fit. */
import { InvalidArgumentError } from '@collapse-lab/math';
import {
  adjectives,
  adverbs,
  closed,
  intransitives,
  names,
  nouns,
  participle,
  placeVerbs,
  verbs,
  withS,
} from './lexicon.ts';

/** Words that stand alone in their class. */
const single = 'is are does do not who by it whereas although says , . ? “ ” ( )'.split(' ');

/** Classes that differ by topic and whose words have Zipf's frequencies. */
export type OpenClass =
  | 'nounSingular'
  | 'nounPlural'
  | 'verbSingular'
  | 'verbPlural'
  | 'participle'
  | 'adjective'
  | 'name'
  | 'adverb'
  | 'intransitiveSingular'
  | 'intransitivePlural'
  | 'placeVerbSingular'
  | 'placeVerbPlural';

export interface Vocabulary {
  /** Token i is words[i]. */
  readonly words: readonly string[];
  /** Tokens of each class, in the order of the lexicon: the forms of a word have the same place in their classes. */
  readonly open: Readonly<Record<OpenClass, readonly number[]>>;
  /** The token of a word. */
  token(word: string): number;
}

export const smallestVocabulary = 128;
export const largestVocabulary = 512;

/**
 * @param k how many words, 128 … 512
 * @throws InvalidArgumentError
 */
export function createVocabulary(k: number): Vocabulary {
  if (!(Number.isInteger(k) && k >= smallestVocabulary && k <= largestVocabulary))
    throw new InvalidArgumentError({
      argument: 'vocabulary',
      got: k,
      expected: `an integer from ${smallestVocabulary} to ${largestVocabulary}`,
    });
  const classes = openWords(k);
  const closedWords = Object.values(closed).flatMap((shares) => Object.keys(shares));
  const words = [...new Set([...single, ...closedWords, ...Object.values(classes).flat()])];
  const tokens = new Map(words.map((word, token) => [word, token]));
  const token = (word: string): number => tokens.get(word) as number;
  const open = Object.fromEntries(Object.entries(classes).map(([name, list]) => [name, list.map(token)]));
  return { words, open: open as Record<OpenClass, number[]>, token };
}

/** Of all kinds the first words, in the shares of the whole lexicon; nouns have two forms and verbs three. */
function openWords(k: number): Record<OpenClass, readonly string[]> {
  const whole = sizeOf(nouns, verbs, adjectives, names, adverbs);
  const size = k - (largestVocabulary - whole);
  const first = (list: readonly string[], share: number): readonly string[] =>
    list.slice(0, Math.ceil(list.length * share));
  const [n, v] = [first(nouns, size / whole), first(verbs, size / whole)];
  const single = size - 2 * n.length - 3 * v.length;
  const share = single / (adjectives.length + names.length + adverbs.length);
  const [a, m] = [first(adjectives, share), first(names, share)];
  return openClasses(n, v, a, m, adverbs.slice(0, single - a.length - m.length));
}

function sizeOf(...[n, v, a, m, d]: readonly (readonly string[])[]): number {
  return 2 * n.length + 3 * v.length + a.length + m.length + d.length;
}

function openClasses(
  ...[n, v, a, m, d]: readonly (readonly string[])[]
): Record<OpenClass, readonly string[]> {
  return {
    nounSingular: n,
    nounPlural: n.map(withS),
    verbSingular: v.map(withS),
    verbPlural: v,
    participle: v.map(participle),
    adjective: a,
    name: m,
    adverb: d,
    intransitiveSingular: intransitives.map(withS),
    intransitivePlural: intransitives,
    placeVerbSingular: placeVerbs.map(withS),
    placeVerbPlural: placeVerbs,
  };
}
