import { gram, normalCdf, solveLower } from '@collapse-lab/math';
import {
  type CovarianceKind,
  fullFactor,
  type GaussianModel,
  type GaussianOptions,
  type GaussianStatistics,
  gaussian,
  type Points,
} from '@collapse-lab/models';
import type { FamilySubject } from '@collapse-lab/models/testing';

/** A model of order 1 with strong correlations, as far as its kind has them. */
export function exampleModel(d: number, { covariance, samplingBias }: GaussianOptions): GaussianModel {
  const mean = Float64Array.from({ length: d }, (_, i) => 0.5 - i);
  return { d, covariance, mean, factor: exampleFactor(d, covariance), samplingBias };
}

function exampleFactor(d: number, covariance: CovarianceKind): Float64Array {
  if (covariance === 'spherical') return Float64Array.of(1.3);
  const deviations = Float64Array.from({ length: d }, (_, i) => 1.3 / (1 + i));
  if (covariance === 'diagonal') return deviations;
  const factor = new Float64Array(d * d);
  for (let i = 0; i < d; i++)
    for (let j = 0; j <= i; j++) factor[i * d + j] = i === j ? deviations[i] : 0.7 - 0.4 * j;
  return factor;
}

/** Mean, and the entries of the factor on and below the diagonal. */
export function parametersOf({ d, covariance, mean, factor }: GaussianModel): Float64Array {
  const entries = covariance === 'full' ? factor.filter((_, at) => at % d <= Math.floor(at / d)) : factor;
  return Float64Array.of(...mean, ...entries);
}

/** The factor and covariance of what is sampled. */
function sampled(model: GaussianModel): { factor: Float64Array; covariance: Float64Array } {
  const factor = fullFactor(model).map((entry) => entry * Math.sqrt(model.samplingBias));
  return { factor, covariance: gram(factor, model.d) };
}

export function gaussianSubject(
  d: number,
  options: GaussianOptions,
): FamilySubject<GaussianModel, Points, GaussianStatistics> {
  const model = exampleModel(d, options);
  const { factor, covariance } = sampled(model);
  const root = Math.sqrt(options.samplingBias);
  const limit = { ...model, factor: model.factor.map((entry) => entry * root) };
  const expected: number[] = [];
  for (let j = 0; j < d; j++) {
    expected.push(model.mean[j]);
    for (let k = 0; k <= j; k++) expected.push(covariance[j * d + k]);
  }
  return {
    name: `gaussian d = ${d} ${JSON.stringify(options)}`,
    family: gaussian.create(options, { kind: 'points', d }),
    model,
    parameters: parametersOf,
    limit: parametersOf(limit),
    densityIsOfSamples: options.samplingBias === 1,
    moments: {
      expected,
      of: ({ n, values }) => {
        const rows: number[] = [];
        for (let i = 0; i < n; i++)
          for (let j = 0; j < d; j++) {
            rows.push(values[i * d + j]);
            const deviation = values[i * d + j] - model.mean[j];
            for (let k = 0; k <= j; k++) rows.push(deviation * (values[i * d + k] - model.mean[k]));
          }
        return rows;
      },
    },
    uniforms: ({ n, values }) => {
      const result = new Float64Array(n * d);
      for (let i = 0; i < n; i++) {
        const deviation = model.mean.map((mean, j) => values[i * d + j] - mean);
        result.set(
          solveLower(factor, d, deviation).map((z) => normalCdf(z)),
          i * d,
        );
      }
      return result;
    },
  };
}
