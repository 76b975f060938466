/** Whether a finite data set lasts: known beforehand where the plans say counts, not shares. */

import { createPlanner } from '../workflow/planner.ts';
import type { Problem } from '../workflow/problem.ts';
import { exhaustedRemedy, isExhaustible } from './real-supply.ts';
import type { LineageSpec } from './spec.ts';

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
