import { isNonNegative, isPositiveInteger } from '../data/is-number.ts';
import type { OptionProblem } from '../family/define-model.ts';
import { resolveOptions } from '../family/resolve-options.ts';
import type { GaussianMixtureOptions } from '../real/gaussian-mixture.ts';
import { type MixtureCovariance, mixtureCovariances } from './mixture-model.ts';

export interface MixtureOptions {
  /** k. */
  readonly components: number;
  readonly covariance: MixtureCovariance;
  /** EM stops when the mean log likelihood of a point (nats) moves by less. 0: only the cap stops it. */
  readonly tolerance: number;
  /** Most EM iterations. */
  readonly iterations: number;
  /** Added to every variance of every component in each M-step; squared units of the data. 0: none. */
  readonly covarianceFloor: number;
  /** Fits from so many k-means starts; the one of the greatest likelihood is kept. */
  readonly restarts: number;
  /** `kmeans`: k-means++ and Lloyd's iterations, afresh for every fit; or parameters to start from. */
  readonly start: 'kmeans' | GaussianMixtureOptions;
  /** From the model of the generation before, where there is one, instead of from `start`. */
  readonly warmStart: boolean;
}

export const mixtureOptionSummaries: Readonly<Record<keyof MixtureOptions, string>> = {
  components: 'Number of components, required.',
  covariance: 'full (default), tied, diagonal or spherical.',
  tolerance: 'EM stops when the mean log likelihood of a point moves by less (nats). Default: 0.001.',
  iterations: 'Most EM iterations. Default: 100.',
  covarianceFloor: 'Added to every variance in each M-step, in squared units of the data. Default: 1e-6.',
  restarts: 'Fits from so many k-means starts, of which the likeliest is kept. Default: 1.',
  start: 'kmeans (default), or { weights, means, covariances } as of real data gaussian-mixture.',
  warmStart: 'Whether to start from the model of the generation before. Default: false.',
};

export function resolveMixtureOptions(
  options: Record<string, unknown>,
): { options: MixtureOptions } | { problems: readonly OptionProblem[] } {
  return resolveOptions<MixtureOptions>(options, {
    components: { expected: 'a positive integer, the number of components', accepts: isPositiveInteger },
    covariance: {
      expected: `one of ${mixtureCovariances.join(', ')}`,
      accepts: (value) => mixtureCovariances.includes(value as MixtureCovariance),
      default: 'full',
    },
    tolerance: {
      expected: 'a non-negative number, a change of the mean log likelihood of a point',
      accepts: isNonNegative,
      default: 1e-3,
    },
    iterations: {
      expected: 'a positive integer, the most EM iterations',
      accepts: isPositiveInteger,
      default: 100,
    },
    covarianceFloor: {
      expected: 'a non-negative number, a variance in squared units of the data',
      accepts: isNonNegative,
      default: 1e-6,
    },
    restarts: { expected: 'a positive integer', accepts: isPositiveInteger, default: 1 },
    start: {
      expected: 'kmeans, or parameters { weights, means, covariances }, one of each for every component',
      accepts: isStart,
      default: 'kmeans',
    },
    warmStart: {
      expected: 'true or false',
      accepts: (value) => typeof value === 'boolean',
      default: false,
    },
  });
}

/** The parameters themselves are checked against k and d where the family is created. */
function isStart(value: unknown): boolean {
  if (value === 'kmeans') return true;
  const { weights, means } = (value ?? {}) as Partial<GaussianMixtureOptions>;
  return Array.isArray(weights) && Array.isArray(means);
}
