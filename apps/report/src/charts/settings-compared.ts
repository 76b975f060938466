/**
 * The medians of all settings together, each named at the end of its line; bands lightly behind. One panel, or one
 * per value of an axis where there are more than eight settings.
 */
import * as Plot from '@observablehq/plot';
import type { SettingGroup } from '../data/groups.ts';
import type { Curve, CurvePoint, Metric, ReportData } from '../data/report-data.ts';
import { curveOf } from '../data/report-data.ts';
import { isShare } from '../data/shares.ts';
import { capitalised, noun } from '../text/names.ts';
import { subjectOf } from '../text/subject.ts';
import { lineagesOf, nonFiniteNote } from './caption.ts';
import type { Figure } from './figure.ts';
import type { Line } from './line-panels.ts';
import { linePanels } from './line-panels.ts';
import type { ValueScale } from './scale.ts';
import { valueScale } from './scale.ts';

export interface ComparedOptions {
  readonly data: ReportData;
  readonly metric: Metric;
  readonly groups: readonly SettingGroup[];
}

export function settingsCompared({ data, metric, groups }: ComparedOptions): Figure {
  const settings = groups.flatMap((group) => group.members.map((member) => member.setting));
  const curves = settings.flatMap((setting) => curveOf(data, setting.index, metric.name) ?? []);
  const medians = curves.flatMap((curve) => curve.points.map((point) => point.median));
  const ends = curves.flatMap((curve) => curve.points.flatMap((point) => [point.low, point.high]));
  const scale = valueScale(metric.name, medians, ends, data.options.logMetrics);
  return linePanels({
    name: `compared-${metric.name}`,
    title: `${metric.title}: the settings compared`,
    caption: caption(metric, curves, scale),
    groups,
    curve: (setting) => curveOf(data, setting.index, metric.name),
    scale,
    end: (last) => last.median,
    marks: (line) => [band(line, scale), median(line, scale)],
  });
}

const finite = (curve: Curve): CurvePoint[] => curve.points.filter((point) => point.n > point.nonFinite);

function band({ curve, colour }: Line, scale: ValueScale): Plot.Markish {
  return Plot.areaY(finite(curve), {
    x: 't',
    y1: (point: CurvePoint) => scale.clamp(point.low),
    y2: (point: CurvePoint) => scale.clamp(point.high),
    fill: colour,
    fillOpacity: 0.09,
  });
}

function median({ curve, colour }: Line, scale: ValueScale): Plot.Markish {
  return Plot.lineY(finite(curve), {
    x: 't',
    y: (point: CurvePoint) => scale.clamp(point.median),
    stroke: colour,
    strokeWidth: 2,
  });
}

function caption(metric: Metric, curves: readonly Curve[], scale: ValueScale): string {
  const single = curves.every((curve) => curve.points.every(({ n }) => n === 1));
  const name = noun(metric.title);
  const parts = [
    single || isShare(metric.name)
      ? `${capitalised(name)}${subjectOf(metric.name)} against generation t, ${lineagesOf(curves)}.`
      : `Median ${name}${subjectOf(metric.name)} against generation t, ${lineagesOf(curves)}; bands: 5 % to 95 % quantile.`,
    ...scale.notes,
  ];
  const lost = nonFiniteNote(curves);
  return [...parts, ...(lost === undefined ? [] : [lost])].join(' ');
}
