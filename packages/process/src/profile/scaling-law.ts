/**
 * Definition 5: does the risk still fall with the sample size as it did? The exponent of mean risk against size, by least
 * squares in logarithms, at t = 0 and at T. Lineages of one seed share their real data across sizes, so the limits of the
 * difference come from leaving out whole seeds (jackknife).
 */
import { log } from '@collapse-lab/math';
import { whyNoPowerLaw } from './exact-distance.ts';
import { leastSquaresSlope } from './least-squares.ts';
import { jackknifeLimits } from './limits.ts';
import { lineagesForMean, tooFew } from './lineages-needed.ts';
import type { ProfileThresholds } from './profile-options.ts';
import { short } from './risk-increase.ts';
import type { Finding } from './verdict.ts';

/** One sample size of the same setting. */
export interface ScalingPoint {
  /** Points that a model is fitted to, or any other measure of size that all points share. */
  readonly size: number;
  /** The risk at t = 0 and at the last generation, of each lineage. */
  readonly risks: readonly { readonly seed: number; readonly first: number; readonly last: number }[];
}

export function scalingLawChange(
  points: readonly ScalingPoint[] | undefined,
  metric: string,
  { slope: threshold }: ProfileThresholds,
  error: number,
): Finding {
  const unknown = (reason: string): Finding => ({ verdict: 'cannot be told', metric, reason });
  const sizes = new Set(points?.map(({ size }) => size));
  if (points === undefined || sizes.size < 2)
    return {
      verdict: 'cannot be told',
      reason: 'A scaling law needs the same setting at two sample sizes or more.',
    };
  const why = whyNoPowerLaw(metric);
  if (why !== undefined) return unknown(why);
  const seeds = sharedSeeds(points);
  if (seeds.length < 3) return unknown(tooFew(seeds.length, 'shared seed'));
  const difference = (without?: number): readonly [first: number, last: number] => {
    const kept = seeds.filter((seed) => seed !== without);
    return [exponent(points, kept, 'first'), exponent(points, kept, 'last')];
  };
  const [first, last] = difference();
  const leftOut = seeds.map((seed) => difference(seed)).map((pair) => pair[1] - pair[0]);
  if (![...leftOut, first, last].every(Number.isFinite))
    return unknown(
      `The mean risk (${metric}) is not a positive finite number at every size, so it has no power law.`,
    );
  const limits = jackknifeLimits(last - first, leftOut, error);
  const { estimate, low, high } = limits;
  const apart = low > threshold || high < -threshold;
  const equal = low > -threshold && high < threshold;
  const needed = apart || equal ? undefined : lineagesForMean(limits, Math.sign(estimate) * threshold, error);
  return {
    verdict: apart ? 'happened' : equal ? 'did not happen' : 'cannot be told',
    metric,
    quantity: 'exponent of mean risk against sample size at T − that at t = 0',
    estimate,
    low,
    high,
    threshold,
    reason: `Over ${sizes.size} sizes the mean risk (${metric}) scales like n^${short(first)} at t = 0 and n^${short(last)} at T (${seeds.length} seeds).`,
    ...(needed !== undefined && { lineagesNeeded: needed }),
  };
}

function sharedSeeds(points: readonly ScalingPoint[]): number[] {
  const sets = points.map(({ risks }) => new Set(risks.map(({ seed }) => seed)));
  return [...sets[0]].filter((seed) => sets.every((set) => set.has(seed)));
}

/** Slope of log mean risk on log size over the seeds kept. */
function exponent(points: readonly ScalingPoint[], kept: readonly number[], end: 'first' | 'last'): number {
  const seeds = new Set(kept);
  const x = points.map(({ size }) => log(size));
  const y = points.map(({ risks }) => {
    const values = risks.filter(({ seed }) => seeds.has(seed)).map((risk) => risk[end]);
    return log(values.reduce((sum, value) => sum + value, 0) / values.length);
  });
  return leastSquaresSlope(x, y);
}
