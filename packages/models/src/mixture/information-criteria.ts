/** How good a mixture is for the parameters it spends: to choose k and the covariance by. Smaller is better. */
import { log, sum } from '@collapse-lab/math';
import type { Points } from '../data/data.ts';
import { mixtureLogDensities } from './log-density.ts';
import type { MixtureModel } from './mixture-model.ts';

/** Free parameters: k − 1 weights, k d means, and those of the covariances. */
export function mixtureParameterCount({
  k,
  d,
  covariance,
}: Pick<MixtureModel, 'k' | 'd' | 'covariance'>): number {
  const triangle = (d * (d + 1)) / 2;
  const ofCovariances = { full: k * triangle, tied: triangle, diagonal: k * d, spherical: k };
  return k - 1 + k * d + ofCovariances[covariance];
}

/** Bayesian information criterion (Schwarz 1978): p log n − 2 log L, in nats. */
export function bic(model: MixtureModel, data: Points): number {
  return mixtureParameterCount(model) * log(data.n) - 2 * sum(mixtureLogDensities(model, data));
}

/** Akaike information criterion (Akaike 1974): 2 p − 2 log L, in nats. */
export function aic(model: MixtureModel, data: Points): number {
  return 2 * mixtureParameterCount(model) - 2 * sum(mixtureLogDensities(model, data));
}
