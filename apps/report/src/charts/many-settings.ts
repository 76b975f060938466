/**
 * Medians of too many settings to name: thin lines, coloured by the swept number that explains most of where they end
 * (the one with the largest between-group share of the variance of the ranks of the final medians).
 */
import * as Plot from '@observablehq/plot';
import type { Axis, Curve, CurvePoint, Metric, ReportData, Scalar } from '../data/report-data.ts';
import { curvesOf, lastPoint } from '../data/report-data.ts';
import { isShare } from '../data/shares.ts';
import { capitalised, noun } from '../text/names.ts';
import { subjectOf } from '../text/subject.ts';
import { generationAxis, valueAxis, valueAxisWidth } from './axes.ts';
import { lineagesOf, nonFiniteNote } from './caption.ts';
import type { ColourLegend } from './colour-classes.ts';
import { colourLegend, lineClasses, valueLegend } from './colour-classes.ts';
import type { Figure } from './figure.ts';
import { finishFigure } from './figure.ts';
import { plotMarkup } from './plot.ts';
import type { ValueScale } from './scale.ts';
import { valueScale } from './scale.ts';
import { ink, seriesColours } from './theme.ts';

const size = { width: 940, height: 400 } as const;

export function manySettings(data: ReportData, metric: Metric): Figure {
  const curves = curvesOf(data, metric.name);
  const medians = curves.flatMap((curve) => curve.points.map((point) => point.median));
  const scale = valueScale(metric.name, medians, [], data.options.logMetrics);
  const axis = strongestAxis(data, curves);
  const colouring = axis === undefined ? undefined : colouringBy(data, axis);
  const legend = colouring?.legend;
  const top = legend === undefined ? 0 : legend.height + 6;
  return finishFigure({
    name: `compared-${metric.name}`,
    title: `${metric.title}: all ${curves.length} settings`,
    caption: caption(metric, curves, axis, scale.notes),
    width: size.width,
    height: top + size.height,
    parts: [
      { x: 0, y: 0, markup: legend?.markup ?? '' },
      { x: 0, y: top, markup: draw(data, curves, scale, colouring) },
    ],
  });
}

function draw(data: ReportData, curves: readonly Curve[], scale: ValueScale, colouring?: Colouring): string {
  const last = Math.max(1, ...curves.map((curve) => lastPoint(curve).t));
  const marginLeft = valueAxisWidth(scale);
  const line = (curve: Curve): Plot.Markish =>
    Plot.lineY(
      curve.points.filter((point) => point.n > point.nonFinite),
      {
        x: 't',
        y: (point: CurvePoint) => scale.clamp(point.median),
        stroke: colouring?.of(curve) ?? seriesColours[0],
        strokeWidth: 1.4,
        strokeOpacity: 0.85,
        title: () => data.settings.find((setting) => setting.index === curve.setting)?.label,
      },
    );
  return plotMarkup({
    ...size,
    marginLeft,
    marginRight: 12,
    marginTop: 8,
    marginBottom: 34,
    x: { domain: [0, last] },
    y: { type: scale.type, domain: [...scale.domain] },
    marks: [valueAxis(scale), generationAxis(last, size.width - marginLeft - 12), ...curves.map(line)],
  });
}

interface Colouring {
  readonly legend: ColourLegend;
  of(curve: Curve): string;
}

function colouringBy(data: ReportData, axis: Axis): Colouring {
  const values = axis.values.filter((value) => typeof value === 'number');
  const classes = lineClasses(values);
  const few = classes.colours.length === values.length;
  const legend = few ? valueLegend(classes, axis.label, values) : colourLegend(classes, axis.label);
  const of = (curve: Curve): string => {
    const value = axisValue(data, curve, axis);
    return typeof value === 'number' ? classes.colour(value) : ink;
  };
  return { legend, of };
}

function strongestAxis(data: ReportData, curves: readonly Curve[]): Axis | undefined {
  const ranks = rank(curves.map((curve) => lastPoint(curve).median));
  const scored = data.axes
    .filter((axis) => axis.values.filter((value) => typeof value === 'number').length > 2)
    .map((axis) => ({
      axis,
      share: explained(
        ranks,
        curves.map((curve) => String(axisValue(data, curve, axis))),
      ),
    }))
    .sort((a, b) => b.share - a.share);
  return scored[0]?.axis;
}

function axisValue(data: ReportData, curve: Curve, axis: Axis): Scalar | undefined {
  return data.settings.find((setting) => setting.index === curve.setting)?.values[axis.path];
}

function rank(values: readonly number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  return values.map((value) => sorted.indexOf(value));
}

/** Between-group sum of squares, up to a constant. */
function explained(ranks: readonly number[], groups: readonly string[]): number {
  const mean = ranks.reduce((sum, value) => sum + value, 0) / ranks.length;
  return [...new Set(groups)].reduce((sum, group) => {
    const members = ranks.filter((_, i) => groups[i] === group);
    const difference = members.reduce((total, value) => total + value, 0) / members.length - mean;
    return sum + members.length * difference * difference;
  }, 0);
}

function caption(
  metric: Metric,
  curves: readonly Curve[],
  axis: Axis | undefined,
  notes: readonly string[],
): string {
  const words = axis?.values.filter((value) => typeof value !== 'number').map(String) ?? [];
  const others = words.length === 0 ? '' : ` (${words.join(', ')}: without colour)`;
  const coloured = axis === undefined ? '' : `, coloured by ${axis.label}${others}`;
  const lost = nonFiniteNote(curves);
  return [
    `${isShare(metric.name) ? capitalised(noun(metric.title)) : `Median ${noun(metric.title)}${subjectOf(metric.name)}`} against generation t for each setting${coloured}; ${lineagesOf(curves)}.`,
    ...notes,
    ...(lost === undefined ? [] : [lost]),
  ].join(' ');
}
