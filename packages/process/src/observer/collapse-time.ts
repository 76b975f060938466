/**
 * Time to collapse, with lineages that had not collapsed when they ended: dropping those would bias every summary
 * towards early collapse, so they count as censored (Kaplan and Meier, JASA 53, 1958).
 */
import { InvalidArgumentError } from '@collapse-lab/math';
import type { Series } from '../run/series.ts';

export interface CollapseTime {
  /** The first recorded generation whose model has collapsed; the last recorded one where none has. */
  readonly t: number;
  /** False: censored, the collapse comes after `t` if at all. */
  readonly collapsed: boolean;
}

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
  const { t, value } = collapsed;
  if (t.length === 0) {
    const expected = 'a series of one generation or more';
    throw new InvalidArgumentError({ argument: 'collapsed', got: collapsed, expected });
  }
  const first = value.indexOf(1);
  return first < 0 ? { t: t[t.length - 1], collapsed: false } : { t: t[first], collapsed: true };
}

/** What a product of ratios may be off when it should be one half. */
const ROUNDING = 1e-9;

/**
 * Median and restricted mean of the product-limit estimate.
 *
 * @throws InvalidArgumentError when there is no lineage
 */
export function summariseCollapseTimes(times: readonly CollapseTime[]): CollapseTimeSummary {
  if (times.length === 0) {
    throw new InvalidArgumentError({ argument: 'times', got: times, expected: 'one lineage or more' });
  }
  const sorted = [...times].sort((a, b) => a.t - b.t);
  const horizon = sorted[sorted.length - 1].t;
  let surviving = 1;
  let restrictedMean = 0;
  let previous = 0;
  let median: number | undefined;
  for (let i = 0, next = 0; i < sorted.length; i = next) {
    const { t } = sorted[i];
    let events = 0;
    for (; next < sorted.length && sorted[next].t === t; next++) if (sorted[next].collapsed) events++;
    restrictedMean += surviving * (t - previous);
    previous = t;
    surviving *= 1 - events / (sorted.length - i);
    if (median === undefined && surviving <= 0.5 + ROUNDING) median = t;
  }
  const censored = sorted.filter(({ collapsed }) => !collapsed).length;
  return { lineages: sorted.length, censored, median, restrictedMean, horizon };
}
