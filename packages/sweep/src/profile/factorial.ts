/**
 * The factorial of error sources in a sweep: each source is a swept path with two values, the first without the error and the
 * second with it, in every combination. Further values of the statistical one are sample sizes at which no other error
 * need be made. Whatever else is swept makes factorials of its own.
 */
import type { Json } from '@collapse-lab/models';
import { canonicalJson } from '../cell/canonical.ts';
import type { Setting } from '../experiment/experiment.ts';

export const errorSources = ['statistical', 'expressivity', 'approximation', 'precision'] as const;
export type ErrorSource = (typeof errorSources)[number];

/** Error source → swept path. */
export type SourcePaths = Readonly<Partial<Record<ErrorSource, string>>>;

export interface FactorialSource {
  readonly name: ErrorSource;
  readonly path: string;
  /** The value that makes no such error, or as little as was asked for. */
  readonly without: Json;
  readonly with: Json;
}

export interface Factorial {
  /** The other swept values that its settings share. */
  readonly values: Readonly<Record<string, Json>>;
  /** 2^k: bit b set where the error of source b is made. */
  readonly settings: readonly Setting[];
  /** Those with no error but the statistical one, at every sample size; empty where that is no source. */
  readonly sizes: readonly Setting[];
}

/** What is wrong with the paths of a source: `path` names it, for messages. */
export interface FactorialProblem {
  readonly source?: ErrorSource;
  readonly got: Json;
  readonly expected: string;
}

export function factorialsOf(
  settings: readonly Setting[],
  paths: SourcePaths,
): { sources: FactorialSource[]; factorials: Factorial[] } | { problems: FactorialProblem[] } {
  const names = errorSources.filter((name) => paths[name] !== undefined);
  if (names.length === 0)
    return { problems: [{ got: {}, expected: `one error source or more: ${errorSources.join(', ')}` }] };
  const found = names.map((name) => ({ name, path: paths[name]!, values: valuesAt(settings, paths[name]!) }));
  const problems = found.flatMap(({ name, path, values }): FactorialProblem[] => {
    const enough = name === 'statistical' ? values.length >= 2 : values.length === 2;
    if (enough && settings.every((setting) => path in setting.values)) return [];
    const swept = [...new Set(settings.flatMap((setting) => Object.keys(setting.values)))].join(', ');
    const expected = `a path that the sweep gives two values everywhere, without and with the error; swept are: ${swept}`;
    return [{ source: name, got: path, expected }];
  });
  if (problems.length > 0) return { problems };
  const sources = found.map(({ name, path, values }) => ({
    name,
    path,
    without: values[0],
    with: values[1],
  }));
  const factorials = grouped(settings, sources);
  const whole = factorials.every((each) => Object.keys(each.settings).length === 1 << sources.length);
  if (whole) return { sources, factorials };
  const expected = `a sweep with all ${1 << sources.length} combinations of ${sources.map(({ path }) => path).join(', ')}`;
  return { problems: [{ got: settings.length, expected }] };
}

/** Distinct values of a swept path, in the order of their first appearance. */
function valuesAt(settings: readonly Setting[], path: string): Json[] {
  const values = new Map<string, Json>();
  for (const setting of settings)
    if (path in setting.values && !values.has(canonicalJson(setting.values[path])))
      values.set(canonicalJson(setting.values[path]), setting.values[path]);
  return [...values.values()];
}

function grouped(settings: readonly Setting[], sources: readonly FactorialSource[]): Factorial[] {
  const paths = new Set(sources.map(({ path }) => path));
  const groups = new Map<string, { values: Factorial['values']; settings: Setting[]; sizes: Setting[] }>();
  for (const setting of settings) {
    const values = Object.fromEntries(Object.entries(setting.values).filter(([path]) => !paths.has(path)));
    const name = canonicalJson(values);
    const group = groups.get(name) ?? { values, settings: [], sizes: [] };
    groups.set(name, group);
    if (sources.every((source) => isOneOfTwo(setting, source)))
      group.settings[maskOf(setting, sources)] = setting;
    if (isSizeAlone(setting, sources)) group.sizes.push(setting);
  }
  return [...groups.values()];
}

function isOneOfTwo({ values }: Setting, { path, without, with: made }: FactorialSource): boolean {
  const value = canonicalJson(values[path]);
  return value === canonicalJson(without) || value === canonicalJson(made);
}

/** Whether no error is made but, perhaps, the statistical one. */
function isSizeAlone({ values }: Setting, sources: readonly FactorialSource[]): boolean {
  if (!sources.some(({ name }) => name === 'statistical')) return false;
  return sources.every(
    ({ name, path, without }) =>
      name === 'statistical' || canonicalJson(values[path]) === canonicalJson(without),
  );
}

function maskOf({ values }: Setting, sources: readonly FactorialSource[]): number {
  return sources.reduce(
    (mask, source, b) =>
      mask + (canonicalJson(values[source.path]) === canonicalJson(source.with) ? 1 << b : 0),
    0,
  );
}
