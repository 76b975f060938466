/** How far a fitted regression is from p_0: error of prediction beyond the noise of labels, and of the weights. */
import type { AnyFamily, LinearModel, LogisticModel, RealSource, Truth } from '@collapse-lab/models';
import { defineObserver, type ObserverDefinition, resolveNoOptions } from './define-observer.ts';
import { squaredDistance } from './gaussian-reference.ts';
import { logisticRisk } from './logistic-risk.ts';
import type { Metrics, Observation } from './observer.ts';

const name = 'regression';
const version = 1;

const metrics = {
  testError:
    'excess risk at new inputs. Linear: (w_t − w*)·Σ (w_t − w*), the noise of labels left out; logistic: expected ' +
    'log loss in nats beyond that of p_0',
  weightError: '|w_t − w*|²',
  noise: 'linear: standard deviation of the noise on the labels that model t makes',
  accuracy: 'logistic: probability that the likelier label by model t is right',
};

export const regression: ObserverDefinition<Record<string, never>> = defineObserver({
  name,
  version,
  summary: 'excess risk, error of the weights and accuracy of a linear or logistic regression',
  metrics,
  resolve: resolveNoOptions,
  create: () => ({ name, version, metrics, needs: ['model'], refuses, measure }),
});

const kinds: Readonly<Record<string, Truth['kind']>> = {
  'linear-regression': 'linear',
  'logistic-regression': 'logistic',
};

function refuses(family: AnyFamily, real: RealSource): string | undefined {
  if (!Object.hasOwn(kinds, family.name))
    return `it reads the weights of a regression, and the family is ${family.name}`;
  if (real.truth?.kind === kinds[family.name]) return undefined;
  return `weights of real data ${real.name} for a ${family.name} are not known`;
}

function measure({ model, real }: Observation): Metrics {
  const { truth } = real;
  if (truth?.kind === 'linear') return linearMetrics(model as LinearModel, truth);
  if (truth?.kind === 'logistic') return logisticMetrics(model as LogisticModel, truth, real);
  return {};
}

function linearMetrics({ weights, noise }: LinearModel, truth: Extract<Truth, { kind: 'linear' }>): Metrics {
  return {
    testError: excessRisk(weights, truth.weights, truth.factor),
    weightError: squaredDistance(weights, truth.weights),
    noise,
  };
}

function logisticMetrics(
  { weights }: LogisticModel,
  truth: Extract<Truth, { kind: 'logistic' }>,
  { inputs }: RealSource,
): Metrics {
  const weightError = squaredDistance(weights, truth.weights);
  if (inputs?.factor === undefined) return { weightError };
  const { excess, accuracy } = logisticRisk(weights, truth.weights, inputs.factor, inputs.mean);
  return { testError: excess, weightError, accuracy };
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
