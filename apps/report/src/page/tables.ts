/** The tables of the report. */
import type { Agreement } from '../data/agreement.ts';
import { agreementsOf } from '../data/agreement.ts';
import type { Curve, CurvePoint, LostArtifacts, Metric, ReportData } from '../data/report-data.ts';
import { curvesOf, lastPoint } from '../data/report-data.ts';
import { isShare } from '../data/shares.ts';
import { functionalNames } from '../text/names.ts';
import { counted, formatNumber } from '../text/number.ts';
import type { Column } from './html.ts';
import { table } from './html.ts';

const finalColumns: readonly Column[] = [
  { title: 'Setting' },
  { title: 'first median' },
  { title: 'final median' },
  { title: '5–95 %' },
];

const shareColumns: readonly Column[] = [
  { title: 'Setting' },
  { title: 'first share' },
  { title: 'final share' },
];

const theoryColumns: readonly Column[] = [
  { title: 'functional', kind: 'text' },
  { title: 'theory' },
  { title: 'lineages ± standard error' },
  { title: 'difference' },
];

/** First and final median with its interval, and theory beside the functional of the ensemble that it predicts. */
export function finalValuesTable(data: ReportData, metric: Metric): string {
  const curves = curvesOf(data, metric.name);
  const withTheory = curves.some((curve) => agreementsOf(curve).length > 0);
  const shared = sharedEnd(curves);
  const extra: Column[] = shared === undefined ? [{ title: 'final t' }, { title: 'lineages' }] : [];
  const columns = [
    ...(isShare(metric.name) ? shareColumns : finalColumns),
    ...extra,
    ...(withTheory ? theoryColumns : []),
  ];
  const rows = curves.flatMap((curve) => {
    const base = [...endCells(data, curve), ...(shared === undefined ? countCells(lastPoint(curve)) : [])];
    if (!withTheory) return [base];
    const compared = agreementsOf(curve);
    if (compared.length === 0) return [[...base, '', '', '', '']];
    const blank = base.map(() => '');
    return compared.map((each, i) => [...(i === 0 ? base : blank), ...theoryCells(each)]);
  });
  return table(`${metric.title}: final values${shared === undefined ? '' : `, ${shared}`}`, columns, rows);
}

/** `t = 300, 200 lineages each` where that holds for all, so that it need not stand in every row. */
function sharedEnd(curves: readonly Curve[]): string | undefined {
  const ends = new Set(curves.map(lastPoint).map((point) => countCells(point).join(' ')));
  const last = lastPoint(curves[0]);
  if (ends.size > 1 || last.nonFinite > 0) return undefined;
  return `t = ${last.t}, ${counted(last.n, 'lineage')}${curves.length > 1 ? ' each' : ''}`;
}

function endCells(data: ReportData, curve: Curve): string[] {
  const last = lastPoint(curve);
  return [
    data.settings.find((setting) => setting.index === curve.setting)!.label,
    formatNumber(curve.points[0].median),
    formatNumber(last.median),
    ...(isShare(curve.metric) ? [] : [`${formatNumber(last.low)} to ${formatNumber(last.high)}`]),
  ];
}

function countCells({ t, n, nonFinite }: CurvePoint): string[] {
  return [String(t), nonFinite === 0 ? String(n) : `${n} (${nonFinite} not finite)`];
}

function theoryCells(each: Agreement): string[] {
  const relation = { exact: '', asymptotic: '≈ ', bound: 'bound ' }[each.kind];
  return [
    functionalNames[each.functional],
    relation + formatNumber(each.expected),
    measuredCell(each),
    each.z === undefined ? untested(each) : `${signed(each.z)} SE`,
  ];
}

/** One lineage has no standard error; a geometric mean over a value that is not positive does not exist. */
function measuredCell({ measured, standardError }: Agreement): string {
  if (Number.isNaN(measured)) return '—';
  const error = Number.isNaN(standardError) ? '' : ` ± ${formatNumber(standardError, 2)}`;
  return `${formatNumber(measured)}${error}`;
}

