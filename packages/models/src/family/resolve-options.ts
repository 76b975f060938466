/** Options as the YAML gives them, checked against what a family takes: all problems at once. */
import type { OptionProblem } from './define-model.ts';

export interface OptionRule {
  /** A noun phrase for the message: `0 (maximum likelihood) or 1 (unbiased)`. */
  readonly expected: string;
  readonly accepts: (value: unknown) => boolean;
  /** The value where the option is absent; without it the option is required. */
  readonly default?: unknown;
}

export function resolveOptions<Options>(
  options: Record<string, unknown>,
  rules: Record<keyof Options & string, OptionRule>,
): { options: Options } | { problems: readonly OptionProblem[] } {
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    return { problems: [{ path: [], got: options, expected: 'an object of options' }] };
  const names = Object.keys(rules) as (keyof Options & string)[];
  const problems: OptionProblem[] = [];
  const resolved: Record<string, unknown> = {};
  for (const name of names) {
    const rule = rules[name];
    const value = options[name] === undefined ? rule.default : options[name];
    if (value !== undefined && rule.accepts(value)) resolved[name] = value;
    else problems.push({ path: [name], got: value, expected: rule.expected });
  }
  for (const name of Object.keys(options))
    if (!Object.hasOwn(rules, name))
      problems.push({ path: [name], got: options[name], expected: expectedNames(names) });
  return problems.length > 0 ? { problems } : { options: resolved as Options };
}

function expectedNames(names: readonly string[]): string {
  return names.length === 0 ? 'no option: this family has none' : `no such option, only ${names.join(', ')}`;
}
