/** What is left of a categorical distribution, and how far it is from p_0. Logarithms are natural. */
import { entropy, hellinger, klCategorical, supportSize, totalVariation } from '@collapse-lab/math';
import type { AnyFamily, CategoricalModel, RealSource } from '@collapse-lab/models';
import { isCategorical, normalised, realProbabilities } from './categorical-reference.ts';
import { defineObserver, type ObserverDefinition, resolveNoOptions } from './define-observer.ts';
import type { Metrics, Observation } from './observer.ts';

const name = 'categorical';
const version = 1;

const metrics = {
  entropy: 'entropy of model t in nats',
  supportSize: 'symbols of positive probability under model t',
  sumOfSquares: 'Σ p_i², the probability that two draws of model t agree',
  klToReal: 'KL(model t ‖ p_0) in nats',
  klFromReal: 'KL(p_0 ‖ model t) in nats; Infinity once a symbol of p_0 is lost',
  totalVariation: '½ Σ |p_i(t) − p_i(0)|',
  hellinger: '√(½ Σ (√p_i(t) − √p_i(0))²)',
};

export const categoricalMetrics: ObserverDefinition<Record<string, never>> = defineObserver({
  name,
  version,
  summary: 'entropy, support and distances to p_0 of a categorical model',
  metrics,
  resolve: resolveNoOptions,
  create: () => ({ name, version, metrics, needs: ['model'], refuses, measure }),
});

function refuses(family: AnyFamily, real: RealSource): string | undefined {
  if (!isCategorical(family)) {
    return `it reads the probabilities of a categorical, and the family is ${family.name}`;
  }
  return realProbabilities(real) === undefined
    ? `probabilities of real data ${real.name} are not known`
    : undefined;
}

function measure({ model, real }: Observation): Metrics {
  const p = normalised((model as CategoricalModel).probabilities);
  const q = realProbabilities(real)!;
  return {
    entropy: entropy(p),
    supportSize: supportSize(p),
    sumOfSquares: p.reduce((sum, probability) => sum + probability * probability, 0),
    klToReal: klCategorical(p, q),
    klFromReal: klCategorical(q, p),
    totalVariation: totalVariation(p, q),
    hellinger: hellinger(p, q),
  };
}
