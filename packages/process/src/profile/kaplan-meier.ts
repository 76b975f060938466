/**
 * The share of lineages that something has not happened to yet, by generation: the product-limit estimate (Kaplan and
 * Meier, JASA 53, 1958), in which a lineage that ended before it happened counts as long as it was followed. Pointwise
 * limits on the scale of log(−log S), with Greenwood's variance, stay within [0, 1]; the interval of the median is read
 * off them (Brookmeyer and Crowley, Biometrics 38, 1982).
 */
import { exp, InvalidArgumentError, log, normalQuantile, pow } from '@collapse-lab/math';

export interface CollapseTime {
  /** The first recorded generation whose model has collapsed; the last recorded one where none has. */
  readonly t: number;
  /** False: censored, the collapse comes after `t` if at all. */
  readonly collapsed: boolean;
}

/** One step of the curve: a generation in which something happened. */
export interface SurvivalPoint {
  readonly t: number;
  /** Lineages it had not happened to before, and that were followed at least until t. */
  readonly atRisk: number;
  readonly events: number;
  /** Share that it has not happened to by t; holds until the next point. */
  readonly survival: number;
  /** Pointwise confidence limits of `survival`. */
  readonly low: number;
  readonly high: number;
}

export interface SurvivalCurve {
  readonly lineages: number;
  readonly censored: number;
  /** The longest time that any lineage was followed. */
  readonly horizon: number;
  /** Confidence of the limits. */
  readonly level: number;
  /** Ascending in t; empty where nothing happened. */
  readonly points: readonly SurvivalPoint[];
  /** The first generation by which it has happened to half of the lineages; undefined where never within reach. */
  readonly median: number | undefined;
  /** Confidence interval of the median; an end is undefined where it lies beyond the horizon. */
  readonly medianInterval: { readonly low: number | undefined; readonly high: number | undefined };
  /** Mean of min(time, horizon). The mean time itself where no lineage is censored. */
  readonly restrictedMean: number;
}

/**
 * @param times one per lineage, in any order
 * @param level confidence of all limits, between 0 and 1
 * @throws InvalidArgumentError when there is no lineage, or the level is not between 0 and 1
 */
export function kaplanMeier(times: readonly CollapseTime[], level = 0.95): SurvivalCurve {
  if (times.length === 0) {
    throw new InvalidArgumentError({ argument: 'times', got: times, expected: 'one lineage or more' });
  }
  if (!(level > 0 && level < 1)) {
    throw new InvalidArgumentError({ argument: 'level', got: level, expected: 'a number between 0 and 1' });
  }
  const points = survivalPoints(times, level);
  const horizon = times.reduce((longest, { t }) => Math.max(longest, t), 0);
  return {
    lineages: times.length,
    censored: times.filter(({ collapsed }) => !collapsed).length,
    horizon,
    level,
    points,
    median: firstHalf(points, 'survival'),
    medianInterval: { low: firstHalf(points, 'low'), high: firstHalf(points, 'high') },
    restrictedMean: areaBelow(points, horizon),
  };
}

function survivalPoints(times: readonly CollapseTime[], level: number): SurvivalPoint[] {
  const sorted = [...times].sort((a, b) => a.t - b.t);
  const points: SurvivalPoint[] = [];
  let survival = 1;
  let greenwood = 0;
  let previousHigh = 1;
  for (let i = 0, next = 0; i < sorted.length; i = next) {
    const { t } = sorted[i];
    const atRisk = sorted.length - i;
    let events = 0;
    for (; next < sorted.length && sorted[next].t === t; next++) if (sorted[next].collapsed) events++;
    if (events === 0) continue;
    survival *= 1 - events / atRisk;
    greenwood += events / (atRisk * (atRisk - events));
    const limits =
      events === atRisk ? lastLimits(previousHigh, atRisk, level) : logLogLimits(survival, greenwood, level);
    points.push({ t, atRisk, events, survival, ...limits });
    previousHigh = limits.high;
  }
  return points;
}

/** S^exp(±z s), s = √G / −log S the standard error of log(−log S). */
function logLogLimits(survival: number, greenwood: number, level: number): { low: number; high: number } {
  const reach = (normalQuantile((1 + level) / 2) * Math.sqrt(greenwood)) / -log(survival);
  return { low: pow(survival, exp(reach)), high: pow(survival, exp(-reach)) };
}

/**
 * Where S = 0 that scale has no limits. The upper one is that before, times the exact upper limit of the share that
 * survives when none of the r lineages at risk did: 1 − (α/2)^(1/r).
 */
function lastLimits(previousHigh: number, atRisk: number, level: number): { low: number; high: number } {
  return { low: 0, high: previousHigh * (1 - pow((1 - level) / 2, 1 / atRisk)) };
}

/** What a product of ratios may be off when it should be one half. */
const ROUNDING = 1e-9;

function firstHalf(points: readonly SurvivalPoint[], curve: 'survival' | 'low' | 'high'): number | undefined {
  return points.find((point) => point[curve] <= 0.5 + ROUNDING)?.t;
}

function areaBelow(points: readonly SurvivalPoint[], horizon: number): number {
  let area = 0;
  let from = 0;
  let height = 1;
  for (const { t, survival } of points) {
    area += height * (t - from);
    from = t;
    height = survival;
  }
  return area + height * (horizon - from);
}
