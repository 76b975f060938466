/** Theory against the ensemble in the last generation, functional by functional. */
import type { Functional } from '@collapse-lab/theory';
import type { Curve, CurvePoint, ReportData, TheoryCurve } from './report-data.ts';
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
  /** (measured − expected) / standardError, for a geometric mean in logarithms; undefined where it would mislead. */
  readonly z?: number;
  /** Why there is no z. */
  readonly reason?: string;
  /** The reason in a word, for tables. */
  readonly mark?: string;
}

/** Below, the estimate of the standard error is itself too uncertain. */
const fewestLineages = 30;
/**
 * A mean of n values is near enough to normal for its standard error to mean what it says when n > 25 g², g the
 * skewness (Cochran, Sampling Techniques, 1977, §2.15).
 */
const lineagesPerSquaredSkewness = 25;
/** The same rule at 2.5 times the skewness. For 200 log-normal values: a standard deviation of logarithms near 2. */
const lineagesToRest = 4;
/** Differences and standard errors below this share of the value are rounding: lineages that all end in one state. */
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
    const base = {
      setting: curve.setting,
      metric: curve.metric,
      functional,
      kind,
      source,
      t: last.t,
      n: last.n,
    };
    const compared = { ...base, expected: point.value, measured, standardError };
    return [{ ...compared, ...judge(compared, last) }];
  });
}

type Compared = Omit<Agreement, 'z' | 'reason' | 'mark'>;

function isTooSkewed({ n, skewness }: CurvePoint, functional: Functional): boolean {
  return functional !== 'median' && n <= lineagesPerSquaredSkewness * skewness[functional] ** 2;
}

/** Whether the mean is made by so few lineages that another ensemble would give quite another one. */
export function restsOnFew({ n, skewness }: CurvePoint): boolean {
  return n <= lineagesToRest * skewness.mean ** 2;
}

type Verdict = { readonly z: number } | { readonly reason: string; readonly mark: string };

/** Why there is no z: as a clause, and as a word for tables. */
function withhold(reason: string, mark: string): Verdict {
  return { reason, mark };
}

function judge(each: Compared, last: CurvePoint): Verdict {
  const difference = each.measured - each.expected;
  if (each.kind === 'bound') return withhold('a bound, not a value', 'bound');
  if (Math.abs(difference) <= rounding * Math.abs(each.expected)) return withhold('equal', 'equal');
  if (each.kind === 'asymptotic') return withhold('an approximation', 'approximation');
  if (last.nonFinite > 0) return withhold('some lineages are not finite', 'not finite');
  if (each.n < fewestLineages) return withhold(`fewer than ${fewestLineages} lineages`, 'few');
  if (!(each.standardError > rounding * Math.abs(each.measured)))
    return withhold('no spread among the lineages', 'no spread');
  if (isTooSkewed(last, each.functional)) return withhold('too skewed for its standard error', 'skewed');
  // The mean of logarithms is what is normal, not its exponential.
  if (each.functional === 'geometricMean') {
    return { z: (Math.log(each.measured / each.expected) * each.measured) / each.standardError };
  }
  return { z: difference / each.standardError };
}
