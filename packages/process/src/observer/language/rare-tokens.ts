/**
 * What becomes of the rare tokens of D_0, the tail of its vocabulary: which of them a text still has, by how often they
 * stand in D_0, and what share of the text they make. As many sequences as D_0 has are looked at, evenly spaced.
 */
import { sum } from '@collapse-lab/math';
import { resolveOptions, type Sequences } from '@collapse-lab/models';
import { defineObserver, type ObserverDefinition } from '../define-observer.ts';
import type { Metrics, Observation, Observer } from '../observer.ts';
import { evenlySpaced } from './evenly-spaced.ts';
import { refusesText, type TextOptions, textNeeds, textOf, textOptions, textRules } from './observed-text.ts';
import { tokenCounts } from './token-counts.ts';

const name = 'rare-tokens';
const version = 1;

const metrics = {
  survivingSeenOnce: 'share of the tokens that D_0 has once which the text has',
  survivingSeen2to3: 'share of the tokens that D_0 has 2 or 3 times which the text has',
  survivingSeen4to7: 'share of the tokens that D_0 has 4 to 7 times which the text has',
  survivingSeen8to15: 'share of the tokens that D_0 has 8 to 15 times which the text has',
  survivingSeen16up: 'share of the tokens that D_0 has 16 times or more which the text has',
  rareTokenShare:
    'share of the text that the rare tokens make: those of least count in D_0, of which they make at most 10 %, with what D_0 lacks',
  rarestTokenShare:
    'share of the text that the rarest tokens make: those of least count in D_0, of which they make at most 1 %, with what D_0 lacks',
};

/** Counts in D_0, from the first to before the second. */
const bands: readonly (readonly [metric: keyof typeof metrics, from: number, to: number])[] = [
  ['survivingSeenOnce', 1, 2],
  ['survivingSeen2to3', 2, 4],
  ['survivingSeen4to7', 4, 8],
  ['survivingSeen8to15', 8, 16],
  ['survivingSeen16up', 16, Infinity],
];

export const rareTokens: ObserverDefinition<TextOptions> = defineObserver({
  name,
  version,
  summary:
    'survival of the tokens of D_0 by their frequency, and the share of rare ones, in training data or fresh text',
  options: textOptions,
  metrics,
  resolve: (options) => resolveOptions<TextOptions>(options, textRules),
  create: createRareTokens,
});

function createRareTokens(options: TextOptions): Observer {
  return { name, version, metrics, ...textNeeds(options, 'initial'), refuses: refusesText, measure };
}

function measure(observation: Observation): Metrics {
  const initial = observation.initial as Sequences;
  const real = tokenCounts(initial);
  const made = tokenCounts(evenlySpaced(textOf(observation), initial.n));
  return {
    ...Object.fromEntries(bands.flatMap(([metric, from, to]) => survival(metric, real, made, { from, to }))),
    rareTokenShare: shareUpTo(made, real, countOfRarest(real, 0.1)),
    rarestTokenShare: shareUpTo(made, real, countOfRarest(real, 0.01)),
  };
}

/** Nothing where D_0 has no such token. */
function survival(
  metric: string,
  real: Float64Array,
  made: Float64Array,
  { from, to }: { from: number; to: number },
): [string, number][] {
  const inBand = (count: number): boolean => count >= from && count < to;
  const tokens = real.filter(inBand).length;
  if (tokens === 0) return [];
  const surviving = real.filter((count, token) => inBand(count) && made[token] > 0).length;
  return [[metric, surviving / tokens]];
}

/** The largest count such that the tokens of that count and less make at most this share of D_0. */
function countOfRarest(real: Float64Array, share: number): number {
  const limit = share * sum(real);
  let [cut, total] = [0, 0];
  const ascending = Float64Array.from(real).sort();
  for (const [i, count] of ascending.entries()) {
    total += count;
    if (total > limit) break;
    if (count !== ascending[i + 1]) cut = count;
  }
  return cut;
}

/** Of the text, what the tokens make that D_0 has at most `cut` times. */
function shareUpTo(made: Float64Array, real: Float64Array, cut: number): number {
  return sum(made.filter((_, token) => real[token] <= cut)) / sum(made);
}
