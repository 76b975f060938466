/** Everything that is wrong with a workflow and its sizes, at once. */
import { isShare } from './is-share.ts';
import { createPlanner, keptCount, type WorkflowPlanner, workflowKinds } from './planner.ts';
import type { Problem } from './problem.ts';
import { isConstant, isSize, type Schedule, scheduleAt, scheduleProblems } from './schedule.ts';
import type { Sizes, WorkflowSpec } from './workflow.ts';

export interface WorkflowLimits {
  /** Schedules are checked for generations 1 … this; default 1. */
  readonly generations?: number;
  /** The fewest points the family can be fitted to; default 1. */
  readonly minimumSize?: number;
}

/** Beyond, not every count is a number. */
const MOST_POINTS = Number.MAX_SAFE_INTEGER;

/** How far α + β + γ may be from 1. */
const WEIGHT_TOLERANCE = 1e-9;

/**
 * Problems with their paths below the lineage specification (`workflow.…`, `sizes.…`); empty when all is well.
 * Of problems that depend on the generation, those of the first generation that has any.
 */
export function validateWorkflow(
  workflow: WorkflowSpec,
  sizes: Sizes,
  limits: WorkflowLimits = {},
): Problem[] {
  const { generations = 1, minimumSize = 1 } = limits;
  const missing = [...objectProblems(workflow, 'workflow'), ...objectProblems(sizes, 'sizes')];
  if (missing.length > 0) return missing;
  if (!workflowKinds.includes(workflow.kind)) {
    return [
      { path: ['workflow', 'kind'], got: workflow.kind, expected: `one of ${workflowKinds.join(', ')}` },
    ];
  }
  const form = [
    ...sizesForm(workflow, sizes, minimumSize),
    ...workflowForm(workflow),
    ...strayWeight(workflow),
  ];
  if (form.length > 0) return form;
  const constant = schedulesOf(workflow, sizes).every(isConstant);
  const last = constant ? Math.min(1, generations) : generations;
  const planner = createPlanner(workflow, sizes);
  const pool = createPlanner({ kind: 'accumulate' }, sizes).trainingSize;
  const held = heldTogether(planner, pool);
  for (let generation = 1; generation <= last; generation++) {
    const problems = valueProblems(workflow, sizes, generation);
    if (problems.length > 0) return problems;
    const size = planner.trainingSize(generation);
    problems.push(...fitProblems(workflow, planner, generation, minimumSize));
    problems.push(...keptProblems(workflow, sizes, generation));
    if (workflow.kind === 'accumulate-subsample')
      problems.push(...subsetProblems(size, pool(generation), generation));
    problems.push(...countProblems(held(generation), generation));
    if (problems.length > 0) return problems;
  }
  // The plan that is the same for all generations is made before the first, also where none follows.
  if (constant && last === 0) return plannedProblems(workflow, sizes);
  return constant && held(generations) > MOST_POINTS ? firstBeyond(held, last, generations) : [];
}

/** By generation, how many points are counted together: those of D_t, and of the pool where there is one. */
function heldTogether(
  { memory, trainingSize }: WorkflowPlanner,
  pool: (generation: number) => number,
): (generation: number) => number {
  if (memory.pool === 'none') return trainingSize;
  return (generation) => Math.max(trainingSize(generation), pool(generation));
}

function countProblems(got: number, generation: number): Problem[] {
  if (got <= MOST_POINTS) return [];
  const expected = `at most 2^53 points together at generation ${generation}`;
  return [{ path: ['sizes'], got, expected, remedy: 'Lower the sizes, or run fewer generations.' }];
}

/** Of constant sizes, whose totals only grow: the first generation after `below`, up to `beyond`, with too many points. */
function firstBeyond(held: (generation: number) => number, below: number, beyond: number): Problem[] {
  let [low, high] = [below, beyond];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (held(middle) > MOST_POINTS) high = middle;
    else low = middle;
  }
  return countProblems(held(high), high);
}

function objectProblems(got: unknown, name: 'workflow' | 'sizes'): Problem[] {
  if (typeof got === 'object' && got !== null) return [];
  const expected = name === 'workflow' ? 'an object with a kind' : 'an object with initial and new';
  return [{ path: [name], got, expected }];
}

function schedulesOf(workflow: WorkflowSpec, sizes: Sizes): Schedule[] {
  const weights = workflow.kind === 'mixture' ? [workflow.alpha, workflow.beta, workflow.gamma] : [];
  return [sizes.new, sizes.train, sizes.real, ...weights].filter((schedule) => schedule !== undefined);
}

function sizesForm(workflow: WorkflowSpec, sizes: Sizes, minimumSize: number): Problem[] {
  const problems: Problem[] = [];
  const least = Math.max(1, minimumSize);
  if (!Number.isSafeInteger(sizes.initial) || sizes.initial < least) {
    problems.push({
      path: ['sizes', 'initial'],
      got: sizes.initial,
      expected: `an integer of ${least} or more`,
    });
  }
  problems.push(...scheduleProblems(sizes.new, ['sizes', 'new']));
  problems.push(...usedOnlyBy('train', 'accumulate-subsample', workflow, sizes));
  problems.push(...usedOnlyBy('real', 'fresh-real', workflow, sizes));
  if (workflow.kind === 'fresh-real' && sizes.real === undefined) {
    const expected = 'the number of fresh real points per generation';
    problems.push({ path: ['sizes', 'real'], got: undefined, expected });
  }
  return problems;
}

