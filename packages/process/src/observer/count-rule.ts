/** Numbers of points as options. */
import type { OptionRule } from '@collapse-lab/models';

export function countRule(standard: number, least = 1): OptionRule {
  return {
    expected: least === 1 ? 'a positive integer' : `an integer of at least ${least}`,
    accepts: (value) => Number.isSafeInteger(value) && (value as number) >= least,
    default: standard,
  };
}
