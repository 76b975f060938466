/**
 * One panel per setting: median and 5–95 % band of the lineages, and, where theory is known, the theory curve dashed
 * in the colour of its functional over that same functional of the ensemble.
 */

import type { Functional } from '@collapse-lab/theory';
import * as Plot from '@observablehq/plot';
import { restsOnFew } from '../data/agreement.ts';
import type { SettingGroup } from '../data/groups.ts';
import type { Curve, CurvePoint, Metric, ReportData, TheoryCurve } from '../data/report-data.ts';
import { curveOf, lastPoint } from '../data/report-data.ts';
import { isShare } from '../data/shares.ts';
import { thinnedCurve } from '../data/thin.ts';
import { capitalised, functionalNames, noun } from '../text/names.ts';
import { subjectOf } from '../text/subject.ts';
import { wrapText } from '../text/text-width.ts';
import { generationAxis, valueAxis, valueAxisWidth } from './axes.ts';
import { lineagesOf, nonFiniteNote } from './caption.ts';
import type { Figure, Placed } from './figure.ts';
import { finishFigure, text } from './figure.ts';
import type { LegendEntry } from './legend.ts';
import { bandSymbol, footnotes, legend, lineSymbol } from './legend.ts';
import { plotMarkup } from './plot.ts';
import type { ValueScale } from './scale.ts';
import { valueScale } from './scale.ts';
import { fontSize, functionalColours, ink, muted, warning } from './theme.ts';

const bandOpacity = 0.18;
const theoryDash = '5,3';

export interface ByGenerationOptions {
  readonly data: ReportData;
  readonly metric: Metric;
  readonly groups: readonly SettingGroup[];
}

interface Layout {
  readonly panelWidth: number;
  readonly headingLines: number;
  readonly panelHeight: number;
}

const figureWidth = 940;
const gapX = 18;
const marginBottom = 34;
/** Of a curve: more cannot be seen in a panel. */
const mostPoints = 80;

export function metricByGeneration(options: ByGenerationOptions): Figure {
  const rows = panelRows(options);
  const curves = rows.flat();
  const notes = theoryNotes(curves);
  const layout = layoutFor(options, rows);
  const key = legend(legendEntries(curves), figureWidth);
  const rowHeight = 14 * layout.headingLines + 8 + layout.panelHeight;
  const panels = rows.flatMap((row, i) =>
    row.map(
      (curve, j): Placed => ({
        x: j * (layout.panelWidth + gapX),
        y: key.height + 8 + i * rowHeight,
        markup: panel(curve, options, layout, notes),
      }),
    ),
  );
  const bottom = key.height + 8 + rows.length * rowHeight;
  const foot = footnotes(
    [...notes.values()].map((note, i) => `[${i + 1}] ${note}`),
    figureWidth,
    muted,
  );
  return finishFigure({
    name: `by-generation-${options.metric.name}`,
    title: `${options.metric.title} by generation`,
    caption: caption(options, curves),
    width: figureWidth,
    height: bottom + foot.height,
    parts: [{ x: 0, y: 0, markup: key.markup }, ...panels, { x: 0, y: bottom, markup: foot.markup }],
  });
}

/** Rows of panels: each group begins a new row, so that what differs in one axis only stands in one column. */
function panelRows({ data, metric, groups }: ByGenerationOptions): Curve[][] {
  const found = groups.map((group) =>
    group.members.flatMap(({ setting }) => curveOf(data, setting.index, metric.name) ?? []),
  );
  const columns = columnsFor(found.map((curves) => curves.length));
  const blocks = found.every((curves) => curves.length === 1) ? [found.flat()] : found;
  return blocks.flatMap((curves) =>
    Array.from({ length: Math.ceil(curves.length / columns) }, (_, i) =>
      curves.slice(i * columns, (i + 1) * columns),
    ),
  );
}

/** Few enough that panels are readable, and such that the last row is not nearly empty. */
function columnsFor(counts: readonly number[]): number {
  const most = Math.max(...counts);
  if (most === 1) return Math.min(4, counts.length);
  if (most <= 5) return most;
  return [4, 3].find((columns) => most % columns === 0 || most % columns > 1) ?? 4;
}

