/** How an observer enters the laboratory: by name, with options that are checked before anything runs. */
import type { OptionProblem } from '@collapse-lab/models';
import type { Observer } from './observer.ts';

export interface ObserverDefinition<Options = Record<string, unknown>> {
  /** The name in the YAML, and the name of the observer's random stream. */
  readonly name: string;
  /** Raised whenever the same model would give other numbers; part of the keys of results. */
  readonly version: number;
  /** One line for lists and error messages. */
  readonly summary: string;
  /** One line per option, for the completion of editors. */
  readonly options?: Readonly<Record<string, string>>;
  /** The metrics it may return, with one line each. */
  readonly metrics: Readonly<Record<string, string>>;
  /** Options with their defaults filled in; problems for everything wrong, all at once. */
  resolve(options: Record<string, unknown>): { options: Options } | { problems: readonly OptionProblem[] };
  create(options: Options): Observer;
}

/** Types and freezes a definition. */
export function defineObserver<Options>(
  definition: ObserverDefinition<Options>,
): ObserverDefinition<Options> {
  return Object.freeze(definition);
}

/** `resolve` of an observer without options. */
export function resolveNoOptions(
  options: Record<string, unknown>,
): { options: Record<string, never> } | { problems: readonly OptionProblem[] } {
  const problems = Object.entries(options).map(([name, got]) => {
    return { path: [name], got, expected: 'no option: this observer has none' };
  });
  return problems.length > 0 ? { problems } : { options: {} };
}
