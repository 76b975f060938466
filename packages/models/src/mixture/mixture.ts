/**
 * The Gaussian mixture Σ_c w_c N(μ_c, Σ_c), fitted by EM: the second model of Shumailov et al. 2024 (Nature), which
 * fits two components by EM from k-means, afresh in every generation.
 */
import { InvalidArgumentError } from '@collapse-lab/math';
import { checkData } from '../data/check-data.ts';
import type { DataShape, Points } from '../data/data.ts';
import { describeShape } from '../data/data-shape.ts';
import { checkSampleRequest } from '../family/check-sample-request.ts';
import { defineModel, type ModelDefinition } from '../family/define-model.ts';
import type { Family } from '../family/family.ts';
import {
  componentsOf,
  type GaussianMixtureOptions,
  type MixtureComponent,
} from '../real/gaussian-mixture.ts';
import { createFitter, type MixtureStart } from './fit-mixture.ts';
import { mixtureLogDensities } from './log-density.ts';
import { decodeMixture, encodeMixture, type MixtureModel, mixtureOfTruth } from './mixture-model.ts';
import { type MixtureOptions, mixtureOptionSummaries, resolveMixtureOptions } from './mixture-options.ts';
import { sampleMixture } from './sample-mixture.ts';

export type MixtureFamily = Required<
  Pick<Family<MixtureModel, Points>, 'logDensity' | 'fromTruth' | 'mapParameters'>
> &
  Family<MixtureModel, Points>;

const name = 'mixture';
const lawVersion = 1;

/** Options: `components` k, required; see MixtureOptions for the rest and their units. */
export const mixture: ModelDefinition<MixtureOptions> = defineModel({
  name,
  lawVersion,
  summary: 'Gaussian mixture by EM: full, tied, diagonal or spherical covariances',
  options: mixtureOptionSummaries,
  resolve: resolveMixtureOptions,
  create: createMixture,
});

function createMixture(options: MixtureOptions, shape: DataShape): MixtureFamily {
  if (shape.kind !== 'points')
    throw new InvalidArgumentError({
      argument: 'shape',
      got: describeShape(shape),
      expected: 'points, which a mixture is fitted to',
    });
  const { d } = shape;
  const { components } = options;
  const start = startOf(options, d);
  const fit = createFitter();
  return {
    name,
    lawVersion,
    options: { ...options },
    shape,
    minimumSize: components,
    whyNoLaw: 'EM needs every point',
    fit({ train, previous }, stream) {
      checkData('train', train, shape, components, `components = ${components}`);
      const warm = options.warmStart && previous !== undefined;
      const from: MixtureStart = warm ? { kind: 'model', model: checkPrevious(previous, options) } : start;
      return fit(train, { ...options, start: from }, stream);
    },
    sample(model, request, stream) {
      checkSampleRequest(name, request);
      return sampleMixture(model, request.n, stream);
    },
    logDensity(model, data) {
      checkData('data', data, shape, 0);
      return mixtureLogDensities(model, data);
    },
    fromTruth: (truth) => mixtureOfTruth(truth, d),
    // Weights are not brought to sum 1 again here: they stay representable, and every use divides by their sum.
    mapParameters: (model, f) => ({
      ...model,
      weights: model.weights.map((x) => f(x)),
      means: model.means.map((x) => f(x)),
      factors: model.factors.map((x) => f(x)),
    }),
    encode: encodeMixture,
    decode: (encoded) => decodeMixture(encoded, d),
  };
}

function startOf({ start, components, restarts }: MixtureOptions, d: number): MixtureStart {
  if (start === 'kmeans') return { kind: 'kmeans', restarts };
  return { kind: 'components', components: checkGiven(start, components, d) };
}

function checkGiven(start: GaussianMixtureOptions, components: number, d: number): MixtureComponent[] {
  const given = readStart(start);
  if (given.length !== components || given[0].mean.length !== d)
    throw new InvalidArgumentError({
      argument: 'start',
      got: `${given.length} components in ${given[0].mean.length} dimensions`,
      expected: `${components} components in ${d} dimensions`,
    });
  return given;
}

function readStart(start: GaussianMixtureOptions): MixtureComponent[] {
  try {
    return componentsOf(start);
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    const { argument, got, expected, remedy } = error;
    const rest = remedy === undefined ? {} : { remedy };
    throw new InvalidArgumentError({ argument: `start.${argument}`, got, expected, ...rest });
  }
}

function checkPrevious(previous: MixtureModel, { components, covariance }: MixtureOptions): MixtureModel {
  if (previous.k !== components || previous.covariance !== covariance)
    throw new InvalidArgumentError({
      argument: 'previous',
      got: `${previous.k} components with ${previous.covariance} covariance`,
      expected: `${components} components with ${covariance} covariance`,
    });
  return previous;
}
