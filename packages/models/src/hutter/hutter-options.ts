import type { OptionProblem } from '../family/define-model.ts';
import { resolveOptions } from '../family/resolve-options.ts';

export interface HutterOptions {
  /** Samples are drawn from the so many most frequent symbols only: the tail is cut at this rank. */
  readonly topK: number | 'all';
  /** τ > 0: samples are drawn in proportion to frequency^(1/τ). Below 1 the tail is narrowed. */
  readonly temperature: number;
}

export function resolveHutterOptions(
  options: Record<string, unknown>,
): { options: HutterOptions } | { problems: readonly OptionProblem[] } {
  return resolveOptions<HutterOptions>(options, {
    topK: {
      expected: 'a positive integer, or all',
      accepts: (value) => value === 'all' || (Number.isSafeInteger(value) && (value as number) >= 1),
      default: 'all',
    },
    temperature: {
      expected: 'a positive number',
      accepts: (value) => typeof value === 'number' && value > 0 && value < Infinity,
      default: 1,
    },
  });
}
