/** How many lineages a test would have needed: the sample size that tells an effect apart with probability 0.9. */
import { normalQuantile } from '@collapse-lab/math';
import type { MeanLimits } from './limits.ts';

const power = 0.9;
const most = 1e9;

/** For a mean: ((z_error + z_power) · deviation / distance)²; undefined where there is nothing to tell apart. */
export function lineagesForMean(
  { estimate, deviation, n }: MeanLimits,
  threshold: number,
  error: number,
): number | undefined {
  const effect = Math.abs(estimate - threshold) / deviation;
  return atLeast(n, squared((normalQuantile(power) - normalQuantile(error)) / effect));
}

/** For a share against ½; the observed one is drawn towards ½ as if one more lineage had been undecided. */
export function lineagesForShare(count: number, n: number, error: number): number | undefined {
  const p = (count + 0.5) / (n + 1);
  const spread = normalQuantile(power) * Math.sqrt(p * (1 - p)) - normalQuantile(error) / 2;
  return atLeast(n, squared(spread / Math.abs(p - 0.5)));
}

/** Why a test was not made: it takes three for a spread, and eight for one worth the name. */
export function tooFew(count: number, singular = 'lineage'): string {
  const have = count === 1 ? `1 ${singular} is` : `${count} ${singular}s are`;
  return `${have} too few for this test; about 8 would do.`;
}

function atLeast(n: number, needed: number): number | undefined {
  return needed <= most ? Math.max(n + 1, Math.ceil(needed)) : undefined;
}

function squared(x: number): number {
  return x * x;
}
