/** From the parameters as written, with a point of the sweep in place, to parameters that can be run. */
import { InvalidArgumentError, NotPositiveDefiniteError } from '@collapse-lab/math';
import type { AnyFamily, Json, ModelDefinition, RealSource } from '@collapse-lab/models';
import { families } from '@collapse-lab/models';
import {
  type LineageSpec,
  type Observer,
  observers,
  validateLineage,
  whyNotStatistics,
} from '@collapse-lab/process';
import { canonicalJson } from '../cell/canonical.ts';
import type { CellParameters } from '../cell/cell.ts';
import { createRealSource } from '../cell/create-real-source.ts';
import { lawVersions } from '../cell/law-versions.ts';
import type { Setting } from './experiment.ts';
import { suggestion } from './problem.ts';
import type { ParameterProblem } from './problem-log.ts';
import type { Resources } from './resources.ts';
import { check, type SchemaProblem } from './schema/check.ts';
import { type ParameterName, parameterNames, parameterSchemas } from './schema/experiment-schema.ts';

type Options = Readonly<Record<string, Json>>;
type Kind = CellParameters['family'];

export type ResolvedSetting =
  | Pick<Setting, 'parameters' | 'laws' | 'observers'>
  | { readonly problems: readonly ParameterProblem[] };

type Outcome<T> = { readonly value: T } | { readonly problems: readonly ParameterProblem[] };

interface ResolvedReal {
  readonly source: RealSource;
  /** As it is hashed and stored. */
  readonly parameters: Kind;
}

interface ResolvedFamily {
  readonly definition: ModelDefinition;
  readonly options: Record<string, unknown>;
  /** As it is hashed and stored. */
  readonly parameters: Kind;
}

interface ResolvedObserver {
  readonly observer: Observer;
  readonly parameters: Kind;
}

type Observe = readonly (string | Kind)[] | undefined;

/** All parts of a setting, each right by itself. */
interface Parts extends Pick<LineageSpec, 'workflow' | 'sizes' | 'numberFormat' | 'sampler'> {
  readonly real: ResolvedReal;
  readonly family: ResolvedFamily;
  readonly made: AnyFamily;
  readonly observed: readonly ResolvedObserver[];
  readonly generations: number;
  readonly record: Json;
  readonly snapshots: readonly number[];
}

type Tree = Readonly<Record<string, unknown>>;

/** Settings of a sweep share most of their parts: what was checked or made once is kept. */
export class SettingResolver {
  readonly #resources: Resources;
  readonly #kept = new Map<string, unknown>();

  constructor(resources: Resources) {
    this.#resources = resources;
  }

