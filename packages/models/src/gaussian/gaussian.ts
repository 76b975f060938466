/**
 * The Gaussian family: N(μ, Σ) in d dimensions, fitted by moments and sampled, with samplingBias λ, from N(μ, λ Σ).
 * The model of the first theory of model collapse (Shumailov et al. 2024; Alemohammad et al. 2024).
 */
import { fillMultivariateNormal, InvalidArgumentError, normal, type Stream } from '@collapse-lab/math';
import { checkData } from '../data/check-data.ts';
import type { DataShape, Points } from '../data/data.ts';
import { describeShape } from '../data/data-shape.ts';
import { checkSampleRequest } from '../family/check-sample-request.ts';
import { defineModel, type ModelDefinition } from '../family/define-model.ts';
import type { Family, SampleRequest } from '../family/family.ts';
import { allFinite, createGaussianLaw, DivergedError } from './gaussian-law.ts';
import { decodeGaussian, encodeGaussian, type GaussianModel, gaussianOfTruth } from './gaussian-model.ts';
import { checkGaussianOptions, type GaussianOptions, resolveGaussianOptions } from './gaussian-options.ts';
import type { GaussianStatistics } from './gaussian-statistics.ts';
import { gaussianLogDensities } from './log-density.ts';
import { createUnivariateRefit } from './refit.ts';

export type GaussianFamily = Family<GaussianModel, Points, GaussianStatistics>;

const name = 'gaussian';
const lawVersion = 1;

/**
 * Options: `covariance` full (default), diagonal or spherical; `ddof` 0 or 1, required; `samplingBias` λ > 0 (1).
 * A scatter of n ≤ d points is fitted as the singular covariance it is.
 */
export const gaussian: ModelDefinition<GaussianOptions> = defineModel({
  name,
  lawVersion,
  summary: 'normal distribution in d dimensions: full, diagonal or spherical covariance',
  options: {
    covariance: 'full (default), diagonal or spherical.',
    ddof: '0: maximum likelihood; 1: unbiased. Required, since the two collapse differently.',
    samplingBias: 'λ > 0: points are drawn from N(μ, λ Σ). Default: 1.',
  },
  resolve: resolveGaussianOptions,
  create: createGaussian,
});

function createGaussian(options: GaussianOptions, shape: DataShape): GaussianFamily {
  if (shape.kind !== 'points')
    throw new InvalidArgumentError({
      argument: 'shape',
      got: describeShape(shape),
      expected: 'points, which a gaussian is fitted to',
    });
  checkGaussianOptions(options);
  const { d } = shape;
  const minimumSize = options.ddof + 1;
  const law = createGaussianLaw(d, options);
  const family: GaussianFamily = {
    name,
    lawVersion,
    options: { ...options },
    shape,
    minimumSize,
    law,
    fit({ train }) {
      checkData('train', train, shape, minimumSize, `ddof = ${options.ddof}`);
      const statistics = law.create();
      law.addData(statistics, train);
      return law.fit(statistics);
    },
    sample: sampleGaussian,
    logDensity(model, data) {
      checkData('data', data, shape, 0);
      return gaussianLogDensities(model, data);
    },
    fromTruth: (truth) => gaussianOfTruth(truth, d, options.covariance),
    mapParameters: (model, f) => ({
      ...model,
      mean: model.mean.map((x) => f(x)),
      factor: model.factor.map((x) => f(x)),
    }),
    encode: encodeGaussian,
    decode: (encoded) => decodeGaussian(encoded, d),
  };
  if (d !== 1 || options.covariance !== 'full') return family;
  const refit = createUnivariateRefit(law, minimumSize);
  return {
    ...family,
    refit(model, n, stream, into) {
      // A copy of the family with a sampler or an estimator of its own is to use those.
      const own = this.sample === family.sample && this.fit === family.fit;
      return own ? refit(model, n, stream, into) : undefined;
    },
  };
}

/** n points of N(μ, λ Σ), λ the model's sampling bias. */
function sampleGaussian(model: GaussianModel, request: SampleRequest, stream: Stream): Points {
  checkSampleRequest(name, request);
  const { d, mean, factor, covariance } = model;
  const { n } = request;
  const values = new Float64Array(n * d);
  const scale = Math.sqrt(model.samplingBias);
  if (covariance === 'full') {
    const scaled = scale === 1 ? factor : factor.map((entry) => entry * scale);
    fillMultivariateNormal(stream, mean, scaled, values);
  } else
    for (let i = 0; i < values.length; i++) {
      const j = i % d;
      values[i] = mean[j] + factor[covariance === 'diagonal' ? j : 0] * scale * normal(stream);
    }
  // Where the points are finite, so are the parameters, and a few points are fewer numbers.
  if ((n === 0 || !allFinite(values)) && !(allFinite(mean) && allFinite(factor)))
    throw new DivergedError('parameters');
  return { kind: 'points', n, d, values };
}
