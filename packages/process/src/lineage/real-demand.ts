/** Whether a finite data set lasts: known beforehand where the plans say counts, not shares. */

import { createPlanner } from '../workflow/planner.ts';
import type { Problem } from '../workflow/problem.ts';
import { exhaustedRemedy, freshLimit, freshRemedy, isExhaustible, mostFreshPoints } from './real-supply.ts';
import type { LineageSpec } from './spec.ts';
import { type ShortcutQuestion, whyNotStatistics } from './why-not-statistics.ts';

/** A generation whose fresh real points, drawn as points, do not fit in memory; none where their statistics are drawn. */
export function freshMemoryProblems(spec: LineageSpec, question: ShortcutQuestion): Problem[] {
  const { real, workflow, sizes } = spec;
  if (isExhaustible(real) || drawsRealStatistics(spec, question)) return [];
  const { generations = 1 } = question;
  const planner = createPlanner(workflow, sizes);
  const last = planner.stationary ? Math.min(1, generations) : generations;
  for (let t = 0; t < last; t++) {
    const got = freshReal(planner.plan(t));
    if (got > mostFreshPoints(real))
      return [{ path: ['sizes', 'real'], got, expected: freshLimit(real), remedy: freshRemedy }];
  }
  return [];
}

function drawsRealStatistics(spec: LineageSpec, question: ShortcutQuestion): boolean {
  const { real, family, sampler } = spec;
  if (sampler === 'samples' || real.truth === undefined) return false;
  return family.fromTruth?.(real.truth) !== undefined && whyNotStatistics(spec, question) === undefined;
}

/** The generation at which the fixed counts of the plans use the real points up, as a problem; none where they last. */
export function realDemandProblems(spec: LineageSpec, generations: number): Problem[] {
  const { real, workflow, sizes } = spec;
  if (!isExhaustible(real)) return [];
  const available = real.points!.n;
  const planner = createPlanner(workflow, sizes);
  let needed = sizes.initial;
  for (let generation = 0; generation <= generations; generation++) {
    if (generation > 0) needed += freshReal(planner.plan(generation - 1));
    if (needed > available) return [shortage(real.name, available, needed, generation)];
  }
  return [];
}

function freshReal(plan: ReturnType<ReturnType<typeof createPlanner>['plan']>): number {
  let count = 0;
  for (const { source, amount } of plan.parts) {
    if (source.kind === 'real' && amount !== undefined && 'count' in amount) count += amount.count;
  }
  return count;
}

function shortage(name: string, available: number, needed: number, generation: number): Problem {
  return {
    path: ['sizes'],
    got: needed,
    expected: `at most the ${available} points of real data ${name} by generation ${generation}`,
    remedy: exhaustedRemedy(generation),
  };
}
