import type { OptionProblem } from '../../family/define-model.ts';
import { resolveOptions } from '../../family/resolve-options.ts';

export interface NgramOptions {
  /** n: a token depends on the n − 1 before it. */
  readonly order: number;
  /** none: maximum likelihood. absolute: interpolated absolute discounting. */
  readonly smoothing: 'none' | 'absolute';
  /** D, what is taken from every count; with `smoothing: absolute`. */
  readonly discount: number;
  /** start: every sequence is a text of its own. prompts: sequence i continues sequence i of D_0. */
  readonly generate: { readonly from: 'start' | 'prompts' };
}

/** Longer n-grams are those of the training text itself. */
const longest = 8;

export function resolveNgramOptions(
  options: Record<string, unknown>,
): { options: NgramOptions } | { problems: readonly OptionProblem[] } {
  return resolveOptions<NgramOptions>(options, {
    order: {
      expected: `an integer from 1 to ${longest}`,
      accepts: (value) => Number.isInteger(value) && (value as number) >= 1 && (value as number) <= longest,
      default: 2,
    },
    smoothing: {
      expected: 'none (maximum likelihood) or absolute (interpolated absolute discounting)',
      accepts: (value) => value === 'none' || value === 'absolute',
      default: 'none',
    },
    discount: {
      expected: 'a number between 0 and 1',
      accepts: (value) => typeof value === 'number' && value > 0 && value < 1,
      default: 0.75,
    },
    generate: {
      expected: '{ from: start } or { from: prompts }',
      accepts: isGenerate,
      default: { from: 'start' },
    },
  });
}

function isGenerate(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { from, ...others } = value as Record<string, unknown>;
  return (from === 'start' || from === 'prompts') && Object.keys(others).length === 0;
}
