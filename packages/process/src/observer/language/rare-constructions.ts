/**
 * What becomes of the rare constructions of a language whose law is known: how often each stands in a text, relative to
 * what p_0 expects in as much text. 1: as often as in the language; 0: it is lost.
 */
import { mean } from '@collapse-lab/math';
import { type AnyFamily, type RealSource, resolveOptions } from '@collapse-lab/models';
import { defineObserver, type ObserverDefinition } from '../define-observer.ts';
import type { Metrics, Observation, Observer } from '../observer.ts';
import { refusesText, type TextOptions, textNeeds, textOf, textOptions, textRules } from './observed-text.ts';

const name = 'rare-constructions';
const version = 1;

/** Of the synthetic language: name of the construction → its metric. */
const constructions: Readonly<Record<string, string>> = {
  quotation: 'quotationRatio',
  question: 'questionRatio',
  aside: 'asideRatio',
  passive: 'passiveRatio',
  although: 'althoughRatio',
  cleft: 'cleftRatio',
  inversion: 'inversionRatio',
  whereas: 'whereasRatio',
  'agreement across a modifier': 'agreementRatio',
};

/** The same of sets of rare words, which are no constructions. */
const words: Readonly<Record<string, string>> = {
  'rare words (1 % of the text)': 'rareWordRatio',
  'rare words (0.1 % of the text)': 'rarestWordRatio',
};

const metricOf: Readonly<Record<string, string>> = { ...constructions, ...words };

const metrics: Readonly<Record<string, string>> = {
  constructionRatio:
    'how often the rare constructions of the language stand in the text, each relative to what p_0 expects there; mean over constructions',
  constructionsAlive: 'share of the rare constructions of the language that the text has at all',
  ...Object.fromEntries(
    Object.entries(metricOf).map(([construction, metric]) => [
      metric,
      `how often the text has ${construction}, relative to what p_0 expects`,
    ]),
  ),
};

export const rareConstructions: ObserverDefinition<TextOptions> = defineObserver({
  name,
  version,
  summary:
    'rare constructions and rare words of a known language, relative to what it expects, in training data or fresh text',
  options: textOptions,
  metrics,
  resolve: (options) => resolveOptions<TextOptions>(options, textRules),
  create: createRareConstructions,
});

function createRareConstructions(options: TextOptions): Observer {
  return { name, version, metrics, ...textNeeds(options), refuses, measure };
}

function refuses(family: AnyFamily, { name: real, language }: RealSource): string | undefined {
  const reason = refusesText(family);
  if (reason !== undefined) return reason;
  if (language === undefined)
    return `it counts constructions of a known language, and that of ${real} is not`;
  const unknown = language.constructions.find((each) => !Object.hasOwn(metricOf, each.name));
  if (unknown === undefined) return undefined;
  return `it has metrics of ${Object.keys(metricOf).join(', ')}, and real data ${real} have ${unknown.name}`;
}

function measure(observation: Observation): Metrics {
  const text = textOf(observation);
  const language = observation.real.language!;
  const counts = language.countConstructions(text);
  // What the language never has is not lost.
  const ratios = language.constructions.flatMap(({ name: construction, perSequence }, i): Ratio[] => {
    return perSequence > 0 ? [{ construction, ratio: counts[i] / (perSequence * text.n) }] : [];
  });
  return {
    ...summaryOf(ratios.filter(({ construction }) => Object.hasOwn(constructions, construction))),
    ...Object.fromEntries(ratios.map(({ construction, ratio }) => [metricOf[construction], ratio])),
  };
}

interface Ratio {
  readonly construction: string;
  readonly ratio: number;
}

function summaryOf(ratios: readonly Ratio[]): Metrics {
  if (ratios.length === 0) return {};
  return {
    constructionRatio: mean(ratios.map(({ ratio }) => ratio)),
    constructionsAlive: ratios.filter(({ ratio }) => ratio > 0).length / ratios.length,
  };
}
