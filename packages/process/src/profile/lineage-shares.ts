/**
 * Definitions 4, 6, 7 and 8 ask whether something happens to a lineage: it loses its spread, its tails or a mode, or makes up
 * data. Each is decided by the share of lineages that are so at T, against one half, with an exact binomial test. At T, not at any time by T: a
 * quantity that goes up and down about its level would be below any threshold once, if it is only followed for long enough.
 */
import { exp, log } from '@collapse-lab/math';
import type { Series } from '../run/series.ts';
import { leastSquaresSlope } from './least-squares.ts';
import { meanLimits, shareLimits } from './limits.ts';
import { lineagesForMean, lineagesForShare } from './lineages-needed.ts';
import type { ProfileThresholds } from './profile-options.ts';
import type { Finding } from './verdict.ts';

/** What is so of a lineage, in words that follow `3 of 40 lineages`. */
interface Event {
  readonly metric: string;
  readonly words: string;
  /** Of each lineage at T, and at the last recorded generation not after T/2. */
  readonly atEnd: readonly boolean[];
  readonly atHalf: readonly boolean[];
  /** The last generation recorded. */
  readonly end: number;
}

/** @param holds of a series at its index j */
function eventOf(
  series: readonly Series[],
  metric: string,
  words: string,
  holds: (i: number, j: number) => boolean,
): Event {
  const end = lastGeneration(series);
  return {
    metric,
    words,
    end,
    atEnd: series.map(({ t }, i) => holds(i, t.length - 1)),
    atHalf: series.map(({ t }, i) => holds(i, Math.max(0, t.filter((each) => 2 * each <= end).length - 1))),
  };
}

function decideByShare({ metric, words, atEnd, end }: Event, error: number): Finding {
  const n = atEnd.length;
  const count = atEnd.filter((each) => each).length;
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
    reason: `At t = ${end}, ${count} of ${n} lineages ${words} (${metric}).`,
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
 * The generation by which half of the lineages are so if those that are not become fewer by the same factor in every half a run;
 * undefined beyond reach · T, and where coming and going are not told apart (sign test, 10 %).
 */
function whenMost({ atEnd, atHalf, end }: Event, reach: number): number | undefined {
  const came = atEnd.filter((each, i) => each && !atHalf[i]).length;
  const went = atEnd.filter((each, i) => !each && atHalf[i]).length;
  if (came === 0 || !(shareLimits(came, came + went, 0.1).low > 0.5)) return undefined;
  const left = atHalf.filter((each) => !each).length;
  const halves = log((0.5 * atEnd.length) / (left - came + went)) / log(1 - (came - went) / left);
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
  const words = `have less than ${percent(share)} of the spread of the real data`;
  const event = eventOf(spread, metric, words, (i, j) => spread[i].value[j] < share);
  const found = decideByShare(event, error);
  if (found.verdict !== 'did not happen') return found;
  const kept = spread.filter((_, i) => !event.atEnd[i]);
  return { ...found, ...outlook(kept, metric, { share, reach }, event.end, error) };
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
  const entangling = between.some((each) => each !== undefined)
    ? ', or have most of their mass between modes'
    : '';
  const words = `have lost a ${metric === 'supportSize' ? 'symbol' : 'mode'} that model 0 had${entangling}`;
  const event = eventOf(modes, metric, words, (i, j) => {
    const { t, value } = modes[i];
    return value[j] < value[0] || isEntangled(between[i], t[j], thresholds.between);
  });
  return decideWithOutlook(event, thresholds.reach, error);
}

/** Not where it was so from the beginning. */
function isEntangled(between: Series | undefined, t: number, most: number): boolean {
  if (between === undefined || between.value[0] > most) return false;
  return between.value[between.t.indexOf(t)] > most;
}

/** 7. `tails` as a share of the mass that p_0 has there. */
export function lostTails(
  tails: readonly Series[],
  metric: string,
  { share, reach }: ProfileThresholds,
  error: number,
): Finding {
  const words = `have less than ${percent(share)} of the mass that the real data have in the tails`;
  const event = eventOf(tails, metric, words, (i, j) => tails[i].value[j] < share);
  return decideWithOutlook(event, reach, error);
}

/** 8. */
export function hallucinated(
  outside: readonly Series[],
  metric: string,
  thresholds: ProfileThresholds,
  error: number,
): Finding {
  const words = `have more than ${percent(thresholds.outside)} of their mass outside the real support`;
  const event = eventOf(outside, metric, words, (i, j) => outside[i].value[j] > thresholds.outside);
  return decideWithOutlook(event, thresholds.reach, error);
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`;
}
