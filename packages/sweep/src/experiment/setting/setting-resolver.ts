/** From the parameters as written, with a point of the sweep in place, to parameters that can be run. */
import type { AnyFamily, Json, ModelDefinition, RealSource } from '@collapse-lab/models';
import { families } from '@collapse-lab/models';
import {
  type LineageSpec,
  type Sizes,
  validateLineage,
  validateWorkflow,
  type WorkflowSpec,
  whyNotStatistics,
} from '@collapse-lab/process';
import { canonicalJson } from '../../cell/canonical.ts';
import type { CellParameters } from '../../cell/cell.ts';
import { createRealSource } from '../../cell/create-real-source.ts';
import { lawVersions } from '../../cell/law-versions.ts';
import { type EngineClass, type EngineName, engineAvailability } from '../../engine/engines.ts';
import type { Setting } from '../experiment.ts';
import type { ParameterProblem } from '../problem-log.ts';
import type { Located, Resources } from '../resources.ts';
import { check } from '../schema/check.ts';
import { type ParameterName, parameterNames, parameterSchemas } from '../schema/experiment-schema.ts';
import { workflowKinds } from '../schema/workflow.ts';

import {
  andThen,
  asParameterProblem,
  attempt,
  both,
  type Outcome,
  problemsOf,
  valuesOf,
  withSuggestion,
} from './outcome.ts';
import { type Observe, type ResolvedObserver, resolveObservers } from './resolve-observers.ts';

type Options = Readonly<Record<string, Json>>;
type Kind = CellParameters['family'];

export type ResolvedSetting =
  | Pick<Setting, 'parameters' | 'laws' | 'observers'>
  | { readonly problems: readonly ParameterProblem[] };

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

/** All parts of a setting, each right by itself. */
interface Parts extends Pick<LineageSpec, 'workflow' | 'sizes' | 'numberFormat' | 'sampler'> {
  readonly real: ResolvedReal;
  readonly family: ResolvedFamily;
  readonly made: AnyFamily;
  readonly engine: EngineClass | undefined;
  readonly observed: readonly ResolvedObserver[];
  readonly generations: number;
  readonly record: Json;
  readonly snapshots: readonly number[];
}

type Tree = Readonly<Record<string, unknown>>;

/** As the file has it. */
type EngineForm = EngineName | 'auto';

/** Settings of a sweep share most of their parts: what was checked or made once is kept. */
export class SettingResolver {
  readonly #resources: Resources;
  readonly #autoEngine: EngineClass;
  readonly #kept = new Map<string, unknown>();

  /** @param autoEngine what `engine: auto` is */
  constructor(resources: Resources, autoEngine: EngineClass) {
    this.#resources = resources;
    this.#autoEngine = autoEngine;
  }

