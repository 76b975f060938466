import type { OptionProblem } from '../family/define-model.ts';
import { resolveOptions } from '../family/resolve-options.ts';

/**
 * How the bandwidth is chosen. A number is it; the rules depend on n and d only: Scott (1992) n^(−1/(d+4)), Silverman
 * (1986) (n (d + 2) / 4)^(−1/(d+4)).
 */
export type Bandwidth = number | 'scott' | 'silverman';

/**
 * What the bandwidth h multiplies. `none`: nothing, the kernel is N(0, h² I), as in scikit-learn's KernelDensity.
 * `covariance`: the covariance S of the data (divisor n − 1), the kernel is N(0, h² S), as in SciPy's gaussian_kde.
 */
export type KernelScaling = 'none' | 'covariance';

export interface KdeOptions {
  readonly bandwidth: Bandwidth;
  readonly scaling: KernelScaling;
}

export function resolveKdeOptions(
  options: Record<string, unknown>,
): { options: KdeOptions } | { problems: readonly OptionProblem[] } {
  return resolveOptions<KdeOptions>(options, {
    bandwidth: {
      expected: 'a positive number, scott or silverman',
      accepts: (value) =>
        value === 'scott' ||
        value === 'silverman' ||
        (typeof value === 'number' && value > 0 && value < Infinity),
    },
    scaling: {
      expected: 'none (kernel N(0, h² I)) or covariance (kernel N(0, h² S), S the covariance of the data)',
      accepts: (value) => value === 'none' || value === 'covariance',
      default: 'none',
    },
  });
}
