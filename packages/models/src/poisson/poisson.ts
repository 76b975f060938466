/**
 * The Poisson family: counts with one rate, fitted by their mean (maximum likelihood). Under `replace` it dies out
 * with probability 1 (Suresh et al. 2024, Theorem 2), as a branching process does.
 */
import { fillPoisson, InvalidArgumentError, poissonLogMass, type Stream } from '@collapse-lab/math';
import type { DataShape, Points } from '../data/data.ts';
import { describeShape, sameShape } from '../data/data-shape.ts';
import { checkSampleRequest } from '../family/check-sample-request.ts';
import { defineModel, type ModelDefinition } from '../family/define-model.ts';
import type { Family, SampleRequest } from '../family/family.ts';
import { resolveOptions } from '../family/resolve-options.ts';
import { checkCounts, countShape } from './check-counts.ts';
import { type PoissonStatistics, poissonLaw } from './poisson-law.ts';
import { decodePoisson, encodePoisson, type PoissonModel } from './poisson-model.ts';

/** There are none. */
export type PoissonOptions = Record<never, never>;

export type PoissonFamily = Family<PoissonModel, Points, PoissonStatistics>;

const name = 'poisson';
const lawVersion = 1;

/** No options. Fits the mean of counts, which are points with d = 1 that are non-negative integers. */
export const poisson: ModelDefinition<PoissonOptions> = defineModel({
  name,
  lawVersion,
  summary: 'Poisson distribution of counts, fitted by their mean',
  options: {},
  resolve: (options) => resolveOptions<PoissonOptions>(options, {}),
  create: createPoisson,
});

function createPoisson(_options: PoissonOptions, shape: DataShape): PoissonFamily {
  if (!sameShape(shape, countShape))
    throw new InvalidArgumentError({
      argument: 'shape',
      got: describeShape(shape),
      expected: 'points with d = 1, the counts that a poisson is fitted to',
    });
  return {
    name,
    lawVersion,
    shape: countShape,
    minimumSize: 1,
    law: poissonLaw,
    fit({ train }) {
      checkCounts('train', train, 1);
      const statistics = poissonLaw.create();
      poissonLaw.addData(statistics, train);
      return poissonLaw.fit(statistics);
    },
    sample: samplePoisson,
    logDensity(model, data) {
      checkCounts('data', data, 0);
      return data.values.map((count) => poissonLogMass(count, model.rate));
    },
    fromTruth: (truth) => (truth.kind === 'poisson' ? { rate: truth.rate } : undefined),
    mapParameters: (model, f) => ({ rate: f(model.rate) }),
    encode: encodePoisson,
    decode: decodePoisson,
  };
}

function samplePoisson({ rate }: PoissonModel, request: SampleRequest, stream: Stream): Points {
  checkSampleRequest(name, request);
  const { n } = request;
  return { kind: 'points', n, d: 1, values: fillPoisson(stream, new Float64Array(n), rate) };
}
