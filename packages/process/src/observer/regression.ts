/** How far a fitted regression is from p_0: error of prediction beyond the noise of labels, and of the weights. */
import type { AnyFamily, LinearModel, RealSource } from '@collapse-lab/models';
import { defineObserver, type ObserverDefinition, resolveNoOptions } from './define-observer.ts';
import { squaredDistance } from './gaussian-reference.ts';
import type { Metrics, Observation } from './observer.ts';

const name = 'regression';
const version = 1;

const metrics = {
  testError: 'excess risk (w_t − w*)·Σ (w_t − w*): squared error at new inputs, the noise of labels left out',
  weightError: '|w_t − w*|²',
  noise: 'standard deviation of the noise on the labels that model t makes',
};

export const regression: ObserverDefinition<Record<string, never>> = defineObserver({
  name,
  version,
  summary: 'excess risk and error of the weights of a linear regression',
  metrics,
  resolve: resolveNoOptions,
  create: () => ({ name, version, metrics, needs: ['model'], refuses, measure }),
});

function refuses(family: AnyFamily, real: RealSource): string | undefined {
  if (family.name !== 'linear-regression')
    return `it reads the weights of a linear regression, and the family is ${family.name}`;
  return real.truth?.kind === 'linear' ? undefined : `the weights of real data ${real.name} are not known`;
}

function measure({ model, real }: Observation): Metrics {
  const { weights, noise } = model as LinearModel;
  const { truth } = real;
  if (truth?.kind !== 'linear') return {};
  return {
    testError: excessRisk(weights, truth.weights, truth.factor),
    weightError: squaredDistance(weights, truth.weights),
    noise,
  };
}

/** |Lᵀ (w − w*)|², Σ = L Lᵀ the covariance of the inputs, L d × d lower triangular. */
export function excessRisk(weights: Float64Array, truth: Float64Array, factor: Float64Array): number {
  const d = weights.length;
  let total = 0;
  for (let j = 0; j < d; j++) {
    let component = 0;
    for (let i = j; i < d; i++) component += factor[i * d + j] * (weights[i] - truth[i]);
    total += component * component;
  }
  return total;
}
