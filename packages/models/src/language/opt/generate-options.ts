/** How a language model generates, as the YAML gives it. */
import { isPositive, isPositiveInteger } from '../../data/is-number.ts';
import type { OptionProblem } from '../../family/define-model.ts';
import { oneOf, positive, positiveInteger } from '../../family/option-rules.ts';
import { type OptionRule, resolveOptions } from '../../family/resolve-options.ts';

export interface GenerateOptions {
  /** prompts: each sequence continues one of D_0. start: it begins from nothing. */
  readonly from: 'prompts' | 'start';
  readonly method: 'beam' | 'sample' | 'greedy';
  /** beam. */
  readonly beams: number;
  /** beam: the score is divided by length^lengthPenalty. All sequences have one length, so it chooses nothing. */
  readonly lengthPenalty: number;
  /** 1: none. */
  readonly repetitionPenalty: number;
  /** sample. */
  readonly temperature: number;
  /** sample: the likeliest tokens that are left. */
  readonly topK: 'none' | number;
  /** sample: probability that is left to the likeliest tokens. */
  readonly topP: 'none' | number;
  /** sample: probability that is left to the most typical tokens. */
  readonly typical: 'none' | number;
  /** Sequences generated together. */
  readonly batch: number;
}

const share: OptionRule = {
  expected: 'none or a number above 0 and at most 1',
  accepts: (value) => value === 'none' || (isPositive(value) && value <= 1),
  default: 'none',
};

const rules: Record<keyof GenerateOptions, OptionRule> = {
  from: oneOf(['prompts', 'start'], 'prompts'),
  method: oneOf(['beam', 'sample', 'greedy'], 'beam'),
  beams: positiveInteger(5),
  lengthPenalty: {
    expected: 'a finite number',
    accepts: (value) => typeof value === 'number' && Number.isFinite(value),
    default: 0,
  },
  repetitionPenalty: positive(1),
  temperature: positive(1),
  topK: {
    expected: 'none or a positive integer',
    accepts: (value) => value === 'none' || isPositiveInteger(value),
    default: 'none',
  },
  topP: share,
  typical: share,
  batch: positiveInteger(16),
};

/** Options that mean something for one method alone. */
const belongs: Readonly<Record<string, GenerateOptions['method']>> = {
  beams: 'beam',
  lengthPenalty: 'beam',
  temperature: 'sample',
  topK: 'sample',
  topP: 'sample',
  typical: 'sample',
};

export function resolveGenerateOptions(
  options: Record<string, unknown>,
): { options: GenerateOptions } | { problems: readonly OptionProblem[] } {
  const resolved = resolveOptions<GenerateOptions>(options, rules);
  if ('problems' in resolved) return resolved;
  const { method } = resolved.options;
  const problems = Object.entries(belongs)
    .filter(([name, of]) => options[name] !== undefined && of !== method)
    .map(([name, of]) => ({ path: [name], got: options[name], expected: `nothing, unless method is ${of}` }));
  return problems.length > 0 ? { problems } : resolved;
}
