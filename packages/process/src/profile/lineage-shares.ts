/**
 * Definitions 4, 6, 7 and 8 ask whether something happens to a lineage: it loses its spread, its tails or a mode, or makes up
 * data. Each is decided by the share of lineages that it happened to by T, against one half, with an exact binomial test.
 */
import { exp, log } from '@collapse-lab/math';
import type { Series } from '../run/series.ts';
import { firstTime } from './first-time.ts';
import { leastSquaresSlope } from './least-squares.ts';
import { meanLimits, shareLimits } from './limits.ts';
import { lineagesForMean, lineagesForShare } from './lineages-needed.ts';
import type { ProfileThresholds } from './profile-options.ts';
import type { Finding } from './verdict.ts';

/** What happens to a lineage, in words that follow `in 3 of 40 lineages`. */
interface Event {
  readonly metric: string;
  readonly words: string;
  readonly happened: readonly boolean[];
  /** The last generation recorded. */
  readonly end: number;
}

function decideByShare({ metric, words, happened, end }: Event, error: number): Finding {
  const n = happened.length;
  const count = happened.filter((each) => each).length;
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
    reason: `By t = ${end}, ${count} of ${n} lineages ${words}.`,
    ...(needed !== undefined && { lineagesNeeded: needed }),
  };
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
  const happened = spread.map((series) => firstTime(series, (value) => value < share).collapsed);
  const words = `kept less than ${percent(share)} of the spread of the real data`;
  const found = decideByShare({ metric, words, happened, end }, error);
  if (found.verdict !== 'did not happen') return found;
  const kept = spread.filter((_, i) => !happened[i]);
  return { ...found, ...outlook(kept, { share, reach }, end, error) };
}

/**
 * Whether the spread of the lineages that still have it would last: log spread, carried on from T at the rate of the last half (least squares, lineage by
 * lineage) to reach · T. Empty where it would, or where nothing can be said.
 */
function outlook(
  spread: readonly Series[],
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
  const reason = `Most lineages still have their spread at t = ${end} (geometric mean ${percent(exp(level))})`;
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
  const happened = modes.map((series, i) => {
    const lost = firstTime(series, (value) => value < series.value[0]).collapsed;
    return lost || isEntangled(between[i], thresholds.between);
  });
  const words = `lost a mode that model 0 had${between.some((each) => each !== undefined) ? ', or put most of their mass between modes' : ''}`;
  return decideByShare({ metric, words, happened, end: lastGeneration(modes) }, error);
}

function isEntangled(between: Series | undefined, most: number): boolean {
  if (between === undefined || between.value[0] > most) return false;
  return firstTime(between, (value) => value > most).collapsed;
}

/** 7. `tails` as a share of the mass that p_0 has there. */
export function lostTails(
  tails: readonly Series[],
  metric: string,
  { share }: ProfileThresholds,
  error: number,
): Finding {
  const happened = tails.map((series) => firstTime(series, (value) => value < share).collapsed);
  const words = `kept less than ${percent(share)} of the mass that the real data have in the tails`;
  return decideByShare({ metric, words, happened, end: lastGeneration(tails) }, error);
}

/** 8. */
export function hallucinated(
  outside: readonly Series[],
  metric: string,
  thresholds: ProfileThresholds,
  error: number,
): Finding {
  const happened = outside.map(
    (series) => firstTime(series, (value) => value > thresholds.outside).collapsed,
  );
  const words = `put more than ${percent(thresholds.outside)} of their mass outside the real support`;
  return decideByShare({ metric, words, happened, end: lastGeneration(outside) }, error);
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`;
}
