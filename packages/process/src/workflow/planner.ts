/**
 * Each workflow as a rule that says, in data, how D_{t+1} is made once model t is fitted. Rules are pure: they know
 * sizes and generations, never points.
 */
import { InvalidArgumentError } from '@collapse-lab/math';
import type { Curation } from '../curate/curation.ts';
import { goldenWeight } from './golden-weight.ts';
import type { Part, Plan } from './plan.ts';
import { isConstant, type Schedule, scheduleAt } from './schedule.ts';
import { SizeTable } from './size-table.ts';
import type { Sizes, WorkflowSpec } from './workflow.ts';

/** What a lineage must keep because some plan of the workflow may refer to it. */
export interface WorkflowMemory {
  /** `whole`: only ever all of the pool; `subset`: subsets of it, so that single points matter. */
  readonly pool: 'none' | 'whole' | 'subset';
  /** D_0 after generation 0. */
  readonly initial: boolean;
  /** Models before the last one, for draws from p_t. */
  readonly ancestors: boolean;
}

export interface WorkflowPlanner {
  readonly memory: WorkflowMemory;
  /** True where the plan for t differs from the plan for 0 in its generation numbers only. */
  readonly stationary: boolean;
  /** The plan for D_{t+1}, t = 0, 1, …. */
  plan(t: number): Plan;
  /** |D_generation|, the points that model `generation` is fitted to. */
  trainingSize(generation: number): number;
}

interface Rule<W extends WorkflowSpec> {
  memory(workflow: W): WorkflowMemory;
  /** Parts of the plan for D_{t+1}. */
  parts(workflow: W, sizes: SizeTable, t: number): Part[];
  /** |D_generation| for generation ≥ 1. */
  trainingSize(workflow: W, sizes: SizeTable, generation: number): number;
  /** Multinomial total, where parts have shares. */
  sharedCount?(sizes: SizeTable, t: number): number;
  /** Schedules of the workflow itself. */
  schedules?(workflow: W): Schedule[];
  /** Whether constant schedules make equal plans. */
  readonly grows?: boolean;
}

type Rules = { [Kind in WorkflowSpec['kind']]: Rule<Extract<WorkflowSpec, { kind: Kind }>> };

const forgetful: WorkflowMemory = { pool: 'none', initial: false, ancestors: false };

const rules: Rules = {
  replace: {
    memory: () => forgetful,
    parts: (_, sizes, t) => [fromModel(t, sizes.new(t + 1))],
    trainingSize: (_, sizes, generation) => sizes.new(generation),
  },
  'replace-grown': {
    memory: () => forgetful,
    parts: (_, sizes, t) => [fromModel(t, sizes.pool(t + 1))],
    trainingSize: (_, sizes, generation) => sizes.pool(generation),
    grows: true,
  },
  accumulate: {
    memory: () => ({ ...forgetful, pool: 'whole' }),
    parts: (_, sizes, t) => [
      { ...fromModel(t, sizes.new(t + 1)), to: 'pool' },
      { source: { kind: 'pool' }, draw: 'whole' },
    ],
    trainingSize: (_, sizes, generation) => sizes.pool(generation),
  },
  'accumulate-subsample': {
    memory: () => ({ ...forgetful, pool: 'subset' }),
    parts: (_, sizes, t) => [
      { ...fromModel(t, sizes.new(t + 1)), to: 'pool' },
      { source: { kind: 'pool' }, draw: 'redrawn-subset', amount: { count: sizes.train(t + 1) } },
    ],
    trainingSize: (_, sizes, generation) => sizes.train(generation),
  },
  mixture: {
    memory: ({ beta }) => ({ ...forgetful, ancestors: !(isConstant(beta) && scheduleAt(beta, 1) === 0) }),
    parts: mixtureParts,
    trainingSize: (_, sizes, generation) => sizes.new(generation),
    sharedCount: (sizes, t) => sizes.new(t + 1),
    schedules: ({ alpha, beta, gamma }) => [alpha, beta, gamma],
  },
  'keep-real': {
    memory: ({ share }) => ({ ...forgetful, initial: share > 0 }),
    parts: keepRealParts,
    trainingSize: (workflow, sizes, generation) =>
      sizes.new(generation) + (workflow.mode === 'added' ? keptCount(workflow.share, sizes.initial) : 0),
  },
  'fresh-real': {
    memory: () => forgetful,
    parts: freshRealParts,
    trainingSize: (_, sizes, generation) => sizes.real(generation) + sizes.new(generation),
  },
};

/** The names of all workflows. */
export const workflowKinds: readonly WorkflowSpec['kind'][] = Object.keys(rules) as WorkflowSpec['kind'][];