function usedOnlyBy(
  name: 'train' | 'real',
  kind: WorkflowSpec['kind'],
  workflow: WorkflowSpec,
  sizes: Sizes,
): Problem[] {
  const schedule = sizes[name];
  if (schedule === undefined) return [];
  if (workflow.kind === kind) return scheduleProblems(schedule, ['sizes', name]);
  const expected = `nothing: workflow ${workflow.kind} does not use it, only ${kind} does`;
  return [{ path: ['sizes', name], got: schedule, expected, remedy: 'Leave it out.' }];
}

function workflowForm(workflow: WorkflowSpec): Problem[] {
  if (workflow.kind === 'mixture') {
    return (['alpha', 'beta', 'gamma'] as const).flatMap((name) =>
      scheduleProblems(workflow[name], ['workflow', name]),
    );
  }
  if (workflow.kind === 'fresh-real') return realWeightProblems(workflow.weight);
  if (workflow.kind !== 'keep-real') return [];
  const problems: Problem[] = [];
  if (!isShare(workflow.share)) {
    problems.push({ path: ['workflow', 'share'], got: workflow.share, expected: 'a number from 0 to 1' });
  }
  problems.push(...oneOf(workflow.subset, ['fixed', 'redrawn'], ['workflow', 'subset']));
  problems.push(...oneOf(workflow.mode, ['added', 'replacing'], ['workflow', 'mode']));
  return problems;
}

/** A weight where nothing is weighted would go unnoticed. */
function strayWeight(workflow: WorkflowSpec): Problem[] {
  const { weight } = workflow as { weight?: unknown };
  if (workflow.kind === 'fresh-real' || weight === undefined) return [];
  const expected = `nothing: workflow ${workflow.kind} does not weight points, only fresh-real does`;
  return [{ path: ['workflow', 'weight'], got: weight, expected, remedy: 'Leave it out.' }];
}

function realWeightProblems(got: unknown): Problem[] {
  if (got === undefined || got === 'golden' || isShare(got)) return [];
  const expected = 'golden or a number from 0 to 1, the weight of the real points';
  return [{ path: ['workflow', 'weight'], got, expected }];
}

function oneOf(got: unknown, allowed: readonly string[], path: Problem['path']): Problem[] {
  return allowed.includes(got as string) ? [] : [{ path, got, expected: allowed.join(' or ') }];
}

function plannedProblems(workflow: WorkflowSpec, sizes: Sizes): Problem[] {
  const problems = valueProblems(workflow, sizes, 1);
  return problems.length > 0 ? problems : keptProblems(workflow, sizes, 1);
}

function valueProblems(workflow: WorkflowSpec, sizes: Sizes, generation: number): Problem[] {
  return [...sizeProblems(sizes, generation), ...weightProblems(workflow, generation)];
}

function sizeProblems(sizes: Sizes, generation: number): Problem[] {
  return (['new', 'train', 'real'] as const).flatMap((name): Problem[] => {
    const schedule = sizes[name];
    if (schedule === undefined) return [];
    const got = scheduleAt(schedule, generation);
    if (isSize(got)) return [];
    const expected = `a number of points from 0 to 2^53 at generation ${generation}`;
    return [{ path: ['sizes', name], got, expected }];
  });
}

function weightProblems(workflow: WorkflowSpec, generation: number): Problem[] {
  if (workflow.kind !== 'mixture') return [];
  const names = ['alpha', 'beta', 'gamma'] as const;
  const weights = names.map((name) => scheduleAt(workflow[name], generation));
  const problems = names.flatMap((name, i): Problem[] => {
    if (isShare(weights[i])) return [];
    const expected = `a weight from 0 to 1 at generation ${generation}`;
    return [{ path: ['workflow', name], got: weights[i], expected }];
  });
  const total = weights[0] + weights[1] + weights[2];
  if (problems.length === 0 && Math.abs(total - 1) > WEIGHT_TOLERANCE) {
    const expected = `alpha + beta + gamma = 1 at generation ${generation}`;
    problems.push({ path: ['workflow'], got: total, expected });
  }
  return problems;
}

function fitProblems(
  workflow: WorkflowSpec,
  planner: WorkflowPlanner,
  generation: number,
  minimumSize: number,
): Problem[] {
  const got = planner.trainingSize(generation);
  const path = ['sizes'];
  const expected = `at least ${minimumSize} points to fit model ${generation} to`;
  if (got < minimumSize) return [{ path, got, expected }];
  if (workflow.kind !== 'fresh-real' || workflow.weight === undefined) return [];
  const counted = countedPoints(planner, generation);
  if (counted >= minimumSize) return [];
  const remedy =
    'Points of weight 0 are not fitted to: weight: 1 leaves the real points only, weight: 0 the synthetic ones.';
  return [{ path, got: counted, expected, remedy }];
}

/** Points of D_generation whose weight is not 0. */
function countedPoints(planner: WorkflowPlanner, generation: number): number {
  let total = 0;
  for (const { amount, weight } of planner.plan(generation - 1).parts)
    if (weight !== 0 && amount !== undefined && 'count' in amount) total += amount.count;
  return total;
}

function keptProblems(workflow: WorkflowSpec, sizes: Sizes, generation: number): Problem[] {
  if (workflow.kind !== 'keep-real' || workflow.mode !== 'replacing') return [];
  const kept = keptCount(workflow.share, sizes.initial);
  const got = scheduleAt(sizes.new, generation);
  if (Math.round(got) >= kept) return [];
  const expected = `at least the ${kept} real points that replace new ones at generation ${generation}`;
  return [{ path: ['sizes', 'new'], got, expected, remedy: 'Raise sizes.new, or use mode: added.' }];
}

function subsetProblems(got: number, pool: number, generation: number): Problem[] {
  if (got <= pool) return [];
  const expected = `at most the ${pool} points of the pool at generation ${generation}`;
  return [{ path: ['sizes', 'train'], got, expected }];
}
