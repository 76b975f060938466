/** The tables of the report. */
import type { Agreement } from '../data/agreement.ts';
import { agreementsOf } from '../data/agreement.ts';
import type { CurvePoint, Metric, ReportData } from '../data/report-data.ts';
import { curvesOf, lastPoint } from '../data/report-data.ts';
import { functionalNames } from '../text/names.ts';
import { formatNumber } from '../text/number.ts';
import type { Column } from './html.ts';
import { table } from './html.ts';

const finalColumns: readonly Column[] = [
  { title: 'Setting' },
  { title: 't' },
  { title: 'lineages' },
  { title: 'median at first' },
  { title: 'final median' },
  { title: '5–95 %' },
];

const theoryColumns: readonly Column[] = [
  { title: 'theory' },
  { title: 'of the lineages ± standard error' },
  { title: 'difference', kind: 'text' },
];

/** First and final median with its interval, and theory beside the functional of the ensemble that it predicts. */
export function finalValuesTable(data: ReportData, metric: Metric): string {
  const curves = curvesOf(data, metric.name);
  const withTheory = curves.some((curve) => agreementsOf(curve).length > 0);
  const rows = curves.flatMap((curve) => {
    const last = lastPoint(curve);
    const base = [
      data.settings.find((setting) => setting.index === curve.setting)!.label,
      String(last.t),
      lineages(last),
      formatNumber(curve.points[0].median),
      formatNumber(last.median),
      `${formatNumber(last.low)} to ${formatNumber(last.high)}`,
    ];
    if (!withTheory) return [base];
    const compared = agreementsOf(curve);
    if (compared.length === 0) return [[...base, '', '', '']];
    return compared.map((each, i) => [...(i === 0 ? base : ['', '', '', '', '', '']), ...theoryCells(each)]);
  });
  return table(`${metric.title}: final values`, withTheory ? [...finalColumns, ...theoryColumns] : finalColumns, rows);
}

function lineages({ n, nonFinite }: CurvePoint): string {
  return nonFinite === 0 ? String(n) : `${n} (${nonFinite} not finite)`;
}

function theoryCells(each: Agreement): string[] {
  const name = functionalNames[each.functional];
  return [
    `${name} ${formatNumber(each.expected)} (${each.kind})`,
    `${name} ${formatNumber(each.measured)} ± ${formatNumber(each.standardError, 2)}`,
    each.z === undefined ? untested(each) : `${signed(each.z)} standard errors`,
  ];
}

function untested(each: Agreement): string {
  if (each.kind === 'bound') return each.measured <= each.expected ? 'below the bound' : 'above the bound';
  if (each.reason === 'equal') return 'equal';
  const relative = each.measured / each.expected - 1;
  const share = Number.isFinite(relative) ? `${signed(100 * relative)} %; ` : '';
  return `${share}${each.reason}`;
}

function signed(value: number): string {
  const text = Math.abs(value).toFixed(1);
  return text === '0.0' ? '0.0' : `${value < 0 ? '−' : '+'}${text}`;
}

/** Every setting with its swept values, seeds present and failed. */
export function settingsTable(data: ReportData): string {
  const columns: Column[] = [
    { title: 'Setting' },
    ...data.axes.map((axis): Column => ({ title: axis.path })),
    { title: 'lineages' },
    { title: 'of' },
    { title: 'failed' },
  ];
  const rows = data.settings.map((setting, i) => {
    const { present, expected, failed } = data.completeness.perSetting[i];
    const values = data.axes.map((axis) => scalar(setting.values[axis.path]));
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
  const rows = data.completeness.failures.map((each) => [each.setting, String(each.seed), each.kind, each.message]);
  return table('Failed cells', columns, rows);
}
