/**
 * A plan says how the training set D_{t+1} is made once model t is fitted. It is data: the same plan is executed
 * by either sampler, and whether the law-exact shortcut is valid is decided from the plan and the family.
 */
import type { Curation } from '../curate/curation.ts';

/** Where points come from. */
export type Source =
  /** The fitted model of generation t. */
  | { readonly kind: 'model'; readonly t: number }
  /** The distribution p_t that D_t was drawn from: a mixture of models 0 … t-1 and p_0 (p_0 itself at t = 0). */
  | { readonly kind: 'distribution'; readonly t: number }
  /** The real distribution p_0: points never seen before. */
  | { readonly kind: 'real' }
  /** The training set D_t as it was. */
  | { readonly kind: 'set'; readonly t: number }
  /** Everything put into the pool so far, by earlier plans and by earlier parts of this one. D_0 is its first batch. */
  | { readonly kind: 'pool' };

/** How points are taken from the source. */
export type Draw =
  /** New i.i.d. points. Sources model, distribution, real. */
  | 'fresh'
  /** All points, each once. Sources set, pool. */
  | 'whole'
  /** A subset without replacement, drawn once per lineage and used in every generation. Sources set, pool. */
  | 'fixed-subset'
  /** A subset without replacement, drawn anew in each generation. Sources set, pool. */
  | 'redrawn-subset';

/**
 * How many: `count` points; or, for the parts of a mixture, `share`: the counts of all parts that have one are
 * one multinomial draw of `Plan.sharedCount` with these probabilities. Absent with `whole`.
 */
export type Amount = { readonly count: number } | { readonly share: number };

export interface Part {
  readonly source: Source;
  readonly draw: Draw;
  readonly amount?: Amount;
  /** `train` (default): the points are trained on. `pool`: they join the pool, for later parts and generations. */
  readonly to?: 'train' | 'pool';
  /** Only the points that this accepts go on. Source model. */
  readonly filter?: Curation;
  /** What each point counts in the fit; 1 where absent. Sources model and real. */
  readonly weight?: number;
}

export interface Plan {
  /** The generation whose training set this makes: t + 1. */
  readonly makes: number;
  readonly parts: readonly Part[];
  /** The multinomial total of the parts with a share. */
  readonly sharedCount?: number;
}
