/**
 * Definitions 4, 6, 7 and 8 ask whether something happens to a lineage: it loses its spread, its tails or a mode, or makes up
 * data. Each is decided by the share of lineages that it happened to by T, against one half, with an exact binomial test.
 */
import { exp, log } from '@collapse-lab/math';
import type { Series } from '../run/series.ts';
import { firstTime } from './first-time.ts';
import type { CollapseTime } from './kaplan-meier.ts';
import { leastSquaresSlope } from './least-squares.ts';
import { meanLimits, shareLimits } from './limits.ts';
import { lineagesForMean, lineagesForShare } from './lineages-needed.ts';
import type { ProfileThresholds } from './profile-options.ts';
import type { Finding } from './verdict.ts';

/** What happens to a lineage, in words that follow `in 3 of 40 lineages`. */
interface Event {
  readonly metric: string;
  readonly words: string;
  /** When it happened to each lineage, or how long that was followed. */
  readonly times: readonly CollapseTime[];
  /** The last generation recorded. */
  readonly end: number;
}

function decideByShare({ metric, words, times, end }: Event, error: number): Finding {
  const n = times.length;
  const count = times.filter(({ collapsed }) => collapsed).length;
  const { estimate, low, high } = shareLimits(count, n, error);
  const verdict = low > 0.5 ? 'happened' : high < 0.5 ? 'did not happen' : 'cannot be told';
  const needed = verdict === 'cannot be told' ? lineagesForShare(count, n, error) : undefined;
  return {
    verdict,
    metric,
    quantity: `share of lineages that ${words}`,
    estimate,
    low,
    high,
    threshold: 0.5,
    reason: `By t = ${end}, ${count} of ${n} lineages ${words} (${metric}).`,
    ...(needed !== undefined && { lineagesNeeded: needed }),
  };
}

/** It did not happen only if it would not to most lineages within `reach` · T either, at the rate of the last half of the run. */
function decideWithOutlook(event: Event, reach: number, error: number): Finding {
  const found = decideByShare(event, error);
  const generations = found.verdict === 'did not happen' ? whenMost(event, reach) : undefined;
  if (generations === undefined) return found;
  const reason = `${found.reason.slice(0, -1)}; at the rate of the last half of the run it comes to most of them.`;
  return { ...found, verdict: 'cannot be told', reason, generationsNeeded: generations };
}

/**
 * The generation by which it has happened to half of the lineages if the share of those left that it happens to in half a run
 * stays as it was; undefined beyond reach · T.
 */
function whenMost({ times, end }: Event, reach: number): number | undefined {
  const left = times.filter(({ t, collapsed }) => !(collapsed && 2 * t <= end)).length;
  const late = times.filter(({ t, collapsed }) => collapsed && 2 * t > end).length;
  if (late === 0) return undefined;
  const halves = log((0.5 * times.length) / (left - late)) / log(1 - late / left);
  const generations = Math.ceil(end * (1 + halves / 2));
  return generations < reach * end ? generations : undefined;
}

export function lastGeneration(series: readonly Series[]): number {
  return series.reduce((latest, { t }) => Math.max(latest, t[t.length - 1]), 0);
}

/** 4. `spread` is in units of p_0's (or of model 0's): 1 at the beginning. */
export function collapsingDiversity(
  spread: readonly Series[],
  metric: string,
  { share, reach }: ProfileThresholds,
  error: number,
): Finding {
  const end = lastGeneration(spread);
  const times = spread.map((series) => firstTime(series, (value) => value < share));
  const words = `kept less than ${percent(share)} of the spread of the real data`;
  const found = decideByShare({ metric, words, times, end }, error);
  if (found.verdict !== 'did not happen') return found;
  const kept = spread.filter((_, i) => !times[i].collapsed);
  return { ...found, ...outlook(kept, metric, { share, reach }, end, error) };
}

