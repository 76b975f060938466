/** The test error of a memoriser of labels: the real probability of the symbols whose label it never saw. */
import type { AnyFamily, CategoricalModel, RealSource } from '@collapse-lab/models';
import { realProbabilities } from './categorical-reference.ts';
import { defineObserver, type ObserverDefinition, resolveNoOptions } from './define-observer.ts';
import type { Metrics, Observation } from './observer.ts';

const name = 'hutter';
const version = 1;

const metrics = {
  memoriserError:
    'Σ p_i(0) over the symbols i that model t has not seen: the probability that a real symbol is unknown',
};

export const hutterError: ObserverDefinition<Record<string, never>> = defineObserver({
  name,
  version,
  summary: 'test error of a memoriser of labels on real symbols',
  metrics,
  resolve: resolveNoOptions,
  create: () => ({ name, version, metrics, needs: ['model'], refuses, measure }),
});

function refuses(family: AnyFamily, real: RealSource): string | undefined {
  if (family.name !== 'hutter') return `it asks what a hutter has seen, and the family is ${family.name}`;
  return realProbabilities(real) === undefined
    ? `probabilities of real data ${real.name} are not known`
    : undefined;
}

function measure({ model, real }: Observation): Metrics {
  const { probabilities } = model as CategoricalModel;
  let memoriserError = 0;
  realProbabilities(real)!.forEach((probability, i) => {
    if (probabilities[i] === 0) memoriserError += probability;
  });
  return { memoriserError };
}
