/** The workflows: how D_{t+1} is made from the models and sets so far (design vocabulary). */
import type { Curation } from '../curate/curation.ts';
import type { Plan } from './plan.ts';
import type { Schedule } from './schedule.ts';

/** Named numbers of points. */
export interface Sizes {
  /** |D_0|, all real. */
  readonly initial: number;
  /** Synthetic points made per generation (for `mixture`: all points of D_{t+1}). */
  readonly new: Schedule;
  /** Points a fit sees, where it differs: the subset of `accumulate-subsample`. Default: `initial`. */
  readonly train?: Schedule;
  /** Real points added (`fresh-real`) per generation. */
  readonly real?: Schedule;
}

/** A workflow, and what curates its synthetic points. */
export type WorkflowSpec = UncuratedWorkflow & {
  /** Only the synthetic points that this accepts are trained on or pooled; `sizes.new` are made. */
  readonly curate?: Curation;
};

type UncuratedWorkflow =
  | { readonly kind: 'replace' }
  /** Replace, but as many synthetic points as accumulate would have: initial + new(1) + … + new(t+1). */
  | { readonly kind: 'replace-grown' }
  | { readonly kind: 'accumulate' }
  | { readonly kind: 'accumulate-subsample' }
  /** p_{t+1} = α model_t + β p_t + γ p_0; α + β + γ = 1; counts multinomial. */
  | { readonly kind: 'mixture'; readonly alpha: Schedule; readonly beta: Schedule; readonly gamma: Schedule }
  /** `share` of D_0 kept, as a fixed or redrawn subset; added to the new points, or replacing as many of them. */
  | {
      readonly kind: 'keep-real';
      readonly share: number;
      readonly subset: 'fixed' | 'redrawn';
      readonly mode: 'added' | 'replacing';
    }
  /**
   * sizes.real fresh real points beside sizes.new synthetic ones; counts fixed. `weight`: the share of a weighted fit
   * that the real points have together, or `golden`, the share that is best in the long run; absent: all points alike.
   */
  | { readonly kind: 'fresh-real'; readonly weight?: number | 'golden' };

/** The plan for D_{t+1}; pure. */
export type Planner = (workflow: WorkflowSpec, sizes: Sizes, t: number) => Plan;