  resolve(tree: Tree): ResolvedSetting {
    const form = this.#checkForm(tree);
    const real = andThen(form.real, (value) => this.#real(value as Kind));
    const family = andThen(form.family, (value) => this.#family(value as Options));
    const made = both(real, family, (one, other) => this.#create(other, one.source));
    const observed = both(form.observe, made, (value, model) =>
      this.#observers(value as Observe, model, real),
    );
    const parts = { ...form, real, family, made, observed };
    const end = both(form.generations, form.snapshots, (last, listed) => within(listed, last, 'snapshots'));
    const list = both(form.generations, form.record, (last, listed) => within(listed, last, 'record'));
    const outcomes = [...Object.values(form), real, family, made, observed, end, list];
    if (outcomes.some((outcome) => 'problems' in outcome)) return { problems: problemsOf(outcomes) };
    return this.#resolveSpec(valuesOf(parts) as unknown as Parts);
  }

  #resolveSpec(parts: Parts): ResolvedSetting {
    const { real, family, observed, workflow, sizes, numberFormat, sampler, generations, record, snapshots } =
      parts;
    const spec: LineageSpec = {
      real: real.source,
      family: parts.made,
      workflow,
      sizes,
      numberFormat,
      sampler,
    };
    const keepTrain = observed.some(({ observer }) => observer.needs.includes('train'));
    const question = { generations, keepTrain };
    const inputs = [real.parameters, family.parameters, workflow, sizes, sampler, numberFormat, question];
    const problems = this.#keep('spec', inputs, () =>
      validateLineage(spec, question).map(asParameterProblem),
    );
    if (problems.length > 0) return { problems };
    const exact = whyNotStatistics(spec, question) === undefined;
    return {
      parameters: {
        real: real.parameters,
        family: family.parameters,
        workflow: workflow as unknown as Kind,
        sizes: sizes as unknown as Options,
        generations,
        sampler: sampler === 'auto' ? (exact ? 'statistics' : 'samples') : sampler,
        numberFormat,
        observers: observed.map(({ parameters }) => parameters),
        record: recordPolicy(record),
        snapshots,
      },
      laws: { ...lawVersions, family: family.definition.lawVersion },
      observers: observed.map(({ observer, parameters }) => ({ ...parameters, version: observer.version })),
    };
  }

  #keep<T>(what: string, inputs: unknown, make: () => T): T {
    const name = `${what} ${canonicalJson(inputs)}`;
    if (!this.#kept.has(name)) this.#kept.set(name, make());
    return this.#kept.get(name) as T;
  }

  #checkForm(tree: Tree): Record<ParameterName, Outcome<unknown>> {
    const outcomes = parameterNames.map((name) => [name, this.#checkPart(name, tree[name])] as const);
    return Object.fromEntries(outcomes) as Record<ParameterName, Outcome<unknown>>;
  }

  #checkPart(name: ParameterName, value: unknown): Outcome<unknown> {
    return this.#keep(`form ${name}`, value ?? null, () => {
      const checked = check(parameterSchemas[name], value);
      if ('value' in checked) return checked;
      return { problems: checked.problems.map((problem) => ({ ...problem, path: [name, ...problem.path] })) };
    });
  }

  #real(form: Kind): Outcome<ResolvedReal> {
    const located = form.kind === 'file' ? this.#resources.locate(form) : { options: form };
    if ('problem' in located) return { problems: [located.problem] };
    const parameters = located.options as Kind;
    return this.#keep('real', parameters, () =>
      attempt(['real'], () => ({ source: createRealSource(parameters, this.#resources.files), parameters })),
    );
  }

  #family(form: Options): Outcome<ResolvedFamily> {
    return this.#keep('family', form, () => {
      const { kind, module: path, ...options } = form;
      if (path === undefined) return resolveFamily(families[String(kind)] as ModelDefinition, options, {});
      const module = this.#resources.module(String(path));
      if ('problem' in module) return { problems: [module.problem] };
      return resolveFamily(module.definition, options, { module: module.hash });
    });
  }

  #create(family: ResolvedFamily, real: RealSource): Outcome<AnyFamily> {
    return this.#keep('create', [family.parameters, { ...real.shape }], () =>
      attempt(['family'], () => family.definition.create(family.options, real.shape)),
    );
  }

  #observers(
    form: Observe,
    family: AnyFamily,
    realOutcome: Outcome<ResolvedReal>,
  ): Outcome<readonly ResolvedObserver[]> {
    if ('problems' in realOutcome) return realOutcome;
    const real = realOutcome.value.source;
    if (form === undefined) return { value: defaultObservers(family, real) };
    const outcomes = form.map((one, i) =>
      resolveObserver(typeof one === 'string' ? { kind: one } : one, i, family, real),
    );
    const repeated = repeatedMetrics(outcomes.flatMap((one) => ('value' in one ? [one.value] : [])));
    const problems = [...outcomes.flatMap((one) => ('problems' in one ? one.problems : [])), ...repeated];
    if (problems.length > 0) return { problems };
    return { value: outcomes.flatMap((one) => ('value' in one ? [one.value] : [])) };
  }
}

function andThen<A, B>(outcome: Outcome<A>, next: (value: A) => Outcome<B>): Outcome<B> {
  return 'problems' in outcome ? waiting : next(outcome.value);
}

function both<A, B, C>(
  one: Outcome<A>,
  other: Outcome<B>,
  next: (one: A, other: B) => Outcome<C>,
): Outcome<C> {
  return 'problems' in one || 'problems' in other ? waiting : next(one.value, other.value);
}

/** Cannot be known before the problems of something else are solved, which are told elsewhere. */
const waiting: { readonly problems: readonly ParameterProblem[] } = { problems: [] };

function problemsOf(outcomes: readonly Outcome<unknown>[]): ParameterProblem[] {
  return outcomes.flatMap((outcome) => ('problems' in outcome ? outcome.problems : []));
}