/**
 * Whether the spread of the lineages that still have it would last: log spread, carried on from T at the rate of the last half (least squares, lineage by
 * lineage) to reach · T. Empty where it would, or where nothing can be said.
 */
function outlook(
  spread: readonly Series[],
  metric: string,
  { share, reach }: Pick<ProfileThresholds, 'share' | 'reach'>,
  end: number,
  error: number,
): Partial<Finding> {
  const rates = spread.map(({ t, value }) => {
    const half = t.flatMap((each, i) => (2 * each >= end && value[i] > 0 ? [i] : []));
    const rate = leastSquaresSlope(
      half.map((i) => t[i]),
      half.map((i) => log(value[i])),
    );
    return { level: log(value[value.length - 1]), rate };
  });
  const horizon = (reach - 1) * end;
  const carried = rates.map(({ level, rate }) => level + rate * horizon);
  if (carried.length < 3 || !carried.every(Number.isFinite)) return {};
  const limits = meanLimits(carried, error);
  if (limits.low > log(share)) return {};
  const level = rates.reduce((sum, each) => sum + each.level, 0) / rates.length;
  const rate = rates.reduce((sum, each) => sum + each.rate, 0) / rates.length;
  const crossing = end + (log(share) - level) / rate;
  const reason = `Most lineages still have their spread at t = ${end} (${metric}, geometric mean ${percent(exp(level))} of the real data's)`;
  if (limits.high < log(share))
    return {
      verdict: 'cannot be told',
      reason: `${reason}, but at the rate of the last half they lose it.`,
      generationsNeeded: Math.ceil(crossing),
    };
  const needed = lineagesForMean(limits, log(share), error);
  return {
    verdict: 'cannot be told',
    reason: `${reason}; these lineages do not tell whether they lose it by ${reach} T.`,
    ...(needed !== undefined && { lineagesNeeded: needed }),
  };
}

/** 6. A lineage has lost a mode that model 0 had, or has come to put most of its mass between them. */
export function lostModes(
  modes: readonly Series[],
  between: readonly (Series | undefined)[],
  metric: string,
  thresholds: ProfileThresholds,
  error: number,
): Finding {
  const times = modes.map((series, i) => {
    const lost = firstTime(series, (value) => value < series.value[0]);
    const entangled = whenEntangled(between[i], thresholds.between);
    if (entangled === undefined || (lost.collapsed && lost.t <= entangled.t)) return lost;
    return entangled;
  });
  const entangling = between.some((each) => each !== undefined)
    ? ', or put most of their mass between modes'
    : '';
  const words = `lost a ${metric === 'supportSize' ? 'symbol' : 'mode'} that model 0 had${entangling}`;
  return decideWithOutlook({ metric, words, times, end: lastGeneration(modes) }, thresholds.reach, error);
}

/** Undefined where it never comes to that, or was so from the beginning. */
function whenEntangled(between: Series | undefined, most: number): CollapseTime | undefined {
  if (between === undefined || between.value[0] > most) return undefined;
  const time = firstTime(between, (value) => value > most);
  return time.collapsed ? time : undefined;
}

/** 7. `tails` as a share of the mass that p_0 has there. */
export function lostTails(
  tails: readonly Series[],
  metric: string,
  { share, reach }: ProfileThresholds,
  error: number,
): Finding {
  const times = tails.map((series) => firstTime(series, (value) => value < share));
  const words = `kept less than ${percent(share)} of the mass that the real data have in the tails`;
  return decideWithOutlook({ metric, words, times, end: lastGeneration(tails) }, reach, error);
}

/** 8. */
export function hallucinated(
  outside: readonly Series[],
  metric: string,
  thresholds: ProfileThresholds,
  error: number,
): Finding {
  const times = outside.map((series) => firstTime(series, (value) => value > thresholds.outside));
  const words = `put more than ${percent(thresholds.outside)} of their mass outside the real support`;
  return decideWithOutlook({ metric, words, times, end: lastGeneration(outside) }, thresholds.reach, error);
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`;
}
