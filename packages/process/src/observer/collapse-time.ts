/**
 * Time to collapse, with lineages that had not collapsed when they ended: dropping those would bias every summary
 * towards early collapse, so they count as censored.
 */
import { firstTime } from '../profile/first-time.ts';
import { type CollapseTime, kaplanMeier } from '../profile/kaplan-meier.ts';
import type { Series } from '../run/series.ts';

export interface CollapseTimeSummary {
  readonly lineages: number;
  readonly censored: number;
  /** The first generation by which half of the lineages have collapsed; undefined where they never do within reach. */
  readonly median: number | undefined;
  /** Mean of min(time to collapse, horizon). The mean itself where no lineage is censored. */
  readonly restrictedMean: number;
  /** The longest time that any lineage was followed. */
  readonly horizon: number;
}

/**
 * The time to collapse of one lineage, from its series `collapsed`. No finer than what was recorded.
 *
 * @throws InvalidArgumentError when the series is empty
 */
export function collapseTime(collapsed: Series): CollapseTime {
  return firstTime(collapsed, (value) => value === 1, 'collapsed');
}

/**
 * Median and restricted mean of the product-limit estimate.
 *
 * @throws InvalidArgumentError when there is no lineage
 */
export function summariseCollapseTimes(times: readonly CollapseTime[]): CollapseTimeSummary {
  const { lineages, censored, median, restrictedMean, horizon } = kaplanMeier(times);
  return { lineages, censored, median, restrictedMean, horizon };
}
