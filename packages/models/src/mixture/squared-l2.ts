/**
 * ∫ (p − q)² of two Gaussian mixtures in closed form, from ∫ N(x; m, C) N(x; m', C') dx = N(m − m'; 0, C + C'):
 *   Σ_ij a_i a_j N_ij over (p, p), plus the same over (q, q), minus twice that over (p, q).
 * The measure of collapse of Shumailov et al. 2024 (Nature), figure of the Gaussian mixture.
 */
import { choleskyUpdate, exp, multivariateNormalLogDensity, sum } from '@collapse-lab/math';
import { fullFactor } from '../gaussian/gaussian-model.ts';
import { componentOf, type MixtureModel } from './mixture-model.ts';

/**
 * Squared L2 distance of the densities: inverse units of volume, so that it grows like 1 / √det Σ as a mixture
 * narrows. Never negative; below some 1e-15 of ∫ p² it is rounding. Infinity where a component is singular.
 */
export function squaredL2Mixtures(p: MixtureModel, q: MixtureModel): number {
  const own = overlap(p, p);
  const other = overlap(q, q);
  if (own === Infinity || other === Infinity) return Infinity;
  return Math.max(0, own + other - 2 * overlap(p, q));
}

/** ∫ p q. */
function overlap(p: MixtureModel, q: MixtureModel): number {
  const totals = sum(p.weights) * sum(q.weights);
  let total = 0;
  for (let i = 0; i < p.k; i++)
    for (let j = 0; j < q.k; j++) {
      const weight = (p.weights[i] * q.weights[j]) / totals;
      if (weight > 0) total += weight * componentOverlap(p, i, q, j);
    }
  return total;
}

/** N(m_i − m_j; 0, C_i + C_j); the sum of covariances is formed on the factors, by one update for each column. */
function componentOverlap(p: MixtureModel, i: number, q: MixtureModel, j: number): number {
  const { d } = p;
  const first = componentOf(p, i);
  const second = componentOf(q, j);
  const factor = fullFactor(first).slice();
  const other = fullFactor(second);
  const column = new Float64Array(d);
  for (let l = 0; l < d; l++) {
    for (let r = 0; r < d; r++) column[r] = r < l ? 0 : other[r * d + l];
    choleskyUpdate(factor, d, column, l);
  }
  for (let l = 0; l < d; l++) if (!(factor[l * d + l] > 0)) return Infinity;
  return exp(multivariateNormalLogDensity(first.mean, second.mean, factor));
}
