/**
 * The law-exact shortcut of a family: instead of drawing n points and reducing them, draw the sufficient
 * statistics of n points from their own law (for a Gaussian: a normal mean and a Wishart scatter).
 *
 * Statistics are accumulators, changed in place, so that a generation costs no allocation:
 * `addDraw` on empty statistics is a plain draw; on others it pools.
 */
import type { Stream } from '@collapse-lab/math';
import type { Data } from '../data/data.ts';
import type { Json } from './json.ts';

export interface SufficientLaw<Model, D extends Data, Statistics> {
  /** Statistics of no points. */
  create(): Statistics;
  clear(statistics: Statistics): void;
  /** How many points the statistics stand for. */
  count(statistics: Statistics): number;
  /**
   * Adds the statistics of `n` fresh i.i.d. draws from `model` (n = 0 adds nothing and draws nothing). Of a conditional
   * family: of labels for the inputs that the statistics `given` stand for, each of them n / count(given) times.
   */
  addDraw(statistics: Statistics, model: Model, n: number, stream: Stream, given?: Statistics): void;
  /** Adds given points. */
  addData(statistics: Statistics, data: D): void;
  /** Pools: `statistics` becomes those of the union; `other` is unchanged. */
  addStatistics(statistics: Statistics, other: Statistics): void;
  /**
   * Multiplies the weight of every point, 1 at first, by `factor` ≥ 0: what a weighted fit pools. `count` is then the sum
   * of the weights. They say how much a point is relied on, not how often it was seen: the same factor on all points
   * leaves the fit as it is.
   */
  scale?(statistics: Statistics, factor: number): void;
  /** The fit to the points the statistics stand for. `into`, when given, is overwritten and returned. */
  fit(statistics: Statistics, into?: Model): Model;
  /**
   * Splits into a uniformly drawn subset of `n` points and the rest, by their law given the statistics of all.
   * Unless `lossless`, exact only where the points are i.i.d. from one member of the family (whether they were drawn
   * as statistics or as points), and once: the statistics do not know the points, so a second split would forget
   * that subsets overlap, and points of another law (a data set, a mixture) would be split as if they were of this.
   */
  split?(statistics: Statistics, n: number, stream: Stream): [subset: Statistics, rest: Statistics];
  /**
   * Whether statistics drawn from `model` can be split; absent: from every model that `addDraw` takes. False for a
   * p_0 outside the family, whose statistics can be drawn although its points have another law.
   */
  splitsDrawsOf?(model: Model): boolean;
  /**
   * True where the statistics are the whole data set up to order (counts of a categorical), so that `split`
   * may be drawn again and again from the same points.
   */
  readonly lossless: boolean;
  encode(statistics: Statistics): Json;
  decode(encoded: Json): Statistics;
}
