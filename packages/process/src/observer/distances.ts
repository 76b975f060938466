/**
 * Distances between the fitted Gaussian and p_0. Where p_0 is not Gaussian it is replaced by the Gaussian of the same
 * mean and covariance; squared W2 is then a lower bound of the distance to p_0 itself (Gelbrich 1990).
 */
import { klGaussian, squaredW2Gaussian } from '@collapse-lab/math';
import { type AnyFamily, fullFactor, type GaussianModel, type RealSource } from '@collapse-lab/models';
import { defineObserver, type ObserverDefinition, resolveNoOptions } from './define-observer.ts';
import { realFactor, realMoments, refusesGaussian } from './gaussian-reference.ts';
import type { Metrics, Observation } from './observer.ts';

const name = 'distances';
const version = 1;

const metrics = {
  squaredW2: 'squared 2-Wasserstein distance between model t and p_0 (or the Gaussian with its moments)',
  kl: 'KL(model t ‖ p_0) in nats, p_0 or the Gaussian with its moments; Infinity where Σ_t is singular',
  klFromReal:
    'KL(p_0 ‖ model t) in nats, p_0 or the Gaussian with its moments; Infinity where Σ_t is singular',
};

export const distances: ObserverDefinition<Record<string, never>> = defineObserver({
  name,
  version,
  summary: 'squared W2 and Kullback-Leibler divergences between a fitted Gaussian and p_0',
  metrics,
  resolve: resolveNoOptions,
  create: () => ({ name, version, metrics, needs: ['model'], refuses, measure }),
});

function refuses(family: AnyFamily, real: RealSource): string | undefined {
  const reason = refusesGaussian(family, real);
  if (reason !== undefined) return reason;
  try {
    realFactor(real);
    return undefined;
  } catch {
    return `the covariance of real data ${real.name} is singular`;
  }
}

function measure({ model, real }: Observation): Metrics {
  const gaussian = model as GaussianModel;
  const { d, mean } = gaussian;
  const factor = fullFactor(gaussian);
  const reference = { mean: realMoments(real)!.mean, factor: realFactor(real) };
  return {
    squaredW2: squaredW2Gaussian(mean, factor, reference.mean, reference.factor, d),
    kl: klGaussian(mean, factor, reference.mean, reference.factor, d),
    klFromReal: klGaussian(reference.mean, reference.factor, mean, factor, d),
  };
}
