/** The first generation in which something holds of a lineage, from the series of one metric. */
import { InvalidArgumentError } from '@collapse-lab/math';
import type { Series } from '../run/series.ts';
import type { CollapseTime } from './kaplan-meier.ts';

/**
 * No finer than what was recorded; censored at the last recorded generation where it never holds.
 *
 * @param argument what an error calls the series
 * @throws InvalidArgumentError when the series is empty
 */
export function firstTime(
  series: Series,
  holds: (value: number) => boolean,
  argument = 'series',
): CollapseTime {
  const { t, value } = series;
  if (t.length === 0) {
    const expected = 'a series of one generation or more';
    throw new InvalidArgumentError({ argument, got: series, expected });
  }
  const first = value.findIndex(holds);
  return first < 0 ? { t: t[t.length - 1], collapsed: false } : { t: t[first], collapsed: true };
}
