/**
 * What is rare in the synthetic language, as patterns of a few neighbouring tokens: they can be counted in any text, and
 * how often the language writes them is known.
 */
import type { Sequences } from '../../data/data.ts';
import { type HiddenMarkov, patternProbability, unigram } from './hidden-markov.ts';
import type { OpenClass, Vocabulary } from './vocabulary.ts';

/** A token of each set, one after the other; sets as k flags 0 or 1. */
export type Pattern = readonly Uint8Array[];

export interface Rare {
  readonly name: string;
  /** Of which no two can begin at one place. */
  readonly patterns: readonly Pattern[];
  /** Of p_0: in a whole sequence. */
  readonly perSequence: number;
}

/** In the order of their frequency. */
export function rareConstructions(source: HiddenMarkov, vocabulary: Vocabulary, length: number): Rare[] {
  return Object.entries(patternsOf(source, vocabulary))
    .map(([name, patterns]) => ({ name, patterns, perSequence: expected(source, patterns, length) }))
    .sort((a, b) => b.perSequence - a.perSequence);
}

/** A window has length + 1 − m places for a pattern of m tokens. */
function expected(source: HiddenMarkov, patterns: readonly Pattern[], length: number): number {
  return patterns.reduce(
    (sum, pattern) => sum + Math.max(0, length + 1 - pattern.length) * patternProbability(source, pattern),
    0,
  );
}

function patternsOf(source: HiddenMarkov, vocabulary: Vocabulary): Record<string, readonly Pattern[]> {
  const set = (...tokens: readonly number[]): Uint8Array => {
    const flags = new Uint8Array(source.k);
    for (const token of tokens) flags[token] = 1;
    return flags;
  };
  const word = (...words: readonly string[]): Uint8Array => set(...words.map(vocabulary.token));
  const open = (...classes: readonly OpenClass[]): Uint8Array =>
    set(...classes.flatMap((name) => vocabulary.open[name]));
  const preposition = word('near', 'with', 'behind', 'from', 'under', 'beside');
  const determiners = {
    Singular: word('the', 'a', 'this', 'every'),
    Plural: word('the', 'these', 'some', 'many', 'two'),
  };
  /** "the king near the mills helps": the verb agrees with a noun that is not the last one before it. */
  const across = (subject: 'Singular' | 'Plural', other: 'Singular' | 'Plural'): Pattern => [
    open(`noun${subject}`),
    preposition,
    determiners[other],
    open(`noun${other}`),
    open(`verb${subject}`, `intransitive${subject}`),
  ];
  return {
    quotation: [[word('”')]],
    question: [[word('?')]],
    aside: [[word(')')]],
    passive: [[word('is', 'are'), open('participle')]],
    although: [[word('although')]],
    cleft: [[word('it'), word('is')]],
    inversion: [[open('placeVerbSingular', 'placeVerbPlural')]],
    whereas: [[word('whereas')]],
    'agreement across a modifier': [across('Singular', 'Plural'), across('Plural', 'Singular')],
    'rare words (1 % of the text)': [[tail(unigram(source), 0.01)]],
    'rare words (0.1 % of the text)': [[tail(unigram(source), 0.001)]],
  };
}

/** The rarest tokens that make up no more than this share of the text. */
function tail(probabilities: Float64Array, share: number): Uint8Array {
  const flags = new Uint8Array(probabilities.length);
  let mass = 0;
  const rarestFirst = Array.from(probabilities.keys()).sort(
    (a, b) => probabilities[a] - probabilities[b] || a - b,
  );
  for (const token of rarestFirst) {
    mass += probabilities[token];
    if (mass > share) break;
    flags[token] = 1;
  }
  return flags;
}

/** How often each occurs in the sequences, in all. */
export function countRare(rare: readonly Rare[], { n, length, values }: Sequences): Float64Array {
  const counts = new Float64Array(rare.length);
  for (const [r, { patterns }] of rare.entries())
    for (const pattern of patterns)
      for (let i = 0; i < n; i++)
        for (let t = 0; t + pattern.length <= length; t++)
          if (occursAt(pattern, values, i * length + t)) counts[r]++;
  return counts;
}

function occursAt(pattern: Pattern, values: Uint32Array, at: number): boolean {
  for (let j = 0; j < pattern.length; j++) if (pattern[j][values[at + j]] === 0) return false;
  return true;
}