  resolve(tree: Tree): ResolvedSetting {
    const form = this.#checkForm(tree);
    const real = andThen(form.real, (value) => this.#real(value as Kind));
    const family = andThen(form.family, (value) => this.#family(value as Options));
    const engine = both(form.engine, family, (value, { definition }) =>
      this.#engine(value as EngineForm, definition),
    );
    const made = both(real, family, (one, other) => this.#create(other, one));
    const subject = both(real, made, ({ source }, model) => ({ value: { source, model } }));
    const observed = both(form.observe, subject, (value, { source, model }) =>
      resolveObservers(value as Observe, model, source),
    );
    const parts = { ...form, real, family, engine, made, observed };
    const outcomes = [...Object.values(form), real, family, engine, made, observed];
    if (outcomes.some((outcome) => 'problems' in outcome))
      return {
        problems: [
          ...problemsOf(outcomes),
          ...sizesProblems(tree, form),
          ...this.#lineageProblems(form, subject),
        ],
      };
    return this.#resolveSpec(valuesOf(parts) as unknown as Parts);
  }

  /** What family, real data and workflow say of each other, whatever is wrong with observers, records and the like. */
  #lineageProblems(
    { workflow, sizes }: Record<ParameterName, Outcome<unknown>>,
    subject: Outcome<{ source: RealSource; model: AnyFamily }>,
  ): readonly ParameterProblem[] {
    const known = both(both(workflow, sizes, pair), subject, pair);
    if ('problems' in known) return [];
    const [[plan, counts], { source, model }] = known.value;
    const spec = {
      real: source,
      family: model,
      workflow: plan,
      sizes: counts,
      sampler: 'auto',
      numberFormat: 'f64',
    };
    return validateLineage(spec as LineageSpec).map(asParameterProblem);
  }

  #resolveSpec(parts: Parts): ResolvedSetting {
    const { real, family, observed, workflow, sizes, numberFormat, sampler, engine } = parts;
    const { generations, record, snapshots } = parts;
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
        ...(engine !== undefined && { engine }),
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
    const located = this.#located(form);
    if ('problem' in located) return { problems: [located.problem] };
    const parameters = located.options as Kind;
    return this.#keep('real', parameters, () =>
      attempt(['real'], () => ({ source: createRealSource(parameters, this.#resources.files), parameters })),
    );
  }

  #located(form: Kind): Located {
    if (form.kind === 'file') return this.#resources.locate(form);
    if (form.kind === 'text') return this.#resources.locateText(form);
    return form.kind === 'idx' ? this.#resources.locateIdx(form) : { options: form };
  }

  #family(form: Options): Outcome<ResolvedFamily> {
    return this.#keep('family', form, () => {
      const { kind, module: path, ...options } = form;
      if (path === undefined)
        return this.#resolveFamily(families[String(kind)] as ModelDefinition, options, {});
      const module = this.#resources.module(String(path));
      if ('problem' in module) return { problems: [module.problem] };
      return this.#resolveFamily(module.definition, options, { module: module.hash });
    });
  }

  #resolveFamily(definition: ModelDefinition, written: Options, extra: Options): Outcome<ResolvedFamily> {
    const located = this.#resources.locateModels(written, definition.modelFolders ?? []);
    if ('problem' in located) return { problems: [located.problem] };
    const resolved = definition.resolve(located.options, this.#resources.family);
    if ('problems' in resolved)
      return {
        problems: resolved.problems.map((one) => withSuggestion({ ...one, path: ['family', ...one.path] })),
      };
    const parameters = { ...(resolved.options as Options), ...extra, kind: definition.name };
    return { value: { definition, options: resolved.options, parameters } };
  }

  #engine(name: EngineForm, { neural, name: family }: ModelDefinition): Outcome<EngineClass | undefined> {
    if (neural !== true) {
      if (name === 'auto') return { value: undefined };
      const expected = `no engine: the family ${family} is not trained by one`;
      return { problems: [{ path: ['engine'], got: name, expected }] };
    }
    // What a store was begun with need not be there to look at its results.
    if (name === 'auto') return { value: this.#autoEngine };
    const found = this.#keep('engine', name, () => engineAvailability(name));
    if (found.available) return { value: found.engineClass };
    const { reason, remedy } = found;
    const expected = `an engine that is there: ${reason}`;
    return { problems: [{ path: ['engine'], got: name, expected, remedy }] };
  }

  #create(family: ResolvedFamily, { source, parameters }: ResolvedReal): Outcome<AnyFamily> {
    return this.#keep('create', [family.parameters, parameters], () =>
      attempt(['family'], () =>
        family.definition.create(family.options, source.shape, source, undefined, this.#resources.family),
      ),
    );
  }
}

function pair<A, B>(one: A, other: B): Outcome<readonly [A, B]> {
  return { value: [one, other] };
}

/** What sizes and workflow say of each other is known as soon as both kinds are, whatever else is wrong. */
function sizesProblems(
  tree: Tree,
  { workflow, sizes }: Record<ParameterName, Outcome<unknown>>,
): ParameterProblem[] {
  const kind = (tree.workflow as { kind?: unknown } | null | undefined)?.kind;
  if (!('value' in sizes) || !workflowKinds.includes(String(kind))) return [];
  const known = 'value' in workflow ? workflow.value : { kind };
  const problems = validateWorkflow(known as WorkflowSpec, sizes.value as Sizes);
  return problems.filter(({ path }) => 'value' in workflow || path[0] === 'sizes').map(asParameterProblem);
}

/** As @collapse-lab/process spells it. */
function recordPolicy(record: Json): Json {
  if (Array.isArray(record)) return { at: record };
  const { log } = record as { log?: number };
  return log === undefined ? record : { perDecade: log };
}
