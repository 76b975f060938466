/**
 * A risk may be infinite: KL(p_0 ‖ model) is once a symbol of p_0 is lost. Its mean is then infinite too, and says nothing, since a single
 * lineage makes it so. What is asked instead is whether most lineages came to an infinite risk: an exact binomial test.
 */
import { shareLimits } from './limits.ts';
import { lineagesForShare } from './lineages-needed.ts';
import type { RiskPairs } from './risk-increase.ts';
import type { Finding } from './verdict.ts';

/** Undefined where all risks are finite. */
export function infiniteRisk({ metric, first, last, end }: RiskPairs, error: number): Finding | undefined {
  const n = first.length;
  const before = first.filter((value) => value === Number.POSITIVE_INFINITY).length;
  const after = last.filter((value) => value === Number.POSITIVE_INFINITY).length;
  if (before === 0 && after === 0) return undefined;
  const became = last.filter(
    (value, i) => value === Number.POSITIVE_INFINITY && Number.isFinite(first[i]),
  ).length;
  const limits = shareLimits(became, n, error);
  const tested = {
    metric,
    quantity: 'share of lineages whose risk became infinite',
    ...limits,
    threshold: 0.5,
  };
  const already = before === 0 ? '' : `, and was at t = 0 already in ${before}`;
  const fact = `The risk (${metric}) is infinite at t = ${end} in ${after} of ${n} lineages${already}`;
  if (limits.low > 0.5) return { ...tested, verdict: 'happened', reason: `${fact}.` };
  if (before > 0)
    return { ...tested, verdict: 'cannot be told', reason: `${fact}: it takes a risk that is finite there.` };
  const needed = limits.estimate > 0.5 ? lineagesForShare(became, n, error) : undefined;
  return {
    ...tested,
    verdict: 'cannot be told',
    reason: `${fact}: its mean says nothing, and a bounded risk would.`,
    ...(needed !== undefined && { lineagesNeeded: needed }),
  };
}
