/** Mean and covariance of a fitted Gaussian beside those of p_0. All of the fitted model t, not of D_t. */
import { log } from '@collapse-lab/math';
import type { GaussianModel } from '@collapse-lab/models';
import { defineObserver, type ObserverDefinition, resolveNoOptions } from './define-observer.ts';
import { realMoments, refusesGaussian, squaredDistance, traceOf } from './gaussian-reference.ts';
import type { Metrics, Observation } from './observer.ts';

const name = 'gaussian-moments';
const version = 1;

const metrics = {
  meanError: '|μ_t − μ_0|², squared distance of the mean of model t from the mean of p_0',
  meanDistance: '|μ_t − μ_0|',
  variance: 'tr Σ_t / d, the mean variance of a coordinate',
  standardDeviation: '√(tr Σ_t / d)',
  standardDeviationError: '|√(tr Σ_t / d) − √(tr Σ_0 / d)|, Σ_0 the covariance of p_0',
  logVariance: 'log det Σ_t / d; −Infinity where Σ_t is singular',
  secondMoment: '(tr Σ_t + |μ_t − μ_0|²) / d; its mean is conserved at tr Σ_0 / d by maximum likelihood',
};

export const gaussianMoments: ObserverDefinition<Record<string, never>> = defineObserver({
  name,
  version,
  summary: 'mean, variance and log variance of a fitted Gaussian',
  metrics,
  resolve: resolveNoOptions,
  create: () => ({ name, version, metrics, needs: ['model'], refuses: refusesGaussian, measure }),
});

function measure({ model, real }: Observation): Metrics {
  const gaussian = model as GaussianModel;
  const { d, mean } = gaussian;
  const reference = realMoments(real)!;
  const meanError = squaredDistance(mean, reference.mean);
  const trace = traceOf(gaussian);
  const standardDeviation = Math.sqrt(trace / d);
  return {
    meanError,
    meanDistance: Math.sqrt(meanError),
    variance: trace / d,
    standardDeviation,
    standardDeviationError: Math.abs(standardDeviation - Math.sqrt(reference.trace / d)),
    logVariance: logVariance(gaussian),
    secondMoment: (trace + meanError) / d,
  };
}

function logVariance({ d, covariance, factor }: GaussianModel): number {
  if (covariance === 'spherical') return 2 * log(factor[0]);
  const stride = covariance === 'full' ? d + 1 : 1;
  let sum = 0;
  for (let i = 0; i < d; i++) sum += log(Math.abs(factor[i * stride]));
  return (2 * sum) / d;
}