function layoutFor(options: ByGenerationOptions, rows: readonly (readonly Curve[])[]): Layout {
  const columns = Math.max(...rows.map((row) => row.length));
  const panelWidth = (figureWidth - gapX * (columns - 1)) / columns;
  const lines = rows
    .flat()
    .map((curve) => titleOf(curve, options, panelWidth).length + remarks(curve, new Map()).length);
  return { panelWidth, headingLines: Math.max(...lines), panelHeight: columns === 1 ? 340 : 190 };
}

/** None where there is one setting: nothing to tell apart. */
function titleOf(curve: Curve, { data }: ByGenerationOptions, width: number): string[] {
  if (data.settings.length === 1) return [];
  const setting = data.settings.find((each) => each.index === curve.setting)!;
  return wrapText(setting.label, width - 8, fontSize.label, 'bold');
}

function panel(
  curve: Curve,
  options: ByGenerationOptions,
  layout: Layout,
  notes: ReadonlyMap<string, string>,
): string {
  const scale = scaleOf(curve, options);
  const titles = titleOf(curve, options, layout.panelWidth).map((value) => ({
    value,
    fill: ink,
    weight: 'bold' as const,
  }));
  const small = remarks(curve, notes).map((remark) => ({ ...remark, weight: 'normal' as const }));
  const heading = [...titles, ...small].map((line, i) => text({ x: 4, y: 11 + 14 * i, ...line }));
  const top = 14 * layout.headingLines;
  const plot = plotMarkup({
    width: layout.panelWidth,
    height: layout.panelHeight,
    marginLeft: valueAxisWidth(scale),
    marginBottom,
    marginTop: 8,
    marginRight: 10,
    x: { domain: [0, lastGeneration(curve)] },
    y: { type: scale.type, domain: [...scale.domain] },
    marks: [
      valueAxis(scale),
      generationAxis(lastGeneration(curve), layout.panelWidth - 62),
      ...marks(thinnedCurve(curve, mostPoints), scale),
    ],
  });
  return [...heading, `<g transform="translate(0,${top})">${plot}</g>`].join('');
}

/** Each panel has its own scale: what is nearly constant is to be compared with its theory all the same. */
function scaleOf(curve: Curve, { metric, data }: ByGenerationOptions): ValueScale {
  const theory = curve.theory.flatMap(({ points }) => points.map((point) => point.value));
  return valueScale(metric.name, typicalValues(curve), extremeValues(curve), data.options.logMetrics, theory);
}

function lastGeneration(curve: Curve): number {
  return Math.max(1, lastPoint(curve).t);
}

/** Under the heading: which theory is drawn, and what is not finite. */
function remarks(curve: Curve, notes: ReadonlyMap<string, string>): { value: string; fill: string }[] {
  const numbers = curve.theory.map((theory) => `[${[...notes.keys()].indexOf(noteKey(theory)) + 1}]`);
  const last = lastPoint(curve);
  const { nonFinite, n } = last;
  const skewed = curve.theory.some(({ functional }) => functional === 'mean' && restsOnFew(last));
  return [
    ...(numbers.length > 0 ? [{ value: `theory ${numbers.join(' ')}`, fill: muted }] : []),
    ...(skewed ? [{ value: 'few lineages carry the mean', fill: muted }] : []),
    ...(nonFinite > 0 ? [{ value: `${nonFinite} of ${n} lineages not finite`, fill: warning }] : []),
  ];
}

function marks(curve: Curve, scale: ValueScale): Plot.Markish[] {
  const points = curve.points.filter((point) => point.n > point.nonFinite);
  const y = scale.clamp;
  const drawn: Plot.Markish[] = [
    Plot.areaY(points, {
      x: 't',
      y1: (point: CurvePoint) => y(point.low),
      y2: (point: CurvePoint) => y(point.high),
      fill: functionalColours.median.ensemble,
      fillOpacity: bandOpacity,
    }),
  ];
  for (const functional of functionalsOf(curve)) {
    drawn.push(
      Plot.lineY(points, {
        x: 't',
        y: (point: CurvePoint) => y(point[functional]),
        stroke: functionalColours[functional].ensemble,
        strokeWidth: functional === 'median' ? 2 : 3,
        strokeOpacity: functional === 'median' ? 1 : 0.6,
      }),
    );
  }
  for (const theory of curve.theory) {
    drawn.push(
      Plot.lineY(theory.points, {
        x: 't',
        y: (point: { value: number }) => y(point.value),
        stroke: functionalColours[theory.functional].theory,
        strokeWidth: 1.6,
        strokeDasharray: theoryDash,
      }),
    );
  }
  return drawn;
}

