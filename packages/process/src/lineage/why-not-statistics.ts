/**
 * When is it exact to draw sufficient statistics instead of points? When every part of every plan is fresh i.i.d.
 * points of known components, or an earlier set whose statistics pool: a whole one, or a subset that was drawn once.
 * Subsets of the same points that are drawn in different generations overlap, and statistics such as
 * (count, mean, scatter) do not know by how much; only statistics that are the data up to order do.
 */
import { InvalidArgumentError } from '@collapse-lab/math';
import type { AnyFamily } from '@collapse-lab/models';
import type { Part, Plan } from '../workflow/plan.ts';
import { createPlanner, type WorkflowPlanner } from '../workflow/planner.ts';
import type { LineageSpec } from './spec.ts';

export interface ShortcutQuestion {
  /** Plans of generations 1 … this are looked at; default 16, or one plan where all are alike. */
  readonly generations?: number;
  /** Whether the training points themselves are wanted, by an observer. */
  readonly keepTrain?: boolean;
}

const DEFAULT_HORIZON = 16;

/** Why this lineage needs points, in words; undefined where the law-exact shortcut is valid. */
export function whyNotStatistics(
  spec: Pick<LineageSpec, 'family' | 'workflow' | 'sizes'>,
  { generations, keepTrain = false }: ShortcutQuestion = {},
): string | undefined {
  const { family, workflow, sizes } = spec;
  if (family.law === undefined) {
    const why = family.whyNoLaw === undefined ? '' : `: ${family.whyNoLaw}`;
    return `family ${family.name} has no sufficient statistics that can be drawn from their own law${why}`;
  }
  if (keepTrain) return 'an observer looks at the training points';
  const planner = createPlanner(workflow, sizes);
  const horizon = planner.stationary ? 1 : (generations ?? DEFAULT_HORIZON);
  for (let t = 0; t < horizon; t++) {
    const plan = planOf(planner, t);
    const reason = plan === undefined ? undefined : whyPlanNeedsPoints(plan, family);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

/** After the first step, nobody said that the lineage gets so far: sizes that are wrong there are refused there. */
function planOf(planner: WorkflowPlanner, t: number): Plan | undefined {
  try {
    return planner.plan(t);
  } catch (error) {
    if (t > 0 && error instanceof InvalidArgumentError) return undefined;
    throw error;
  }
}

/** The same for one plan. */
export function whyPlanNeedsPoints(plan: Plan, family: AnyFamily): string | undefined {
  for (const part of plan.parts) {
    const reason = whyPartNeedsPoints(part, family);
    if (reason !== undefined) return `${reason} (at generation ${plan.makes})`;
  }
  return undefined;
}

function whyPartNeedsPoints({ source, draw, filter, weight }: Part, family: AnyFamily): string | undefined {
  if (filter !== undefined && filter.kind !== 'thinning') return `${filter.kind} looks at single points`;
  if ((weight ?? 1) !== 1 && family.law?.scale === undefined)
    return `statistics of family ${family.name} cannot be weighted`;
  if (draw !== 'redrawn-subset') return undefined;
  const what = source.kind === 'pool' ? 'the pool' : 'the real data D_0';
  if (family.law?.lossless === true) {
    return family.law.split === undefined
      ? `family ${family.name} cannot draw the statistics of a subset`
      : undefined;
  }
  return (
    `subsets of ${what} drawn in different generations share points, ` +
    `which the statistics of family ${family.name} do not keep track of`
  );
}
