/**
 * Definition 3: does the mean risk grow without bound? A finite run cannot show it without a model. The model: over its last
 * two doublings the mean risk is C (t + 1)^b, so log risk against log(t + 1) has slope b in both. Risk diverges if b is above
 * a stated power in the last doubling and is not falling (at least 0.9 of what it was in the doubling before); it does not
 * if b is below that power and not on the way to it: a risk with a floor that grows slowly has a b that rises from one doubling
 * to the next, and cannot be told. Growth that is still there but slows down is what both a bounded risk and a slowly
 * diverging one look like: it cannot be told. Nor can it by a metric that is bounded by its definition.
 */
import { log, pow } from '@collapse-lab/math';
import type { Series } from '../run/series.ts';
import { infiniteRisk } from './infinite-risk.ts';
import { restsOnFew } from './limits.ts';
import { lineagesForMean } from './lineages-needed.ts';
import type { ProfileThresholds } from './profile-options.ts';
import { doublings, type Growth, growthOf, meanRiskAt, whyNoGrowth } from './risk-growth.ts';
import { riskPairs, short } from './risk-increase.ts';
import { boundOf } from './risk-metric.ts';
import type { Finding } from './verdict.ts';

export function divergingRisk(
  risk: readonly Series[],
  { growth: power }: ProfileThresholds,
  error: number,
): Finding {
  const { metric, t } = risk[0];
  const end = t[t.length - 1];
  const unknown = (more: Partial<Finding> & { reason: string }): Finding => ({
    verdict: 'cannot be told',
    metric,
    ...more,
  });
  const bound = boundOf(metric);
  if (bound !== undefined)
    return unknown({
      reason: `${metric} is at most ${bound}, so that it diverges for no model: it takes an unbounded risk.`,
    });
  const infinite = infiniteRisk(riskPairs(risk), error);
  if (infinite !== undefined) return infinite;
  const why = whyNoGrowth(risk);
  if (why !== undefined) return unknown(why);
  const growth = growthOf(risk, error);
  if (growth === undefined)
    return unknown({
      reason: `The mean risk (${metric}) is not positive throughout, so it has no logarithm.`,
    });
  const { estimate, low, high } = growth.last;
  return {
    metric,
    quantity: 'b in mean risk ∝ (t + 1)^b over the last doubling',
    estimate,
    low,
    high,
    threshold: power,
    ...carefully(judge(growth, metric, power, end, error), risk, error),
  };
}

/** Nothing is claimed of a mean that rests on a few lineages. */
function carefully(found: Finding, risk: readonly Series[], error: number): Finding {
  const means = doublings(risk[0].t).map((window) => meanRiskAt(risk, window[window.length - 1], error));
  const few = means.filter(restsOnFew).map(({ skewness }) => Math.ceil(4 * skewness * skewness) + 1);
  if (few.length === 0) return found;
  return {
    verdict: 'cannot be told',
    reason: `${found.reason.slice(0, -1)}; but the mean rests on a few lineages.`,
    lineagesNeeded: Math.max(...few, found.lineagesNeeded ?? 0),
  };
}

function judge(
  { last, lasting, rise, ratio }: Growth,
  metric: string,
  power: number,
  end: number,
  error: number,
): Finding {
  const b = `The mean risk (${metric}) goes like (t + 1)^${short(last.estimate)} over the last doubling of t`;
  if (last.high < power && ratio > 1 + rounding && rise.low > 0)
    return {
      verdict: 'cannot be told',
      reason: `${b}, below the power ${power} that counts as growth, but ${short(ratio)} times that of the doubling before.`,
      ...untilGrowth(last.estimate, ratio, power, end),
    };
  if (last.high < power)
    return { verdict: 'did not happen', reason: `${b}, below the power ${power} that counts as growth.` };
  if (last.low > power && lasting.low > 0)
    return {
      verdict: 'happened',
      reason: `${b}, and the power does not fall: it has no bound if it goes on so.`,
    };
  const further = longer(last.estimate, ratio, power, end);
  if (last.low > power && lasting.high < 0)
    return {
      verdict: 'cannot be told',
      reason: `${b}, but the power falls: to ${short(ratio)} of that of the doubling before.`,
      ...further,
    };
  if (last.low <= power) {
    const needed = lineagesForMean(last, power, error);
    const reason = `${b}, not told apart from the power ${power} that counts as growth.`;
    return { verdict: 'cannot be told', reason, ...(needed !== undefined && { lineagesNeeded: needed }) };
  }
  const reason = `${b}; these lineages do not tell whether that lasts.`;
  if (lasting.estimate <= 0 && further.generationsNeeded !== undefined)
    return { verdict: 'cannot be told', reason, ...further };
  const needed = lineagesForMean(lasting, 0, error);
  return { verdict: 'cannot be told', reason, ...(needed !== undefined && { lineagesNeeded: needed }) };
}

/** Further than 2⁶ times the run nothing is said. */
const mostDoublings = 6;
/** Powers that are the same differ by this share at most, by rounding. */
const rounding = 1e-9;

/** When the power, rising by the same factor in every doubling, is the least that counts. */
function untilGrowth(slope: number, ratio: number, power: number, end: number): Partial<Finding> {
  const needed = Math.ceil(log(power / slope) / log(ratio));
  return needed <= mostDoublings ? { generationsNeeded: Math.ceil(end * pow(2, needed)) } : {};
}

/** When the power, falling by the same factor in every doubling, is half the least that counts. */
function longer(slope: number, ratio: number, power: number, end: number): Partial<Finding> {
  if (!(ratio > 0 && ratio < 1)) return {};
  const needed = Math.ceil(log(slope / (power / 2)) / -log(ratio));
  return needed <= mostDoublings ? { generationsNeeded: Math.ceil(end * pow(2, needed)) } : {};
}
