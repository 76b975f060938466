/**
 * How well a language model still predicts real text: cross-entropy and perplexity on sequences that no model is trained
 * on. Where the law of the language is known, also how far that is above the entropy of the language, which no model can
 * fall below, and the Kullback-Leibler divergence by differences of log probabilities, sequence by sequence, so that the
 * entropy of the drawn test sequences cancels.
 */
import { exp, mean, variance } from '@collapse-lab/math';
import {
  type AnyFamily,
  entropyFloor,
  firstRows,
  isLanguageFamily,
  type LanguageFamily,
  type RealSource,
  resolveOptions,
  type Sequences,
  scoredLogProbability,
} from '@collapse-lab/models';
import { whyNoTestPoints } from '../../lineage/real-supply.ts';
import { countRule } from '../count-rule.ts';
import { defineObserver, type ObserverDefinition } from '../define-observer.ts';
import type { Metrics, Observation, Observer } from '../observer.ts';

export interface PerplexityOptions {
  /** Test sequences of p_0 per lineage. */
  readonly points: number;
}

const name = 'perplexity';
const version = 1;

const metrics = {
  perplexity:
    'perplexity of model t on test sequences of p_0: exp(cross-entropy); infinite where it gives one of them probability 0',
  crossEntropy: 'mean of −log probability of model t on the same, in nats per token that it predicts',
  crossEntropyError: 'standard error of it over test sequences',
  unpredictedShare: 'share of the test sequences to which model t gives probability 0',
  validationPerplexity:
    'perplexity of model t on the validation sequences, those that choose between checkpoints; absent where none are set apart',
  excessCrossEntropy:
    'crossEntropy less the entropy of p_0, in nats per token; absent where the law of the language is not known',
  klPerToken:
    'Kullback-Leibler divergence of p_0 from model t, in nats per token: mean of log p_0(x) − log p_t(x) over test sequences, divided ' +
    'by their tokens; absent where the law of the language is not known',
  klPerTokenError: 'standard error of it over test sequences',
};

export const perplexity: ObserverDefinition<PerplexityOptions> = defineObserver({
  name,
  version,
  summary: 'perplexity and cross-entropy of a language model on fixed test sequences of p_0',
  options: {
    points:
      'Test sequences, drawn once per lineage from its real data, or from those held out; at least 2. Default: 256.',
  },
  metrics,
  resolve: (options) => resolveOptions<PerplexityOptions>(options, { points: countRule(256, 2) }),
  create: createPerplexity,
});

function createPerplexity({ points }: PerplexityOptions): Observer {
  // By test set, of which every lineage has one: p_0 says the same of it in every generation.
  const known = new WeakMap<Sequences, Float64Array>();
  const underReal = (test: Sequences, { language }: RealSource, scoredTokens: number): Float64Array => {
    if (!known.has(test)) known.set(test, scoredLogProbability(language!, test, scoredTokens));
    return known.get(test)!;
  };
  return {
    name,
    version,
    metrics,
    needs: ['model', 'test'],
    testCount: points,
    refuses: (family, real) => refusesScoring(family) ?? whyNoTestPoints(real, points),
    measure: (observation) => {
      const { family, model, real, test } = observation;
      const { scoredTokens } = family as unknown as LanguageFamily;
      const scores = (family as unknown as LanguageFamily).logDensity(model, test as Sequences);
      const onTest = { ...testMetrics(scores, scoredTokens), ...validationMetrics(observation, points) };
      if (real.language === undefined) return onTest;
      const reference = underReal(test as Sequences, real, scoredTokens);
      const floor = entropyFloor(real.language, { ...(test as Sequences), scoredTokens });
      return {
        ...onTest,
        excessCrossEntropy: onTest.crossEntropy - floor,
        ...divergence(reference, scores, scoredTokens),
      };
    },
  };
}

/** Why sequences cannot be scored by this family; undefined where they can. */
export function refusesScoring(family: AnyFamily): string | undefined {
  return isLanguageFamily(family) ? undefined : `it scores text, and the family is ${family.name}`;
}

function testMetrics(scores: Float64Array, scoredTokens: number) {
  const crossEntropy = -mean(scores) / scoredTokens;
  return {
    perplexity: exp(crossEntropy),
    crossEntropy,
    crossEntropyError: standardError(scores) / scoredTokens,
    unpredictedShare: scores.filter((score) => score === -Infinity).length / scores.length,
  };
}

/** On the first `points` of them. */
function validationMetrics({ family, model, real }: Observation, points: number): Metrics {
  if (real.validation === undefined || real.validation.n === 0) return {};
  const rows = firstRows(real.validation, Math.min(points, real.validation.n));
  const language = family as unknown as LanguageFamily;
  const scores = language.logDensity(model, rows as Sequences);
  return { validationPerplexity: exp(-mean(scores) / language.scoredTokens) };
}

function divergence(reference: Float64Array, scores: Float64Array, scoredTokens: number): Metrics {
  const differences = reference.map((value, i) => value - scores[i]);
  return {
    klPerToken: mean(differences) / scoredTokens,
    klPerTokenError: standardError(differences) / scoredTokens,
  };
}

/** NaN where a value is infinite. */
function standardError(values: Float64Array): number {
  return Math.sqrt(variance(values, 1) / values.length);
}
