/**
 * What model 0, the fit on real data, thinks of the text of generation t: the histograms of Shumailov et al. (2024), figure 1.
 * At t it is D_t, which model t − 1 wrote (with the real text that the workflow kept), and at t = 0 D_0, the real text
 * that model 0 was trained on; with `of: samples` fresh text of model t. Mass at low perplexity is text that is likelier
 * under model 0 than real text; a long upper tail is text that model 0 would never write.
 */
import { exp, mean, quantile, quantileSorted, sum } from '@collapse-lab/math';
import {
  type LanguageFamily,
  type OptionRule,
  type RealSource,
  resolveOptions,
  type Sequences,
} from '@collapse-lab/models';
import type { Artifact } from '../artifact.ts';
import { defineObserver, type ObserverDefinition } from '../define-observer.ts';
import type { Metrics, Observation, Observer } from '../observer.ts';
import { histogramArtifact, histogramOf } from './histogram.ts';
import { type TextOptions, textNeeds, textOf, textOptions, textRules } from './observed-text.ts';
import { refusesScoring } from './perplexity.ts';

export interface GeneratedPerplexityOptions extends TextOptions {
  /** Width of the bins of the histogram, in nats per token. */
  readonly binWidth: number;
}

const name = 'generated-perplexity';
const version = 1;

const metrics = {
  generatedCrossEntropy:
    'mean of −log probability of the text under model 0, in nats per token that it predicts',
  generatedPerplexityMean: 'mean over sequences of the perplexity of the text under model 0',
  generatedPerplexity5: '5 % quantile over sequences of the perplexity of the text under model 0',
  generatedPerplexity50: 'median over sequences of the perplexity of the text under model 0',
  generatedPerplexity95: '95 % quantile over sequences of the perplexity of the text under model 0',
  generatedPerplexity99: '99 % quantile over sequences of the perplexity of the text under model 0',
  generatedAbove50: 'share of sequences of higher perplexity under model 0 than the median of D_0',
  generatedAbove95: 'share of sequences of higher perplexity under model 0 than the 95 % quantile of D_0',
  generatedAbove99: 'share of sequences of higher perplexity under model 0 than the 99 % quantile of D_0',
  impossibleShare: 'share of sequences that p_0 never has; absent where the law of the language is not known',
  generatedRealCrossEntropy:
    'mean of −log probability under p_0 of the sequences that it can have, in nats per token; absent where the law of the language is not known',
};

const binWidthRule: OptionRule = {
  expected: 'a number from 0.001 to 10',
  accepts: (value) => typeof value === 'number' && value >= 0.001 && value <= 10,
  default: 0.05,
};

export const generatedPerplexity: ObserverDefinition<GeneratedPerplexityOptions> = defineObserver({
  name,
  version,
  summary: 'perplexity of the text of a generation under model 0, sequence by sequence, with its histogram',
  options: {
    ...textOptions,
    binWidth: 'Width of the bins of the histogram of log perplexities, in nats per token. Default: 0.05.',
  },
  metrics,
  resolve: (options) =>
    resolveOptions<GeneratedPerplexityOptions>(options, { ...textRules, binWidth: binWidthRule }),
  create: createGeneratedPerplexity,
});

function createGeneratedPerplexity(options: GeneratedPerplexityOptions): Observer {
  // By D_0, of which every lineage has one.
  const references = new WeakMap<Sequences, Float64Array>();
  const scored = (observation: Observation): Float64Array =>
    options.of === 'train' && observation.t === 0
      ? reference(observation)
      : crossEntropies(observation, textOf(observation));
  const reference = (observation: Observation): Float64Array => {
    const initial = observation.initial as Sequences;
    if (!references.has(initial)) references.set(initial, crossEntropies(observation, initial));
    return references.get(initial)!;
  };
  // The artifact is of the same scores, made right after them.
  let last: { readonly of: Observation; readonly scores: Float64Array } | undefined;
  const scoresOf = (of: Observation): Float64Array => {
    if (last?.of !== of) last = { of, scores: scored(of) };
    return last.scores;
  };
  return {
    name,
    version,
    metrics,
    ...textNeeds(options, 'initial'),
    refuses: refusesScoring,
    measure: (observation) => ({
      ...distribution(scoresOf(observation), reference(observation)),
      ...underLaw(observation.real, textOf(observation)),
    }),
    artifact(observation): Artifact {
      const histogram = histogramOf(scoresOf(observation), options.binWidth);
      last = undefined;
      return histogramArtifact(histogram);
    },
  };
}

/** n values under model 0, in nats per token; Infinity for what it gives probability 0. */
function crossEntropies({ family, firstModel }: Observation, text: Sequences): Float64Array {
  const { logDensity, scoredTokens } = family as unknown as LanguageFamily;
  return logDensity.call(family, firstModel, text).map((score) => -score / scoredTokens);
}

function distribution(scores: Float64Array, reference: Float64Array): Metrics {
  const perplexities = scores.map(exp).sort();
  const real = reference.map(exp);
  const above = (p: number): number => {
    const limit = quantile(real, p);
    return perplexities.filter((each) => each > limit).length / perplexities.length;
  };
  return {
    generatedCrossEntropy: mean(scores),
    generatedPerplexityMean: mean(perplexities),
    generatedPerplexity5: quantileSorted(perplexities, 0.05),
    generatedPerplexity50: quantileSorted(perplexities, 0.5),
    generatedPerplexity95: quantileSorted(perplexities, 0.95),
    generatedPerplexity99: quantileSorted(perplexities, 0.99),
    generatedAbove50: above(0.5),
    generatedAbove95: above(0.95),
    generatedAbove99: above(0.99),
  };
}

/** NaN where none is possible. */
function underLaw({ language }: RealSource, text: Sequences): Metrics {
  if (language === undefined) return {};
  const logs = language.logProbability(text);
  const possible = logs.filter((value) => value > -Infinity);
  return {
    impossibleShare: 1 - possible.length / logs.length,
    generatedRealCrossEntropy: -sum(possible) / possible.length / text.length,
  };
}
