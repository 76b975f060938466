/** Theory against the ensemble in the last generation, functional by functional. */
import type { Functional } from '@collapse-lab/theory';
import type { Curve, ReportData, TheoryCurve } from './report-data.ts';
import { lastPoint } from './report-data.ts';

export interface Agreement {
  readonly setting: number;
  readonly metric: string;
  readonly functional: Functional;
  readonly kind: TheoryCurve['kind'];
  readonly source: string;
  readonly t: number;
  readonly n: number;
  readonly expected: number;
  readonly measured: number;
  readonly standardError: number;
  /** (measured − expected) / standardError; undefined where it would not mean what it says. */
  readonly z?: number;
  /** Why there is no z. */
  readonly reason?: string;
}

/** Below, the estimate of the standard error is itself too uncertain. */
const fewestLineages = 10;
/** Above, a mean rests on one lineage, and its standard error is not to be trusted. */
const largestTrustedShare = 0.25;
/** Differences below this share of the value are rounding, whatever the standard error. */
const rounding = 1e-9;

export function agreements(data: ReportData): Agreement[] {
  return data.curves.flatMap(agreementsOf);
}

export function agreementsOf(curve: Curve): Agreement[] {
  const last = lastPoint(curve);
  return curve.theory.flatMap((theory) => {
    const point = theory.points.find((each) => each.t === last.t);
    if (point === undefined || last.n === last.nonFinite) return [];
    const { functional, kind, source } = theory;
    const measured = last[functional];
    const standardError = last.standardError[functional];
    const base = { setting: curve.setting, metric: curve.metric, functional, kind, source, t: last.t, n: last.n };
    const compared = { ...base, expected: point.value, measured, standardError };
    return [{ ...compared, ...judge(compared, last.nonFinite, last.largestShare) }];
  });
}

type Compared = Omit<Agreement, 'z' | 'reason'>;

function judge(each: Compared, nonFinite: number, largestShare: number): { z: number } | { reason: string } {
  const difference = each.measured - each.expected;
  if (each.kind === 'bound') return { reason: 'a bound, not a value' };
  if (Math.abs(difference) <= rounding * Math.abs(each.expected)) return { z: 0 };
  if (each.kind === 'asymptotic') return { reason: 'an approximation: its own error may exceed the standard error' };
  if (nonFinite > 0) return { reason: 'some lineages are not finite' };
  if (each.n < fewestLineages) return { reason: `fewer than ${fewestLineages} lineages` };
  if (!(each.standardError > 0)) return { reason: 'no standard error' };
  if (each.functional === 'mean' && largestShare > largestTrustedShare) {
    return { reason: `one lineage makes ${Math.round(100 * largestShare)} % of the mean` };
  }
  return { z: difference / each.standardError };
}
