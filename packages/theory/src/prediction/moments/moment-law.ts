/**
 * The second-moment law of a workflow, with the counts that its own plans name: no rounding rule is repeated
 * here.
 */
import { createPlanner, type Plan, type Sizes, type Source, type WorkflowSpec } from '@collapse-lab/process';
import { accumulateMoments } from './accumulate.ts';
import { accumulateSubsampleMoments } from './accumulate-subsample.ts';
import { freshRealMoments } from './fresh-real.ts';
import { keepRealMoments } from './keep-real.ts';
import { mixtureMoments } from './mixture.ts';
import { replaceMoments } from './replace.ts';
import type { Estimator, MomentLaw } from './second-moments.ts';

/** What a workflow puts into D_t, by source; t = 1, 2, … */
export interface Counts {
  /** Points of a source in the plan that makes D_t; all of D_0 for `whole` of a set. */
  readonly of: (source: Source['kind'], t: number) => number;
  /** Share of a source in a mixture. */
  readonly share: (source: Source['kind'], t: number) => number;
  /** What a point of a source counts in the fit. */
  readonly weight: (source: Source['kind'], t: number) => number;
  /** The multinomial total of a mixture. */
  readonly total: (t: number) => number;
}

export function countsOf(workflow: WorkflowSpec, sizes: Sizes): Counts {
  const planner = createPlanner(workflow, sizes);
  let last: Plan | undefined;
  const plan = (t: number): Plan => {
    if (last?.makes !== t) last = planner.plan(t - 1);
    return last;
  };
  const part = (source: Source['kind'], t: number) => plan(t).parts.find((p) => p.source.kind === source);
  return {
    of(source, t) {
      const found = part(source, t);
      if (found === undefined) return 0;
      return found.amount !== undefined && 'count' in found.amount ? found.amount.count : sizes.initial;
    },
    share(source, t) {
      const amount = part(source, t)?.amount;
      return amount !== undefined && 'share' in amount ? amount.share : 0;
    },
    weight: (source, t) => part(source, t)?.weight ?? 1,
    total: (t) => plan(t).sharedCount ?? 0,
  };
}

/** |D_t| of the workflows whose training set is one fresh draw from the last model. */
export function replaceSize(counts: Counts, sizes: Sizes): (t: number) => number {
  return (t) => (t === 0 ? sizes.initial : counts.of('model', t));
}

type LawOf = (workflow: never, sizes: Sizes, counts: Counts, estimator: Estimator) => MomentLaw;

const replace: LawOf = (_, sizes, counts, estimator) =>
  replaceMoments({ ...estimator, size: replaceSize(counts, sizes) });

const laws: Record<WorkflowSpec['kind'], LawOf> = {
  replace,
  'replace-grown': replace,
  accumulate: (_, { initial }, counts, estimator) =>
    accumulateMoments({ ...estimator, initial, added: (t) => counts.of('model', t) }),
  'accumulate-subsample': (_, { initial }, counts, estimator) =>
    accumulateSubsampleMoments({
      ...estimator,
      initial,
      added: (t) => counts.of('model', t),
      train: (t) => counts.of('pool', t),
    }),
  mixture: (_, { initial }, counts, estimator) =>
    mixtureMoments({
      ...estimator,
      size: (t) => (t === 0 ? initial : counts.total(t)),
      weights: (t) => ({
        alpha: counts.share('model', t),
        beta: counts.share('distribution', t),
        gamma: counts.share('real', t),
      }),
    }),
  'fresh-real': (_, { initial }, counts, estimator) =>
    freshRealMoments({
      ...estimator,
      initial,
      synthetic: (t) => counts.of('model', t),
      real: (t) => counts.of('real', t),
      weights: (t) => ({ synthetic: counts.weight('model', t), real: counts.weight('real', t) }),
    }),
  'keep-real': keepReal,
};

function keepReal(
  workflow: Extract<WorkflowSpec, { kind: 'keep-real' }>,
  sizes: Sizes,
  counts: Counts,
  estimator: Estimator,
): MomentLaw {
  const kept = counts.of('set', 1);
  if (kept === 0) return replace(workflow as never, sizes, counts, estimator);
  return keepRealMoments({
    ...estimator,
    initial: sizes.initial,
    kept,
    subset: workflow.subset,
    synthetic: (t) => counts.of('model', t),
  });
}

/**
 * E Σ_t and E |μ_t − μ_0|² in units of p_0's covariance, for any workflow and schedule of sizes and weights.
 */
export function momentLaw(workflow: WorkflowSpec, sizes: Sizes, estimator: Estimator): MomentLaw {
  return laws[workflow.kind](workflow as never, sizes, countsOf(workflow, sizes), estimator);
}
