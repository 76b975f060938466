/**
 * Definitions 1 and 2: has the mean population risk at T passed a multiple of that at t = 0? Paired by lineage: the
 * mean of R_T − f R_0 against 0, which is Fieller's test of the ratio of the two means.
 */
import { mean, pow } from '@collapse-lab/math';
import type { Series } from '../run/series.ts';
import { infiniteRisk } from './infinite-risk.ts';
import { type MeanLimits, meanLimits, restsOnFew } from './limits.ts';
import { lineagesForMean, tooFew } from './lineages-needed.ts';
import type { ProfileThresholds } from './profile-options.ts';
import { growthOf, whyNoGrowth } from './risk-growth.ts';
import { boundOf } from './risk-metric.ts';
import type { Finding, Verdict } from './verdict.ts';

/** Risk at t = 0 and at the last generation, of each lineage. */
export interface RiskPairs {
  readonly metric: string;
  readonly first: readonly number[];
  readonly last: readonly number[];
  /** The last generation recorded. */
  readonly end: number;
}

export function riskPairs(risk: readonly Series[]): RiskPairs {
  const end = risk.reduce((latest, { t }) => Math.max(latest, t[t.length - 1]), 0);
  const complete = risk
    .filter(({ t }) => t[0] === 0 && t[t.length - 1] === end)
    .map(({ value }) => [value[0], value[value.length - 1]])
    .filter((pair) => !pair.some(Number.isNaN));
  return {
    metric: risk[0].metric,
    first: complete.map(([first]) => first),
    last: complete.map(([, last]) => last),
    end,
  };
}

/** Why the pairs decide nothing, or decide without a test of means. */
function untested(pairs: RiskPairs, factor: number, error: number): Finding | undefined {
  const { first, end, metric } = pairs;
  const unknown = (reason: string, more: Partial<Finding> = {}): Finding => ({
    verdict: 'cannot be told',
    metric,
    reason,
    ...more,
  });
  if (end === 0) return unknown('Only model 0 was recorded.', { generationsNeeded: 1 });
  if (first.length < 2) return unknown(tooFew(first.length));
  const infinite = infiniteRisk(pairs, error);
  if (infinite !== undefined) return infinite;
  const bound = boundOf(metric);
  const most = bound === undefined ? Number.POSITIVE_INFINITY : bound / mean(first);
  if (most > factor) return undefined;
  return unknown(
    `${metric} is at most ${bound}, ${short(most)} times its mean at t = 0, and cannot come to ${short(factor)} times: it takes an unbounded risk.`,
  );
}

/** 1. It did not happen only if it would not within `reach` · T either, at the growth of the last doubling. */
export function catastrophicIncrease(
  risk: readonly Series[],
  { catastrophic, reach }: ProfileThresholds,
  error: number,
): Finding {
  const pairs = riskPairs(risk);
  const found = untested(pairs, catastrophic, error) ?? decide(pairs, catastrophic, catastrophic, error);
  if (found.verdict !== 'did not happen' || whyNoGrowth(risk) !== undefined) return found;
  const growth = growthOf(risk, error)?.last;
  if (growth === undefined || !(growth.low > 0)) return found;
  const needed = pow(catastrophic / found.estimate!, 1 / growth.estimate);
  if (!(needed < reach)) return found;
  const grows = `but it goes like (t + 1)^${short(growth.estimate)} over the last doubling of t`;
  return {
    ...found,
    verdict: 'cannot be told',
    reason: `${found.reason.slice(0, -1)}, ${grows}.`,
    generationsNeeded: Math.ceil(pairs.end * needed),
  };
}

/** 2. An increase below the margin counts as none: that there is none at all, no number of lineages could show. */
export function anyIncrease(risk: readonly Series[], { margin }: ProfileThresholds, error: number): Finding {
  const pairs = riskPairs(risk);
  return untested(pairs, 1 + margin, error) ?? decide(pairs, 1, 1 + margin, error);
}

/** Happened above `above` times the risk at t = 0; did not below `below` times it. */
function decide(pairs: RiskPairs, above: number, below: number, error: number): Finding {
  const { metric, first, last } = pairs;
  const limits = ratioLimits(pairs, error);
  const lower = differenceLimits(pairs, above, error);
  const upper = differenceLimits(pairs, below, error);
  const verdict = verdictOf(lower, upper);
  const threshold = verdict === 'did not happen' ? below : above;
  const ratio = mean(last) / mean(first);
  const needed = verdict === 'cannot be told' ? lineagesToDecide(lower, upper, error) : undefined;
  return {
    verdict,
    metric,
    quantity: 'mean risk at T / mean risk at t = 0',
    estimate: ratio,
    ...limits,
    threshold,
    reason: reasonOf(verdict, ratio, threshold, pairs),
    ...(needed !== undefined && { lineagesNeeded: needed }),
  };
}

function differenceLimits({ first, last }: RiskPairs, factor: number, error: number): MeanLimits {
  return meanLimits(
    last.map((value, i) => value - factor * first[i]),
    error,
  );
}

/** The factors f that are not refused on either side. */
function ratioLimits(pairs: RiskPairs, error: number): { low: number; high: number } {
  return {
    low: firstFactor((factor) => differenceLimits(pairs, factor, error).low <= 0),
    high: firstFactor((factor) => differenceLimits(pairs, factor, error).high <= 0),
  };
}

/** To three digits; Infinity beyond 10⁹. */
function firstFactor(holds: (factor: number) => boolean): number {
  if (holds(0)) return 0;
  let high = 1;
  while (!holds(high)) {
    high *= 2;
    if (high > 1e9) return Number.POSITIVE_INFINITY;
  }
  let low = high === 1 ? 0 : high / 2;
  while (high - low > 1e-4 * high) {
    const middle = (low + high) / 2;
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/**
 * A mean made by a few lineages hides what others would have: with n ≤ 4 γ², γ the skewness, nothing is claimed on the
 * side of the long tail.
 */
function verdictOf(lower: MeanLimits, upper: MeanLimits): Verdict {
  if (lower.low > 0 && !(lower.skewness < 0 && restsOnFew(lower))) return 'happened';
  if (upper.high < 0 && !(upper.skewness > 0 && restsOnFew(upper))) return 'did not happen';
  return 'cannot be told';
}

/** To whichever side is nearer to being shown. */
function lineagesToDecide(lower: MeanLimits, upper: MeanLimits, error: number): number | undefined {
  const tails = [lower, upper].map(({ skewness }) => Math.ceil(4 * skewness * skewness) + 1);
  const candidates = [
    lower.estimate > 0 ? lineagesForMean(lower, 0, error) : undefined,
    upper.estimate < 0 ? lineagesForMean(upper, 0, error) : undefined,
  ].filter((each) => each !== undefined);
  return candidates.length === 0 ? undefined : Math.max(Math.min(...candidates), ...tails);
}

function reasonOf(
  verdict: Verdict,
  ratio: number,
  threshold: number,
  { metric, end, first }: RiskPairs,
): string {
  const side = { happened: 'above', 'did not happen': 'below', 'cannot be told': 'not told apart from' }[
    verdict
  ];
  return `At t = ${end} the mean risk (${metric}) is ${short(ratio)} times that at t = 0, ${side} ${short(threshold)} (${first.length} lineages).`;
}

/** Three significant digits. */
export function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
