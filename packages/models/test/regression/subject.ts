import { normalCdf } from '@collapse-lab/math';
import {
  type LinearModel,
  type LinearOptions,
  type LinearStatistics,
  type LogisticModel,
  linearRegression,
  linearSource,
  logistic,
  logisticRegression,
  logisticSource,
  type Points,
} from '@collapse-lab/models';
import type { FamilySubject } from '@collapse-lab/models/testing';

const variances = [1, 0.5, 2];

/** Rows of d inputs of unequal variance; the first two are correlated where there are so many. */
export function linearReal(d: number): ReturnType<typeof linearSource> {
  const covariance = Array.from({ length: d }, (_, i) =>
    Array.from({ length: d }, (_, j) => (i === j ? variances[i] : i + j === 1 ? 0.3 : 0)),
  );
  const weights = Array.from({ length: d }, (_, i) => 0.8 - i);
  return linearSource({ d, noise: 0.7, weights, covariance });
}

export function linearSubject(
  d: number,
  options: LinearOptions,
): FamilySubject<LinearModel, Points, LinearStatistics> {
  const real = linearReal(d);
  const family = linearRegression.create(options, real.shape, real);
  const model = family.fromTruth!(real.truth!) as LinearModel;
  const { covariance } = real.moments!;
  const width = d + 1;
  return {
    name: `linear regression d = ${d} ${JSON.stringify(options)}`,
    family,
    model,
    parameters: ({ weights, noise }) =>
      options.noise === 'refitted' ? Float64Array.of(...weights, noise) : weights,
    limit: limitOf(model, covariance, d, options),
    moments: {
      expected: covariance,
      of: ({ n, values }) => {
        const rows: number[] = [];
        for (let i = 0; i < n; i++)
          for (let j = 0; j < width; j++)
            for (let k = 0; k < width; k++) rows.push(values[i * width + j] * values[i * width + k]);
        return rows;
      },
    },
    uniforms: ({ n, values }) =>
      Float64Array.from({ length: n }, (_, i) => {
        let rest = values[i * width + d];
        for (let j = 0; j < d; j++) rest -= values[i * width + j] * model.weights[j];
        return normalCdf(rest / model.noise);
      }),
  };
}

/** (Σ + λ I)⁻¹ Σ w for d = 1; without a penalty the parameters themselves. */
function limitOf(
  model: LinearModel,
  covariance: Float64Array,
  d: number,
  { ridge, noise }: LinearOptions,
): Float64Array {
  if (noise === 'refitted') return Float64Array.of(...model.weights, model.noise);
  if (ridge === 0) return model.weights;
  if (d > 1) throw new Error('the limit of a ridge fit is written out for d = 1');
  return model.weights.map((weight) => (weight * covariance[0]) / (covariance[0] + ridge));
}

export function logisticOptions(options: Record<string, unknown>): never {
  const resolved = logisticRegression.resolve({ design: 'fresh', ...options });
  if ('problems' in resolved) throw new Error(JSON.stringify(resolved.problems));
  return resolved.options as never;
}

export function logisticSubject(
  d: number,
  options: Record<string, unknown>,
): FamilySubject<LogisticModel, Points, never> {
  const weights = Array.from({ length: d }, (_, i) => 1.2 - i);
  const real = logisticSource({ d, weights });
  const model = { d, weights: Float64Array.from(weights) };
  const width = d + 1;
  return {
    name: `logistic regression d = ${d} ${JSON.stringify(options)}`,
    family: logisticRegression.create(logisticOptions(options), real.shape, real) as never,
    model,
    parameters: (fitted) => fitted.weights,
    // The likelihood equations at the truth: E[x (y − p(x·w))] = 0.
    moments: {
      expected: new Float64Array(d),
      of: ({ n, values }) => {
        const rows: number[] = [];
        for (let i = 0; i < n; i++) {
          let u = 0;
          for (let j = 0; j < d; j++) u += values[i * width + j] * weights[j];
          for (let j = 0; j < d; j++)
            rows.push(values[i * width + j] * (values[i * width + d] - logistic(u)));
        }
        return rows;
      },
    },
  };
}
