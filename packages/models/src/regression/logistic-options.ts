import { isNonNegative } from '../data/is-number.ts';
import type { OptionProblem } from '../family/define-model.ts';
import { resolveOptions } from '../family/resolve-options.ts';
import { designRule } from './linear-options.ts';

export interface LogisticOptions {
  /** `fixed`: every generation labels the inputs of D_0; `fresh`: inputs of its own. */
  readonly design: 'fixed' | 'fresh';
  /** Labels are `drawn` with the probabilities of the model, or `predicted`: the likelier of the two. */
  readonly labels: 'drawn' | 'predicted';
  /** Probability that a synthetic label is turned into the other one. */
  readonly flip: number;
  /** λ of the penalty: the fit minimises −log likelihood / n + λ |w|² / 2. */
  readonly ridge: number;
  /** Newton steps end when the largest change of a weight is at most this share of 1 + the largest weight. */
  readonly tolerance: number;
  /** Most Newton steps. */
  readonly cap: number;
}

export function resolveLogisticOptions(
  options: Record<string, unknown>,
): { options: LogisticOptions } | { problems: readonly OptionProblem[] } {
  return resolveOptions<LogisticOptions>(options, {
    design: designRule,
    labels: {
      expected: 'drawn (with the probabilities of the model) or predicted (the likelier one)',
      accepts: (value) => value === 'drawn' || value === 'predicted',
      default: 'drawn',
    },
    flip: {
      expected: 'a probability from 0 to 1, that a synthetic label is turned into the other one',
      accepts: (value) => isNonNegative(value) && (value as number) <= 1,
      default: 0,
    },
    ridge: {
      expected: 'a non-negative number, the penalty λ in −log likelihood / n + λ |w|² / 2',
      accepts: isNonNegative,
      default: 0,
    },
    tolerance: {
      expected: 'a positive number below 1, the relative change of weights at which Newton steps end',
      accepts: (value) => isNonNegative(value) && (value as number) > 0 && (value as number) < 1,
      default: 1e-10,
    },
    cap: {
      expected: 'a positive integer, the most Newton steps',
      accepts: (value) => Number.isSafeInteger(value) && (value as number) > 0,
      default: 100,
    },
  });
}
