/** The rate of a fitted Poisson distribution beside that of p_0. */
import type { AnyFamily, PoissonModel, RealSource } from '@collapse-lab/models';
import { defineObserver, type ObserverDefinition, resolveNoOptions } from './define-observer.ts';
import { realMoments } from './gaussian-reference.ts';
import type { Metrics, Observation } from './observer.ts';

const name = 'poisson';
const version = 1;

const metrics = {
  rate: 'λ_t, the mean count under model t',
  rateError: '(λ_t − λ_0)², λ_0 the mean of p_0',
  extinct: '1 where λ_t = 0, so that model t generates nothing but zeros, else 0',
};

export const poissonRate: ObserverDefinition<Record<string, never>> = defineObserver({
  name,
  version,
  summary: 'rate of a fitted Poisson distribution, and whether it has died out',
  metrics,
  resolve: resolveNoOptions,
  create: () => ({ name, version, metrics, needs: ['model'], refuses, measure }),
});

function refuses(family: AnyFamily, real: RealSource): string | undefined {
  if (family.name !== 'poisson') return `it reads the rate of a poisson, and the family is ${family.name}`;
  return realMoments(real) === undefined ? `the mean of real data ${real.name} is not known` : undefined;
}

function measure({ model, real }: Observation): Metrics {
  const { rate } = model as PoissonModel;
  const error = rate - realMoments(real)!.mean[0];
  return { rate, rateError: error * error, extinct: rate === 0 ? 1 : 0 };
}
