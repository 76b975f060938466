import { InvalidArgumentError } from '@collapse-lab/math';
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

/**
 * Options must be complete here: one that is missing would go unnoticed and make every parameter NaN.
 *
 * @throws InvalidArgumentError for the first that is wrong or missing
 */
export function checkGaussianOptions(options: GaussianOptions): void {
  const asGiven: Record<string, unknown> = { ...options };
  const resolved = resolveGaussianOptions(asGiven);
  const problems = 'problems' in resolved ? resolved.problems : missing(asGiven, resolved.options);
  if (problems.length === 0) return;
  const [{ path, got, expected }] = problems;
  const remedy = 'gaussian.resolve(options) fills in defaults.';
  throw new InvalidArgumentError({ argument: `options.${path.join('.')}`, got, expected, remedy });
}

function missing(given: Record<string, unknown>, resolved: GaussianOptions): OptionProblem[] {
  return Object.entries(resolved)
    .filter(([option]) => given[option] === undefined)
    .map(([option, value]) => ({ path: [option], got: undefined, expected: `a value, such as ${value}` }));
}
