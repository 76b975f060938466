import { gram, normalCdf } from '@collapse-lab/math';
import {
  componentOf,
  fullFactor,
  type MixtureCovariance,
  type MixtureModel,
  mixture,
  type Points,
} from '@collapse-lab/models';
import type { FamilySubject } from '@collapse-lab/models/testing';

const factors: Record<MixtureCovariance, readonly number[]> = {
  full: [1, 0, 0.6, 0.7, 0.8, 0, -0.3, 1.1],
  tied: [1, 0, 0.5, 0.8],
  diagonal: [1, 0.6, 0.7, 1.2],
  spherical: [1, 0.6],
};

/** Two components in the plane, far enough apart that a fit to 100 points finds them. */
export function exampleMixture(covariance: MixtureCovariance): MixtureModel {
  return {
    d: 2,
    k: 2,
    covariance,
    weights: Float64Array.of(0.35, 0.65),
    means: Float64Array.of(-3, 0.5, 3.5, -1),
    factors: Float64Array.from(factors[covariance]),
  };
}

/** The components in the order of their first means, since labels are arbitrary. */
export function orderOf({ k, d, means }: MixtureModel): number[] {
  return Array.from({ length: k }, (_, c) => c).sort((a, b) => means[a * d] - means[b * d]);
}

/** Weight, mean and the entries of the factor on and below the diagonal of each component. */
function parametersOf(model: MixtureModel): number[] {
  const { weights } = model;
  return orderOf(model).flatMap((c) => {
    const { mean, factor, covariance, d } = componentOf(model, c);
    const entries = covariance === 'full' ? factor.filter((_, at) => at % d <= Math.floor(at / d)) : factor;
    return [weights[c], ...mean, ...entries];
  });
}

/** E x_j and E x_j x_l, l ≤ j. */
function momentsOf(model: MixtureModel): number[] {
  const { k, d, weights } = model;
  const moments = new Float64Array(d + (d * (d + 1)) / 2);
  for (let c = 0; c < k; c++) {
    const component = componentOf(model, c);
    const covariance = gram(fullFactor(component), d);
    const { mean } = component;
    let at = 0;
    for (let j = 0; j < d; j++) {
      moments[at++] += weights[c] * mean[j];
      for (let l = 0; l <= j; l++) moments[at++] += weights[c] * (covariance[j * d + l] + mean[j] * mean[l]);
    }
  }
  return Array.from(moments);
}

export function mixtureSubject(
  model: MixtureModel,
  options: Record<string, unknown> = {},
): FamilySubject<MixtureModel, Points> {
  const { d, k, covariance } = model;
  const resolved = mixture.resolve({
    components: k,
    covariance,
    tolerance: 1e-6,
    iterations: 1000,
    ...options,
  });
  if ('problems' in resolved) throw new Error(JSON.stringify(resolved.problems));
  return {
    name: `mixture k = ${k} d = ${d} ${covariance}`,
    family: mixture.create(resolved.options, { kind: 'points', d }),
    model,
    parameters: parametersOf,
    moments: {
      expected: momentsOf(model),
      of: ({ n, values }) => {
        const rows: number[] = [];
        for (let i = 0; i < n; i++)
          for (let j = 0; j < d; j++) {
            rows.push(values[i * d + j]);
            for (let l = 0; l <= j; l++) rows.push(values[i * d + j] * values[i * d + l]);
          }
        return rows;
      },
    },
    uniforms: ({ n, values }) => Float64Array.from({ length: n }, (_, i) => firstCdf(model, values[i * d])),
  };
}

/** The distribution function of the first coordinate. */
function firstCdf(model: MixtureModel, x: number): number {
  let total = 0;
  for (let c = 0; c < model.k; c++) {
    const { mean, factor } = componentOf(model, c);
    total += model.weights[c] * normalCdf((x - mean[0]) / factor[0]);
  }
  return total;
}