function valuesOf(parts: Readonly<Record<string, Outcome<unknown>>>): Record<string, unknown> {
  const entries = Object.entries(parts).map(([name, part]) => [
    name,
    'value' in part ? part.value : undefined,
  ]);
  return Object.fromEntries(entries);
}

function resolveFamily(
  definition: ModelDefinition,
  options: Options,
  extra: Options,
): Outcome<ResolvedFamily> {
  const resolved = definition.resolve(options);
  if ('problems' in resolved)
    return {
      problems: resolved.problems.map((one) => withSuggestion({ ...one, path: ['family', ...one.path] })),
    };
  const parameters = { ...(resolved.options as Options), ...extra, kind: definition.name };
  return { value: { definition, options: resolved.options, parameters } };
}

/** All that can be computed from the parameters, so that they cost no samples and allow the law-exact sampler. */
function defaultObservers(family: AnyFamily, real: RealSource): ResolvedObserver[] {
  return Object.keys(observers).flatMap((kind) => {
    const resolved = resolveObserver({ kind }, 0, family, real);
    if (!('value' in resolved)) return [];
    return resolved.value.observer.needs.every((need) => need === 'model') ? [resolved.value] : [];
  });
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

/** Two observers with one metric would write two series of one name. */
function repeatedMetrics(resolved: readonly ResolvedObserver[]): ParameterProblem[] {
  const owners = new Map<string, string>();
  return resolved.flatMap(({ observer }, i) =>
    Object.keys(observer.metrics).flatMap((metric) => {
      const owner = owners.get(metric);
      owners.set(metric, observer.name);
      if (owner === undefined) return [];
      return [
        {
          path: ['observe', i],
          got: observer.name,
          expected: `no metric twice; ${owner} has ${metric} already`,
        },
      ];
    }),
  );
}

/** Listed generations lie within the run; a value that is no list has nothing to check. */
function within(listed: unknown, last: unknown, name: string): Outcome<undefined> {
  if (!Array.isArray(listed)) return { value: undefined };
  const expected = `a generation of at most ${last}`;
  const late = listed.flatMap((t: number, i) =>
    t <= (last as number) ? [] : [{ path: [name, i], got: t, expected }],
  );
  return late.length === 0 ? { value: undefined } : { problems: late };
}

/** As @collapse-lab/process spells it. */
function recordPolicy(record: Json): Json {
  if (Array.isArray(record)) return { at: record };
  const { log } = record as { log?: number };
  return log === undefined ? record : { perDecade: log };
}

function attempt<T>(path: readonly string[], make: () => T): Outcome<T> {
  try {
    return { value: make() };
  } catch (error) {
    return { problems: [problemOf(path, error as Error)] };
  }
}

function problemOf(path: readonly string[], error: Error): ParameterProblem {
  if (error instanceof NotPositiveDefiniteError)
    return {
      path: [...path, 'covariance'],
      expected: `not positive definite: pivot ${error.pivot} is ${error.value}`,
    };
  if (!(error instanceof InvalidArgumentError)) return { path, expected: error.message.replace(/\.$/, '') };
  const { argument, got, expected, remedy } = error;
  // The shape that a family is given is that of the real data.
  if (argument === 'shape') return { path: ['real'], got, expected };
  const inner = argument.split(/[.[\]]+/).filter((part) => part !== '' && part !== path[0]);
  return { path: [...path, ...inner], got, expected, ...(remedy !== undefined && { remedy }) };
}

function asParameterProblem({ path, got, expected, remedy }: SchemaProblem): ParameterProblem {
  const problem = withSuggestion({ path, got, expected });
  return remedy === undefined ? problem : { ...problem, remedy };
}

/** A missing value is told as missing; a wrong option or word with the right one, where one is near. */
function withSuggestion({ path, got, expected }: SchemaProblem): ParameterProblem {
  if (got === undefined) return { path, expected: `missing; expected ${expected}` };
  const words = expected.split(/[^\w-]+/);
  const isKey = expected.startsWith('no such option');
  const remedy =
    isKey || expected.startsWith('one of ') ? suggestion(isKey ? path.at(-1) : got, words) : undefined;
  return { path, ...(!isKey && { got }), expected, ...(remedy !== undefined && { remedy }) };
}
