/**
 * What a family that labels the inputs of D_0 in every generation asks of the plans: whole rounds of those inputs. Of
 * sequences the inputs are prompts, and any number of them may be continued.
 */
import type { AnyFamily } from '@collapse-lab/models';
import type { Plan } from '../workflow/plan.ts';
import { createPlanner } from '../workflow/planner.ts';
import type { Problem } from '../workflow/problem.ts';
import type { LineageSpec } from './spec.ts';

/** Whether the family continues the sequences of D_0, row i mod |D_0| for sequence i. */
export function continuesPrompts({ conditional, shape }: Pick<AnyFamily, 'conditional' | 'shape'>): boolean {
  return conditional === 'fixed' && shape.kind === 'sequences';
}

/** The first synthetic part that is not a multiple of |D_0|, as a problem; none for other families. */
export function relabelProblems({ family, workflow, sizes }: LineageSpec, generations = 1): Problem[] {
  if (family.conditional !== 'fixed' || continuesPrompts(family)) return [];
  const planner = createPlanner(workflow, sizes);
  const last = planner.stationary ? Math.min(1, generations) : generations;
  for (let t = 0; t < last; t++) {
    const problems = planProblems(planner.plan(t), workflow.kind, sizes.initial);
    if (problems.length > 0) return problems;
  }
  return [];
}

function planProblems({ parts, makes }: Plan, workflow: string, initial: number): Problem[] {
  const remedy = 'Set design: fresh for inputs of their own.';
  return parts.flatMap(({ source, amount }): Problem[] => {
    if (amount === undefined || (source.kind !== 'model' && source.kind !== 'distribution')) return [];
    if ('share' in amount) {
      const expected = 'a workflow of fixed counts: inputs of D_0 cannot be labelled in random numbers';
      return [{ path: ['workflow', 'kind'], got: workflow, expected, remedy }];
    }
    if (amount.count % initial === 0) return [];
    const expected = `a multiple of the ${initial} inputs of D_0, which are labelled anew at generation ${makes}`;
    return [{ path: ['sizes', 'new'], got: amount.count, expected, remedy }];
  });
}
