/** The observers of a setting: those the file names, or all that cost nothing. */
import type { AnyFamily, Json, RealSource } from '@collapse-lab/models';
import { type Observer, observers } from '@collapse-lab/process';
import type { CellParameters } from '../../cell/cell.ts';
import type { ParameterProblem } from '../problem-log.ts';
import { type Outcome, problemsOf, withSuggestion } from './outcome.ts';

type Options = Readonly<Record<string, Json>>;
type Kind = CellParameters['observers'][number];

export interface ResolvedObserver {
  readonly observer: Observer;
  readonly parameters: Kind;
}

/** With its position in the file. */
interface ResolvedEntry extends ResolvedObserver {
  readonly i: number;
}

/** As the file has them: by name, or with options. */
export type Observe = readonly (string | Kind)[] | undefined;

/** Problems with their paths below the parameters: `observe[0].samples`. */
export function resolveObservers(
  form: Observe,
  family: AnyFamily,
  real: RealSource,
): Outcome<readonly ResolvedObserver[]> {
  if (form === undefined) {
    const value = defaultObservers(family, real);
    return value.length > 0 ? { value } : { problems: [nothingToObserve(family)] };
  }
  const outcomes = form.map((one, i) =>
    resolveObserver(typeof one === 'string' ? { kind: one } : one, i, family, real),
  );
  const resolved = outcomes.flatMap((one, i) => ('value' in one ? [{ ...one.value, i }] : []));
  const problems = [...problemsOf(outcomes), ...repeatedMetrics(resolved)];
  if (problems.length > 0) return { problems };
  return { value: resolved.map(({ observer, parameters }) => ({ observer, parameters })) };
}

/** All that can be computed from the parameters, so that they cost no samples and allow the law-exact sampler. */
function defaultObservers(family: AnyFamily, real: RealSource): ResolvedObserver[] {
  return Object.keys(observers).flatMap((kind) => {
    const resolved = resolveObserver({ kind }, 0, family, real);
    if (!('value' in resolved)) return [];
    return resolved.value.observer.needs.every((need) => need === 'model') ? [resolved.value] : [];
  });
}

/** Hours of work that record nothing must be asked for: `observe: []`. */
function nothingToObserve({ name }: AnyFamily): ParameterProblem {
  return {
    path: ['observe'],
    expected: `missing; no observer reads the parameters of the family ${name}, so nothing would be recorded`,
    remedy: 'Name observers that work on samples, such as [tails], or write [] to keep snapshots alone.',
  };
}

function resolveObserver(
  { kind, ...options }: Kind,
  i: number,
  family: AnyFamily,
  real: RealSource,
): Outcome<ResolvedObserver> {
  const definition = observers[kind];
  const resolved = definition.resolve(options);
  if ('problems' in resolved)
    return {
      problems: resolved.problems.map((one) => withSuggestion({ ...one, path: ['observe', i, ...one.path] })),
    };
  const observer = definition.create(resolved.options);
  const refusal = observer.refuses(family, real);
  if (refusal !== undefined)
    return {
      problems: [{ path: ['observe', i], got: kind, expected: `an observer of this setting: ${refusal}` }],
    };
  return { value: { observer, parameters: { ...(resolved.options as Options), kind } } };
}

/** Two observers with one metric would write two series of one name. One problem for each observer, not each metric. */
function repeatedMetrics(resolved: readonly ResolvedEntry[]): ParameterProblem[] {
  const owners = new Map<string, ResolvedEntry>();
  return resolved.flatMap((entry) => {
    const metrics = Object.keys(entry.observer.metrics);
    const held = metrics.filter((metric) => owners.has(metric));
    for (const metric of metrics) if (!owners.has(metric)) owners.set(metric, entry);
    if (held.length === 0) return [];
    const owner = owners.get(held[0])!;
    const { name } = entry.observer;
    const expected =
      owner.observer.name === name
        ? `each observer once; observe[${owner.i}] is ${name} already`
        : `no metric twice; ${owner.observer.name} has ${held.join(', ')} already`;
    return [{ path: ['observe', entry.i], got: name, expected }];
  });
}
