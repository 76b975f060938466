/** From the parameters as written, with a point of the sweep in place, to parameters that can be run. */
import { InvalidArgumentError } from '@collapse-lab/math';
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

type Tree = Readonly<Record<string, unknown>>;

/** Settings of a sweep share most of their parts: what was checked or made once is kept. */
export class SettingResolver {
  readonly #resources: Resources;
  readonly #kept = new Map<string, unknown>();

  constructor(resources: Resources) {
    this.#resources = resources;
  }

  resolve(tree: Tree): ResolvedSetting {
    const checked = this.#checkForm(tree);
    if ('problems' in checked) return checked;
    const form = checked.value as Record<ParameterName, never>;
    const real = this.#real(form.real);
    const family = this.#family(form.family);
    const problems = [real, family].flatMap((one) => ('problems' in one ? one.problems : []));
    if ('problems' in real || 'problems' in family) return { problems };
    return this.#resolveParts(form, real.value, family.value);
  }

  #resolveParts(
    form: Record<ParameterName, never>,
    real: { source: RealSource; parameters: Kind },
    family: ResolvedFamily,
  ): ResolvedSetting {
    const made = this.#create(family, real.source);
    if ('problems' in made) return made;
    const observed = this.#observers(form.observe, made.value, real.source);
    const { workflow, sizes, numberFormat, sampler, generations } = form;
    const spec: LineageSpec = {
      real: real.source,
      family: made.value,
      workflow,
      sizes,
      numberFormat,
      sampler,
    };
    const keepTrain =
      'value' in observed && observed.value.some(({ observer }) => observer.needs.includes('train'));
    const question = { generations, keepTrain };
    const wrong = this.#keep(
      'spec',
      [real.parameters, family.parameters, workflow, sizes, sampler, numberFormat, question],
      () => validateLineage(spec, question).map(asParameterProblem),
    );
    const problems = ['problems' in observed ? observed.problems : [], wrong, beyondEnd(form)].flat();
    if (problems.length > 0 || 'problems' in observed) return { problems };
    const resolvedSampler =
      sampler === 'auto'
        ? whyNotStatistics(spec, question) === undefined
          ? 'statistics'
          : 'samples'
        : sampler;
    const { record, snapshots } = form;
    return {
      parameters: {
        real: real.parameters,
        family: family.parameters,
        workflow,
        sizes,
        generations,
        sampler: resolvedSampler,
        numberFormat,
        observers: observed.value.map(({ parameters }) => parameters),
        record: recordPolicy(record),
        snapshots,
      },
      laws: { ...lawVersions, family: family.definition.lawVersion },
      observers: observed.value.map(({ observer, parameters }) => ({
        ...parameters,
        version: observer.version,
      })),
    };
  }

  #keep<T>(what: string, inputs: unknown, make: () => T): T {
    const name = `${what} ${canonicalJson(inputs)}`;
    if (!this.#kept.has(name)) this.#kept.set(name, make());
    return this.#kept.get(name) as T;
  }

  #checkForm(tree: Tree): Outcome<Record<ParameterName, unknown>> {
    const outcomes = parameterNames.map((name) => [name, this.#checkPart(name, tree[name])] as const);
    const problems = outcomes.flatMap(([, outcome]) => ('problems' in outcome ? outcome.problems : []));
    if (problems.length > 0) return { problems };
    const values = outcomes.map(([name, outcome]) => [name, 'value' in outcome ? outcome.value : undefined]);
    return { value: Object.fromEntries(values) };
  }

  #checkPart(name: ParameterName, value: unknown): Outcome<unknown> {
    return this.#keep(`form ${name}`, value ?? null, () => {
      const checked = check(parameterSchemas[name], value);
      if ('value' in checked) return checked;
      return { problems: checked.problems.map((problem) => ({ ...problem, path: [name, ...problem.path] })) };
    });
  }

  #real(form: Kind): Outcome<{ source: RealSource; parameters: Kind }> {
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
    form: readonly (string | Kind)[] | undefined,
    family: AnyFamily,
    real: RealSource,
  ): Outcome<readonly ResolvedObserver[]> {
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

function beyondEnd({ snapshots, record, generations }: Record<ParameterName, never>): ParameterProblem[] {
  const late = (listed: readonly number[], name: string): ParameterProblem[] =>
    listed.flatMap((t, i) =>
      t <= generations
        ? []
        : [{ path: [name, i], got: t, expected: `a generation of at most ${generations}` }],
    );
  return [...late(snapshots, 'snapshots'), ...(Array.isArray(record) ? late(record, 'record') : [])];
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
    if (error instanceof InvalidArgumentError) {
      const { argument, got, expected, remedy } = error;
      const inner = argument.split(/[.[\]]+/).filter((part) => part !== '' && part !== path[0]);
      return {
        problems: [{ path: [...path, ...inner], got, expected, ...(remedy !== undefined && { remedy }) }],
      };
    }
    return { problems: [{ path, expected: (error as Error).message.replace(/\.$/, '') }] };
  }
}

function asParameterProblem({ path, got, expected, remedy }: SchemaProblem): ParameterProblem {
  const problem = withSuggestion({ path, got, expected });
  return remedy === undefined ? problem : { ...problem, remedy };
}

/** A missing value is told as missing; a value near one of the words that were expected gets the word. */
function withSuggestion({ path, got, expected }: SchemaProblem): ParameterProblem {
  if (got === undefined) return { path, expected: `missing; expected ${expected}` };
  const remedy =
    suggestion(got, expected.split(/[^\w-]+/)) ?? suggestion(path.at(-1), expected.split(/[^\w-]+/));
  return { path, got, expected, ...(remedy !== undefined && { remedy }) };
}
