/** A value, or what is wrong: of parts that are checked one by one so that all problems are told at once. */
import { InvalidArgumentError } from '@collapse-lab/math';
import { suggestion } from '../problem.ts';
import type { ParameterProblem } from '../problem-log.ts';
import type { SchemaProblem } from '../schema/check.ts';

export type Outcome<T> = { readonly value: T } | { readonly problems: readonly ParameterProblem[] };

export function andThen<A, B>(outcome: Outcome<A>, next: (value: A) => Outcome<B>): Outcome<B> {
  return 'problems' in outcome ? waiting : next(outcome.value);
}

export function both<A, B, C>(
  one: Outcome<A>,
  other: Outcome<B>,
  next: (one: A, other: B) => Outcome<C>,
): Outcome<C> {
  return 'problems' in one || 'problems' in other ? waiting : next(one.value, other.value);
}

/** Cannot be known before the problems of something else are solved, which are told elsewhere. */
const waiting: { readonly problems: readonly ParameterProblem[] } = { problems: [] };

export function problemsOf(outcomes: readonly Outcome<unknown>[]): ParameterProblem[] {
  return outcomes.flatMap((outcome) => ('problems' in outcome ? outcome.problems : []));
}

export function valuesOf(parts: Readonly<Record<string, Outcome<unknown>>>): Record<string, unknown> {
  const entries = Object.entries(parts).map(([name, part]) => [
    name,
    'value' in part ? part.value : undefined,
  ]);
  return Object.fromEntries(entries);
}

/** What a constructor throws, as a problem of the parameters below `path`. */
export function attempt<T>(path: readonly string[], make: () => T): Outcome<T> {
  try {
    return { value: make() };
  } catch (error) {
    return { problems: [problemOf(path, error as Error)] };
  }
}

function problemOf(path: readonly string[], error: Error): ParameterProblem {
  if (!(error instanceof InvalidArgumentError)) return { path, expected: error.message.replace(/\.$/, '') };
  const { argument, got, expected, remedy } = error;
  // The shape that a family is given is that of the real data.
  if (argument === 'shape') return { path: ['real'], got, expected };
  const names = argument.split(/[.[\]]+/).filter((part) => part !== '' && part !== path[0]);
  const inner = names.map((name) => (/^\d+$/.test(name) ? Number(name) : name));
  return { path: [...path, ...inner], got, expected, ...(remedy !== undefined && { remedy }) };
}

export function asParameterProblem({ path, got, expected, remedy }: SchemaProblem): ParameterProblem {
  const problem = withSuggestion({ path, got, expected });
  return remedy === undefined ? problem : { ...problem, remedy };
}

/** A missing value is told as missing; a wrong option or word with the right one, where one is near. */
export function withSuggestion({ path, got, expected }: SchemaProblem): ParameterProblem {
  if (got === undefined) return { path, expected: `missing; expected ${expected}` };
  const isKey = expected.startsWith('no such option');
  const listed = isKey ? expected : /^(?:one of|a [\w-]+ number,) (.*)$/.exec(expected)?.[1];
  const remedy = listed && suggestion(isKey ? path.at(-1) : got, listed.split(/[^\w-]+/));
  return { path, ...(!isKey && { got }), expected, ...(remedy !== undefined && { remedy }) };
}
