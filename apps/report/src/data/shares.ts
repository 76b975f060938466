/** Metrics that are 1 where something is so of a lineage and 0 where it is not: what they say of an ensemble is a share. */
import type { CurvePoint } from './report-data.ts';

/** In words that stand between `17 of 50 lineages` and `t = 100`. */
const happenings: Readonly<Record<string, string>> = {
  collapsed: 'had collapsed by',
  extinct: 'had died out by',
  converged: 'had converged at',
};

export function isShare(metric: string): boolean {
  return Object.hasOwn(happenings, metric);
}

export function happeningOf(metric: string): string {
  return happenings[metric];
}

/** The share in place of the quantiles, which are 0 or 1. */
export function asShare(point: CurvePoint): CurvePoint {
  const { mean, standardError } = point;
  const { range: _, ...rest } = point;
  return {
    ...rest,
    median: mean,
    low: mean,
    high: mean,
    standardError: { ...standardError, median: standardError.mean },
  };
}