/**
 * Plans of one workflow; remembers running totals of sizes, so that long lineages plan in constant time.
 *
 * @throws InvalidArgumentError for a workflow that does not exist
 */
export function createPlanner(workflow: WorkflowSpec, sizes: Sizes): WorkflowPlanner {
  const rule = ruleOf(workflow);
  const table = new SizeTable(sizes);
  const schedules = [...table.schedules(), ...(rule.schedules?.(workflow) ?? [])];
  return {
    memory: rule.memory(workflow),
    stationary: rule.grows !== true && schedules.every(isConstant),
    plan(t) {
      const body = { makes: t + 1, parts: curated(rule.parts(workflow, table, t), workflow.curate) };
      return rule.sharedCount === undefined ? body : { ...body, sharedCount: rule.sharedCount(table, t) };
    },
    trainingSize: (generation) =>
      generation === 0 ? table.initial : rule.trainingSize(workflow, table, generation),
  };
}

function ruleOf(workflow: WorkflowSpec): Rule<WorkflowSpec> {
  if (workflowKinds.includes(workflow?.kind)) return rules[workflow.kind] as Rule<WorkflowSpec>;
  throw new InvalidArgumentError({
    argument: 'workflow.kind',
    got: workflow?.kind,
    expected: `one of ${workflowKinds.join(', ')}`,
  });
}

/**
 * The plan for D_{t+1}, made once model t is fitted (t = 0: model 0, fitted to D_0).
 *
 * @throws InvalidArgumentError when a size is negative or not finite at generation t + 1
 */
export function planNext(workflow: WorkflowSpec, sizes: Sizes, t: number): Plan {
  return createPlanner(workflow, sizes).plan(t);
}

/** How many points of D_0 `keep-real` keeps: the share of `initial`, to the nearest integer, halves up. */
export function keptCount(share: number, initial: number): number {
  return Math.round(share * initial);
}

function fromModel(t: number, count: number): Part {
  return { source: { kind: 'model', t }, draw: 'fresh', amount: { count } };
}

function curated(parts: Part[], filter: Curation | undefined): Part[] {
  if (filter === undefined) return parts;
  return parts.map((part) => (part.source.kind === 'model' ? { ...part, filter } : part));
}

/** Real points have the weight w together, synthetic ones 1 − w; the mean weight of a point is 1. */
function freshRealParts(
  { weight }: Extract<WorkflowSpec, { kind: 'fresh-real' }>,
  sizes: SizeTable,
  t: number,
): Part[] {
  const [n, m] = [sizes.real(t + 1), sizes.new(t + 1)];
  const real: Part = { source: { kind: 'real' }, draw: 'fresh', amount: { count: n } };
  const synthetic = fromModel(t, m);
  if (weight === undefined || n === 0 || m === 0) return [real, synthetic];
  const w = weight === 'golden' ? goldenWeight(n / m) : weight;
  return [
    { ...real, weight: (w * (n + m)) / n },
    { ...synthetic, weight: ((1 - w) * (n + m)) / m },
  ];
}

function mixtureParts(
  { alpha, beta, gamma }: Extract<WorkflowSpec, { kind: 'mixture' }>,
  _sizes: SizeTable,
  t: number,
): Part[] {
  const sources: [Part['source'], Schedule][] = [
    [{ kind: 'model', t }, alpha],
    [{ kind: 'distribution', t }, beta],
    [{ kind: 'real' }, gamma],
  ];
  return sources
    .map(([source, schedule]): Part => {
      return { source, draw: 'fresh', amount: { share: scheduleAt(schedule, t + 1) } };
    })
    .filter(({ amount }) => (amount as { share: number }).share !== 0);
}

function keepRealParts(
  { share, subset, mode }: Extract<WorkflowSpec, { kind: 'keep-real' }>,
  sizes: SizeTable,
  t: number,
): Part[] {
  const kept = keptCount(share, sizes.initial);
  const synthetic = fromModel(
    t,
    mode === 'added' ? sizes.new(t + 1) : besides(kept, sizes.new(t + 1), t + 1),
  );
  if (kept === 0) return [synthetic];
  const source = { kind: 'set', t: 0 } as const;
  if (kept === sizes.initial) return [{ source, draw: 'whole' }, synthetic];
  return [{ source, draw: `${subset}-subset`, amount: { count: kept } }, synthetic];
}

/** New points that are left when `kept` real ones take the place of as many. */
function besides(kept: number, total: number, generation: number): number {
  if (total >= kept) return total - kept;
  throw new InvalidArgumentError({
    argument: 'sizes.new',
    got: total,
    expected: `at least the ${kept} real points that replace new ones at generation ${generation}`,
    remedy: 'Raise sizes.new, or use mode: added.',
  });
}
