/** Where each setting ends: median with 5–95 % interval, the functional that theory predicts, and the prediction. */
import * as Plot from '@observablehq/plot';
import type { NamedSetting } from '../data/groups.ts';
import type { Curve, Metric, ReportData } from '../data/report-data.ts';
import { curveOf, lastPoint } from '../data/report-data.ts';
import { isShare } from '../data/shares.ts';
import { capitalised, functionalNames, noun } from '../text/names.ts';
import { subjectOf } from '../text/subject.ts';
import { textWidth } from '../text/text-width.ts';
import { lineagesOf, nonFiniteNote } from './caption.ts';
import type { Figure } from './figure.ts';
import { finishFigure } from './figure.ts';
import type { LegendEntry } from './legend.ts';
import { legend } from './legend.ts';
import { plotMarkup } from './plot.ts';
import type { ValueScale } from './scale.ts';
import { valueScale } from './scale.ts';
import { fontSize, functionalColours, grid, ink, muted } from './theme.ts';

interface Row {
  readonly name: string;
  readonly curve: Curve;
}

const figureWidth = 940;
const rowHeight = 22;

export function finalValuesChart(
  data: ReportData,
  metric: Metric,
  settings: readonly NamedSetting[],
): Figure {
  const rows = settings.flatMap(({ setting, name }): Row[] => {
    const curve = curveOf(data, setting.index, metric.name);
    return curve === undefined ? [] : [{ name, curve }];
  });
  const curves = rows.map((row) => row.curve);
  const key = legend(entries(curves), figureWidth);
  const marginLeft = Math.min(330, Math.max(...rows.map((row) => textWidth(row.name, fontSize.label))) + 14);
  const scale = scaleOf(data, metric, curves);
  const height = rows.length * rowHeight + 44;
  const plot = plotMarkup({
    width: figureWidth,
    height,
    marginLeft,
    marginRight: 24,
    marginTop: 6,
    marginBottom: 38,
    x: { type: scale.type, domain: [...scale.domain] },
    y: { type: 'linear', domain: [rows.length - 0.4, -0.6] },
    marks: marks(rows, metric, scale),
  });
  const last = [...new Set(curves.map((curve) => lastPoint(curve).t))];
  return finishFigure({
    name: `final-${metric.name}`,
    title: `${metric.title}: final values`,
    caption: caption(metric, curves, last, scale),
    width: figureWidth,
    height: key.height + 6 + height,
    parts: [
      { x: 0, y: 0, markup: key.markup },
      { x: 0, y: key.height + 6, markup: plot },
    ],
  });
}

function scaleOf(data: ReportData, metric: Metric, curves: readonly Curve[]): ValueScale {
  const ends = curves.map(lastPoint);
  const typical = [
    ...ends.map((point) => point.median),
    ...curves.flatMap(predictions).map((each) => each.measured),
  ];
  const theory = curves.flatMap(predictions).map((each) => each.value);
  const extremes = ends.flatMap((point) => [point.low, point.high]);
  return valueScale(metric.name, typical, extremes, data.options.logMetrics, theory);
}

interface FinalPrediction {
  readonly functional: 'mean' | 'median' | 'geometricMean';
  readonly value: number;
  readonly measured: number;
}

function predictions(curve: Curve): FinalPrediction[] {
  const last = lastPoint(curve);
  return curve.theory.flatMap(({ functional, points }) => {
    const point = points.find((each) => each.t === last.t);
    return point === undefined ? [] : [{ functional, value: point.value, measured: last[functional] }];
  });
}