/** How the column of differences is to be read. */
export const differenceNote: string =
  'Difference: lineages less theory, in standard errors (SE), for a geometric mean in logarithms. Where a test would mislead, in ' +
  'per cent, or as a plain number for a logarithm and where theory is not positive: the theory is an approximation (≈) or a bound; ' +
  'there are few lineages (fewer than 30), or ' +
  'too few for so skewed values (n ≤ 25 × skewness²), whose standard error is itself uncertain.';

function untested(each: Agreement): string {
  if (each.reason === 'equal') return 'equal';
  const difference = each.measured - each.expected;
  if (isLogarithm(each.metric) || !(each.expected > 0))
    return Number.isFinite(difference) ? `${plainly(difference)} (${each.mark})` : `(${each.mark})`;
  const relative = difference / each.expected;
  return Number.isFinite(relative) ? `${signed(100 * relative)} % (${each.mark})` : `(${each.mark})`;
}

/** A ratio of logarithms depends on the unit: they have none, or a zero that means nothing. */
function isLogarithm(metric: string): boolean {
  return /log/i.test(metric);
}

function plainly(difference: number): string {
  return `${difference < 0 ? '' : '+'}${formatNumber(difference, 2)}`;
}

function signed(value: number): string {
  const text = Math.abs(value).toFixed(1);
  return text === '0.0' ? '0.0' : `${value < 0 ? '−' : '+'}${text}`;
}

/** Every setting with the swept values that its label does not say, seeds present and failed. */
export function settingsTable(data: ReportData): string {
  const unnamed = data.axes.filter((axis) => !data.naming.includes(axis.path));
  const columns: Column[] = [
    { title: 'Setting' },
    ...unnamed.map((axis): Column => ({ title: axis.path })),
    { title: 'lineages' },
    { title: 'of' },
    { title: 'failed' },
  ];
  const rows = data.settings.map((setting, i) => {
    const { present, expected, failed } = data.completeness.perSetting[i];
    const values = unnamed.map((axis) => scalar(setting.values[axis.path]));
    return [setting.label, ...values, String(present), String(expected), String(failed)];
  });
  return table('Settings and lineages', columns, rows);
}

function scalar(value: string | number | boolean | null | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'number' ? formatNumber(value, 6) : String(value);
}

/** Product-limit summaries of the time to collapse. */
export function collapseTimesTable(data: ReportData): string {
  const columns: Column[] = [
    { title: 'Setting' },
    { title: 'lineages' },
    { title: 'collapsed' },
    { title: 'median time to collapse' },
    { title: 'mean time, counted up to the last generation' },
  ];
  const rows = data.collapseTimes.map(({ setting, lineages, censored, median, restrictedMean, horizon }) => [
    data.settings.find((each) => each.index === setting)!.label,
    String(lineages),
    String(lineages - censored),
    median === undefined ? `more than ${horizon}` : String(median),
    formatNumber(restrictedMean),
  ]);
  return table('Time to collapse, in generations', columns, rows);
}

export function failuresTable(data: ReportData): string {
  const columns: Column[] = [
    { title: 'Setting' },
    { title: 'seed' },
    { title: 'kind' },
    { title: 'message', kind: 'text' },
  ];
  const rows = data.completeness.failures.map((each) => [
    each.setting,
    String(each.seed),
    each.kind,
    each.message,
  ]);
  return table('Failed cells', columns, rows);
}

export function lostArtifactsTable({ rows }: LostArtifacts): string {
  const columns: Column[] = [
    { title: 'Setting' },
    { title: 'seed' },
    { title: 't' },
    { title: 'observer', kind: 'text' },
    { title: 'file', kind: 'text' },
  ];
  return table(
    'Missing or damaged artifacts',
    columns,
    rows.map(({ setting, seed, t, observer, file }) => [setting, String(seed), String(t), observer, file]),
  );
}
