/**
 * Second moments of kernel density estimates under any workflow. A point drawn from model t is a point of D_t plus
 * N(0, h_t² I), so that with D_t = E |x − μ_0|² / d over the points x of D_t the model has D_t + h_t², and D_{t+1} is
 * the mean over its sources by their counts: of the model D_t + h_t², of p_t D_t, of real points m_0 = tr Σ_0 / d, of the
 * pool the mean of all so far. With k = t + 1 fits of equal sizes and fixed h: m_0 + h² t under replace, and for the
 * whole pool of accumulate m_0 + h² (H_k − 1), H the harmonic numbers. Whatever the law of p_0.
 */
import { createPlanner, type Part, type Sizes, type WorkflowSpec } from '@collapse-lab/process';
import { recurrence } from '../recurrence.ts';

export interface KdeSecondMomentSetting {
  readonly workflow: WorkflowSpec;
  readonly sizes: Sizes;
  /** m_0: the mean variance of a coordinate of p_0. */
  readonly real: number;
  /** h_t² of a fit to n points, for a kernel N(0, h² I). */
  readonly kernelVariance: (n: number) => number;
}

/** E of the mean square of a coordinate about p_0's mean. */
export interface KdeSecondMoment {
  /** Over the points of D_t. */
  readonly points: number;
  /** Under model t. */
  readonly model: number;
}

interface State extends KdeSecondMoment {
  readonly pool: number;
  readonly poolSize: number;
}

/** The law by generation; undefined where a plan has parts that look at points (filters) or weigh them. */
export function kdeSecondMoment(
  setting: KdeSecondMomentSetting,
): ((t: number) => KdeSecondMoment) | undefined {
  const { workflow, sizes, real, kernelVariance } = setting;
  const planner = createPlanner(workflow, sizes);
  if (planner.plan(0).parts.some(({ filter, weight }) => filter !== undefined || weight !== undefined))
    return undefined;
  const first: State = {
    points: real,
    model: real + kernelVariance(sizes.initial),
    pool: real,
    poolSize: sizes.initial,
  };
  return recurrence(first, (previous, t) => {
    const pooled = addToPool(previous, planner.plan(t - 1).parts);
    const points = meanOfParts(pooled, planner.plan(t - 1).parts, setting);
    return { ...pooled, points, model: points + kernelVariance(planner.trainingSize(t)) };
  });
}

/** The pool with the points of the last model that this plan puts into it. */
function addToPool(state: State, parts: readonly Part[]): State {
  let { pool, poolSize } = state;
  for (const part of parts) {
    if (part.to !== 'pool') continue;
    const added = weightOf(part, 0);
    pool = (poolSize * pool + added * state.model) / (poolSize + added);
    poolSize += added;
  }
  return { ...state, pool, poolSize };
}

function meanOfParts(state: State, parts: readonly Part[], { real, sizes }: KdeSecondMomentSetting): number {
  let total = 0;
  let weights = 0;
  for (const part of parts) {
    if (part.to === 'pool') continue;
    const { kind } = part.source;
    const weight = weightOf(part, kind === 'pool' ? state.poolSize : sizes.initial);
    weights += weight;
    total +=
      weight * { model: state.model, distribution: state.points, real, set: real, pool: state.pool }[kind];
  }
  return total / weights;
}

/** The count of a part or its share; all of what is taken whole. */
function weightOf({ amount }: Part, whole: number): number {
  if (amount === undefined) return whole;
  return 'count' in amount ? amount.count : amount.share;
}