function marks(rows: readonly Row[], metric: Metric, scale: ValueScale): Plot.Markish[] {
  const ends = rows.map((row, y) => ({ y, point: lastPoint(row.curve) }));
  const finite = ends.filter(({ point }) => point.n > point.nonFinite);
  const predicted = rows.flatMap((row, y) => predictions(row.curve).map((each) => ({ y, ...each })));
  const colour = functionalColours.median.ensemble;
  return [
    ...axes(rows, metric, scale),
    Plot.link(finite, {
      x1: ({ point }) => scale.clamp(point.low),
      x2: ({ point }) => scale.clamp(point.high),
      y: 'y',
      stroke: colour,
      strokeWidth: 5,
      strokeOpacity: 0.25,
    }),
    Plot.dot(
      predicted.filter((each) => each.functional !== 'median' && !isShare(metric.name)),
      {
        x: (each: FinalPrediction) => scale.clamp(each.measured),
        y: 'y',
        symbol: 'diamond',
        r: 4.5,
        fill: (each: FinalPrediction) => functionalColours[each.functional].ensemble,
      },
    ),
    Plot.dot(finite, { x: ({ point }) => scale.clamp(point.median), y: 'y', r: 4, fill: colour }),
    Plot.ruleX(predicted, {
      x: (each: FinalPrediction) => scale.clamp(each.value),
      y1: (each: { y: number }) => each.y - 0.36,
      y2: (each: { y: number }) => each.y + 0.36,
      stroke: (each: FinalPrediction) => functionalColours[each.functional].theory,
      strokeWidth: 2,
    }),
  ];
}

function axes(rows: readonly Row[], metric: Metric, scale: ValueScale): Plot.Markish[] {
  const axis = { fill: ink, stroke: muted };
  return [
    Plot.gridX([...scale.ticks], { stroke: grid, strokeOpacity: 1 }),
    Plot.frame({ anchor: 'bottom', stroke: muted }),
    Plot.axisX([...scale.ticks], {
      ...axis,
      fontSize: fontSize.tick,
      text: scale.tickFormat,
      tickSize: 4,
      label: metric.title,
      labelAnchor: 'center',
      labelArrow: 'none',
      labelOffset: 34,
    }),
    Plot.axisY([...rows.keys()], {
      ...axis,
      fontSize: fontSize.label,
      tickSize: 0,
      text: (y: number) => rows[y].name,
      label: null,
    }),
  ];
}

/** One lineage has no interval, nor has a share. */
function isSingle(curves: readonly Curve[]): boolean {
  return isShare(curves[0].metric) || curves.every((curve) => lastPoint(curve).n === 1);
}

function entries(curves: readonly Curve[]): LegendEntry[] {
  const spoken = new Set(curves.flatMap(predictions).map((each) => each.functional));
  const { median } = functionalColours;
  const list: LegendEntry[] = [
    {
      label: isShare(curves[0].metric)
        ? 'share of lineages'
        : isSingle(curves)
          ? 'lineage'
          : 'median and 5–95 % of lineages',
      symbol: isSingle(curves)
        ? `<circle cx="12" cy="6" r="4" fill="${median.ensemble}"/>`
        : `<rect x="0" y="3.5" width="24" height="5" fill="${median.ensemble}" fill-opacity="0.25"/><circle cx="12" cy="6" r="4" fill="${median.ensemble}"/>`,
    },
  ];
  for (const functional of ['median', 'mean', 'geometricMean'] as const) {
    if (!spoken.has(functional)) continue;
    const { ensemble, theory } = functionalColours[functional];
    const name = functionalNames[functional];
    if (functional !== 'median' && !isShare(curves[0].metric)) {
      list.push({
        label: `${name} of lineages`,
        symbol: `<path d="M12,0L17,6L12,12L7,6Z" fill="${ensemble}"/>`,
      });
    }
    const symbol = `<path d="M12,-1V13" stroke="${theory}" stroke-width="2"/>`;
    list.push({ label: `theory of the ${name}`, symbol });
  }
  return list;
}

function caption(
  metric: Metric,
  curves: readonly Curve[],
  last: readonly number[],
  scale: ValueScale,
): string {
  const when =
    last.length === 1
      ? subjectOf(metric.name, `t = ${last[0]}`) || ` at t = ${last[0]}`
      : ' in the last generation of each setting';
  const lost = nonFiniteNote(curves);
  return [
    `${capitalised(noun(metric.title))}${when}, ${lineagesOf(curves)}${isSingle(curves) ? '' : ': median (dot) and 5 % to 95 % quantile (bar)'}.`,
    ...(curves.some((curve) => curve.theory.length > 0)
      ? ['Upright strokes: theory; compare each with the mark of its own functional.']
      : []),
    ...scale.notes,
    ...(lost === undefined ? [] : [lost]),
  ].join(' ');
}
