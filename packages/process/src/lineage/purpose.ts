/**
 * Labels of the streams of a lineage: every random choice is made from the child stream
 * (generation, purpose, index) of one of the two roots, so that no choice shifts the numbers of another.
 * The generation is that of the training set being made. 0 is no purpose: (g, 0, 0) is the child `split(g)`.
 */
export const purpose = {
  /** Points of part `index` of a plan, or their statistics. */
  points: 1,
  /** Counts of the parts that have shares. */
  counts: 2,
  /** Which components of p_t the points of part `index` come from. */
  ancestry: 3,
  /** The redrawn subset of part `index`. */
  subset: 4,
  /** The fit itself. */
  fit: 5,
  /** Point `index` of the pool's batch of that generation. */
  poolPoint: 6,
  /** Which points of part `index` a curation accepts. */
  filter: 7,
} as const;

/** Purposes below the root of the real data. */
export const realPurpose = {
  /** D_0, chunk `index`. */
  initial: 1,
  /** Fresh real points, draw `index` of the generation. */
  fresh: 2,
  /** The subset of D_0 that is kept for good. */
  fixedSubset: 3,
  /** Order in which the points of a finite data set are used. */
  order: 4,
  /** Test points of observers. */
  test: 5,
  /** Samples that are made from the same random numbers in every generation. */
  paired: 6,
  /** Points that fits choose between their checkpoints by. */
  validation: 7,
} as const;

/** The child of the lineage root that observers split from; no generation gets this far. */
export const observerRoot = 0xffffffff;
