/**
 * Kernel density estimates with a Gaussian kernel: the model is the training set, every point blurred. Refits do not
 * collapse but spread, by the variance of the kernel in each generation (Kazdan et al. 2024).
 */
import { InvalidArgumentError, normal, type Stream, uniformInteger } from '@collapse-lab/math';
import { checkData } from '../data/check-data.ts';
import type { DataShape, Points } from '../data/data.ts';
import { describeShape } from '../data/data-shape.ts';
import { checkSampleRequest } from '../family/check-sample-request.ts';
import { defineModel, type ModelDefinition } from '../family/define-model.ts';
import type { Family, SampleRequest } from '../family/family.ts';
import { decodeKde, encodeKde, type KdeModel } from './kde-model.ts';
import { type KdeOptions, resolveKdeOptions } from './kde-options.ts';
import { kernelFactor } from './kernel-factor.ts';
import { KernelSums } from './kernel-sums.ts';

export type KdeFamily = Family<KdeModel, Points, never>;

const name = 'kde';
const lawVersion = 1;

export const kde: ModelDefinition<KdeOptions> = defineModel({
  name,
  lawVersion,
  summary: 'kernel density estimate with a Gaussian kernel',
  options: {
    bandwidth:
      'h: a positive number, scott (n^(-1/(d+4))) or silverman ((n (d + 2) / 4)^(-1/(d+4))). Required.',
    scaling:
      'none (default): the kernel is N(0, h² I), as in scikit-learn. covariance: it is N(0, h² S) with the covariance S of the data, as in SciPy.',
  },
  resolve: resolveKdeOptions,
  create: createKde,
});

function createKde(options: KdeOptions, shape: DataShape): KdeFamily {
  if (shape.kind !== 'points')
    throw new InvalidArgumentError({
      argument: 'shape',
      got: describeShape(shape),
      expected: 'points, which a kernel density estimate is made of',
    });
  const { d } = shape;
  const scaled = options.scaling === 'covariance';
  const minimumSize = scaled ? d + 1 : 1;
  return {
    name,
    lawVersion,
    options: { ...options },
    shape,
    minimumSize,
    whyNoLaw: 'the model is the points themselves',
    fit({ train }) {
      checkData(
        'train',
        train,
        shape,
        minimumSize,
        scaled ? 'd + 1: scaling by their covariance' : undefined,
      );
      return { d, points: train.values, factor: kernelFactor(options, train) };
    },
    sample: sampleKde,
    logDensity(model, data) {
      checkData('data', data, shape, 0);
      const sums = new KernelSums(data, model.factor);
      sums.add(model.points, 0, model.points.length / d);
      return sums.logDensities();
    },
    mapParameters: (model, f) => ({
      d,
      points: model.points.map((x) => f(x)),
      factor: model.factor.map((x) => f(x)),
    }),
    encode: encodeKde,
    decode: (encoded) => decodeKde(encoded, d, scaled ? d * d : 1),
  };
}

/** Each point is one of the model's, chosen uniformly, plus L z. */
function sampleKde({ d, points, factor }: KdeModel, request: SampleRequest, stream: Stream): Points {
  checkSampleRequest(name, request);
  const { n } = request;
  const values = new Float64Array(n * d);
  const size = points.length / d;
  const z = new Float64Array(d);
  for (let offset = 0; offset < values.length; offset += d) {
    const chosen = uniformInteger(stream, size) * d;
    for (let j = 0; j < d; j++) z[j] = normal(stream);
    for (let j = 0; j < d; j++) values[offset + j] = points[chosen + j] + blur(factor, z, j, d);
  }
  return { kind: 'points', n, d, values };
}

/** Coordinate j of L z. */
function blur(factor: Float64Array, z: Float64Array, j: number, d: number): number {
  if (factor.length === 1) return factor[0] * z[j];
  let total = 0;
  for (let k = 0; k <= j; k++) total += factor[j * d + k] * z[k];
  return total;
}
