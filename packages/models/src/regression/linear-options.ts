import { isNonNegative } from '../data/is-number.ts';
import type { OptionProblem } from '../family/define-model.ts';
import { type OptionRule, resolveOptions } from '../family/resolve-options.ts';

export interface LinearOptions {
  /** `fixed`: every generation labels the inputs of D_0; `fresh`: inputs of its own. */
  readonly design: 'fixed' | 'fresh';
  /** σ of the labels that models make: a number, known and used again; or `refitted` as √(RSS / (n − rank X)). */
  readonly noise: number | 'refitted';
  /** λ of the penalty: the fit minimises |y − X w|² / n + λ |w|². */
  readonly ridge: number;
}

export function resolveLinearOptions(
  options: Record<string, unknown>,
): { options: LinearOptions } | { problems: readonly OptionProblem[] } {
  return resolveOptions<LinearOptions>(options, {
    design: designRule,
    noise: {
      expected: 'a non-negative number, the standard deviation of the noise on synthetic labels, or refitted',
      accepts: (value) => value === 'refitted' || isNonNegative(value),
    },
    ridge: {
      expected: 'a non-negative number, the penalty λ in |y − X w|² / n + λ |w|²',
      accepts: isNonNegative,
      default: 0,
    },
  });
}

/** For the families that label inputs. */
export const designRule: OptionRule = {
  expected:
    'fixed (every generation labels the inputs of D_0) or fresh (inputs of its own); it has no default, ' +
    'since accumulated error differs',
  accepts: (value) => value === 'fixed' || value === 'fresh',
};
