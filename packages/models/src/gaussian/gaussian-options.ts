import type { OptionProblem } from '../family/define-model.ts';
import { resolveOptions } from '../family/resolve-options.ts';
import { type CovarianceKind, covarianceKinds } from './gaussian-model.ts';

export interface GaussianOptions {
  readonly covariance: CovarianceKind;
  /** Divisor of the covariance: n − ddof. 0: maximum likelihood; 1: unbiased. */
  readonly ddof: 0 | 1;
  /** λ: points are drawn from N(μ, λ Σ). Below 1 the tails are under-sampled in favour of quality. */
  readonly samplingBias: number;
}

export function resolveGaussianOptions(
  options: Record<string, unknown>,
): { options: GaussianOptions } | { problems: readonly OptionProblem[] } {
  return resolveOptions<GaussianOptions>(options, {
    covariance: {
      expected: `one of ${covarianceKinds.join(', ')}`,
      accepts: (value) => covarianceKinds.includes(value as CovarianceKind),
      default: 'full',
    },
    ddof: {
      expected:
        '0 (maximum likelihood) or 1 (unbiased); it has no default, since the two collapse differently',
      accepts: (value) => value === 0 || value === 1,
    },
    samplingBias: {
      expected: 'a positive number, the factor on the covariance that points are drawn with',
      accepts: (value) => typeof value === 'number' && value > 0 && value < Infinity,
      default: 1,
    },
  });
}