/** One lineage: its quantiles and means are all its value. */
function isSingle(curve: Curve): boolean {
  return lastPoint(curve).n === 1;
}

/** Of a share the mean; else the median always, the others where theory speaks of them. */
function functionalsOf(curve: Curve): Functional[] {
  if (isShare(curve.metric)) return ['mean'];
  if (isSingle(curve)) return ['median'];
  const spoken = new Set<Functional>(curve.theory.map((theory) => theory.functional));
  return (['mean', 'geometricMean', 'median'] as const).filter(
    (each) => each === 'median' || spoken.has(each),
  );
}

function typicalValues(curve: Curve): number[] {
  const functionals = functionalsOf(curve);
  return curve.points.flatMap((point) => functionals.map((functional) => point[functional]));
}

function extremeValues(curve: Curve): number[] {
  return curve.points.flatMap((point) => [point.low, point.high]);
}

function legendEntries(curves: readonly Curve[]): LegendEntry[] {
  const spoken = new Set(curves.flatMap(functionalsOf));
  const predicted = new Set(curves.flatMap((curve) => curve.theory.map((theory) => theory.functional)));
  const colours = functionalColours;
  const share = isShare(curves[0].metric);
  const single = !share && curves.every(isSingle);
  const first = share
    ? { label: 'share of lineages', symbol: lineSymbol(colours.mean.ensemble, 3, { opacity: 0.6 }) }
    : { label: single ? 'the only lineage' : 'median', symbol: lineSymbol(colours.median.ensemble, 2) };
  const entries: LegendEntry[] = [first];
  if (!single && !share) {
    entries.push({ label: '5–95 % of lineages', symbol: bandSymbol(colours.median.ensemble, bandOpacity) });
  }
  for (const functional of ['median', 'mean', 'geometricMean'] as const) {
    const { ensemble, theory } = colours[functional];
    const name = functionalNames[functional];
    if (functional !== 'median' && !share && spoken.has(functional)) {
      entries.push({ label: `${name} of lineages`, symbol: lineSymbol(ensemble, 3, { opacity: 0.6 }) });
    }
    if (predicted.has(functional)) {
      entries.push({ label: `theory of the ${name}`, symbol: lineSymbol(theory, 1.6, { dash: theoryDash }) });
    }
  }
  return entries;
}

const noteKey = (theory: TheoryCurve): string => `${theory.functional} ${theory.kind} ${theory.source}`;

/** The distinct theories of the figure, in order of appearance. */
function theoryNotes(curves: readonly Curve[]): Map<string, string> {
  const notes = new Map<string, string>();
  for (const theory of curves.flatMap((curve) => curve.theory)) {
    notes.set(
      noteKey(theory),
      `theory of the ${functionalNames[theory.functional]}, ${theory.kind}: ${theory.source}`,
    );
  }
  return notes;
}

function caption(options: ByGenerationOptions, curves: readonly Curve[]): string {
  const share = isShare(options.metric.name);
  const parts = [
    `${capitalised(noun(options.metric.title))}${subjectOf(options.metric.name)} against generation t, one panel per setting, ${lineagesOf(curves)}.`,
    ...(share || curves.every(isSingle) ? [] : ['Line: median; band: 5 % to 95 % quantile.']),
    ...(curves.length > 1 ? ['Each panel has its own value axis.'] : []),
  ];
  if (curves.some((curve) => curve.theory.length > 0)) {
    parts.push(
      'Dashed: theory, in the colour of the functional it predicts; compare it with the line of that colour.',
    );
  }
  parts.push(...new Set(curves.flatMap((curve) => scaleOf(curve, options).notes)));
  const lost = nonFiniteNote(curves);
  return [...parts, ...(lost === undefined ? [] : [lost])].join(' ');
}
