/**
 * How varied a text is, and how much of D_0 it still has: the share of n-grams that are different (distinct-n: Li, Galley,
 * Brockett, Gao, Dolan, "A diversity-promoting objective function for neural conversation models", NAACL 2016, there for
 * n = 1, 2), repetition within sequences, tokens and n-grams of D_0 that survive, and Zipf's exponent. N-grams do not
 * cross from one sequence to the next. All of these depend on how much text is looked at: where there is more than in
 * D_0, as many sequences as D_0 has, evenly spaced.
 */
import { entropy, mean } from '@collapse-lab/math';
import { resolveOptions, type Sequences } from '@collapse-lab/models';
import { defineObserver, type ObserverDefinition } from '../define-observer.ts';
import type { Metrics, Observation, Observer } from '../observer.ts';
import { evenlySpaced } from './evenly-spaced.ts';
import { NGrams } from './n-grams.ts';
import { refusesText, type TextOptions, textNeeds, textOf, textOptions, textRules } from './observed-text.ts';
import { longestRepeats, repeatedShares } from './repetition.ts';
import { tokenCounts } from './token-counts.ts';
import { zipfExponent } from './zipf-exponent.ts';

const name = 'text-diversity';
const version = 1;

/** The longest n-grams that are looked at. */
const longest = 4;

const metrics = {
  distinct1: 'different tokens of the text over all its tokens (distinct-1)',
  distinct2: 'different 2-grams of the text over all its 2-grams (distinct-2)',
  distinct3: 'different 3-grams of the text over all its 3-grams (distinct-3)',
  distinct4: 'different 4-grams of the text over all its 4-grams (distinct-4)',
  survivingTokens: 'share of the different tokens of D_0 that the text has',
  surviving2Grams: 'share of the different 2-grams of D_0 that the text has',
  surviving3Grams: 'share of the different 3-grams of D_0 that the text has',
  surviving4Grams: 'share of the different 4-grams of D_0 that the text has',
  vocabularyCoverage: 'share of the k tokens of the vocabulary that the text has',
  tokenEntropy: 'entropy of the frequencies of tokens in the text, in nats',
  zipfExponent:
    'exponent s of the frequencies of tokens, p(rank r) ∝ r^−s, by maximum likelihood; NaN for a text of a single token',
  repetition4:
    'share of the 4-grams of a sequence that occurred in it before (seq-rep-4), mean over sequences',
  repeatingShare: 'share of the sequences in which a 4-gram occurs twice',
  longestRepeat: 'length in tokens of the longest run that occurs twice in a sequence, mean over sequences',
};

const distinctNames = ['distinct1', 'distinct2', 'distinct3', 'distinct4'] as const;
const survivingNames = ['survivingTokens', 'surviving2Grams', 'surviving3Grams', 'surviving4Grams'] as const;

export const textDiversity: ObserverDefinition<TextOptions> = defineObserver({
  name,
  version,
  summary: 'distinct-n, repetition, surviving n-grams and Zipf exponent of training data or of fresh text',
  options: textOptions,
  metrics,
  resolve: (options) => resolveOptions<TextOptions>(options, textRules),
  create: createTextDiversity,
});

function createTextDiversity(options: TextOptions): Observer {
  return { name, version, metrics, ...textNeeds(options, 'initial'), refuses: refusesText, measure };
}

function measure(observation: Observation): Metrics {
  const initial = observation.initial as Sequences;
  const text = evenlySpaced(textOf(observation), initial.n);
  const nGrams = new NGrams(text.k);
  const real = nGrams.of(initial, longest);
  const made = nGrams.of(text, longest);
  return {
    ...Object.fromEntries(made.flatMap((order, i) => orderMetrics(order, real[i], i))),
    ...tokenMetrics(text),
    ...repetitionMetrics(text, made[longest - 1]),
  };
}

/** Of n-grams, n = i + 1; none where sequences are shorter. */
function orderMetrics(made: Float64Array, real: Float64Array, i: number): [string, number][] {
  if (made.length === 0) return [];
  const [different, known] = [new Set(made), new Set(real)];
  let surviving = 0;
  for (const nGram of known) if (different.has(nGram)) surviving++;
  return [
    [distinctNames[i], different.size / made.length],
    [survivingNames[i], surviving / known.size],
  ];
}

function tokenMetrics(text: Sequences): Metrics {
  const counts = tokenCounts(text);
  return {
    vocabularyCoverage: counts.filter((count) => count > 0).length / text.k,
    tokenEntropy: entropy(counts.map((count) => count / text.values.length)),
    zipfExponent: zipfExponent(counts),
  };
}

function repetitionMetrics(text: Sequences, fourGrams: Float64Array): Metrics {
  if (fourGrams.length === 0) return {};
  const shares = repeatedShares(fourGrams, text.length - longest + 1);
  return {
    repetition4: mean(shares),
    repeatingShare: shares.filter((share) => share > 0).length / shares.length,
    longestRepeat: mean(longestRepeats(text)),
  };
}
