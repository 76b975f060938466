/** Share of the lineages that have not collapsed by generation t, one step line per setting. */
import * as Plot from '@observablehq/plot';
import type { SettingGroup } from '../data/groups.ts';
import type { Curve, CurvePoint, ReportData } from '../data/report-data.ts';
import { curveOf, lastPoint } from '../data/report-data.ts';
import { formatNumber } from '../text/number.ts';
import { lineagesOf } from './caption.ts';
import type { Figure } from './figure.ts';
import type { Line } from './line-panels.ts';
import { linePanels } from './line-panels.ts';
import { valueScale } from './scale.ts';

export const collapsedMetric = 'collapsed';

/** Undefined where no setting has the metric. */
export function survivalChart(data: ReportData, groups: readonly SettingGroup[]): Figure | undefined {
  const curves = groups.flatMap((group) =>
    group.members.flatMap(({ setting }) => curveOf(data, setting.index, collapsedMetric) ?? []),
  );
  if (curves.length === 0) return undefined;
  const scale = valueScale(collapsedMetric, [0, 1], []);
  return linePanels({
    name: 'survival',
    title: 'Lineages that have not collapsed',
    caption: caption(data, curves),
    groups,
    curve: (setting) => curveOf(data, setting.index, collapsedMetric),
    scale: { ...scale, tickFormat: (value) => `${formatNumber(100 * value)} %` },
    end: alive,
    marks: (line) => [steps(line)],
  });
}

const alive = (point: CurvePoint): number => 1 - point.mean;

function steps({ curve, colour }: Line): Plot.Markish {
  return Plot.lineY(curve.points, { x: 't', y: alive, stroke: colour, strokeWidth: 2, curve: 'step-after' });
}

function caption(data: ReportData, curves: readonly Curve[]): string {
  const description = data.metrics.find((metric) => metric.name === collapsedMetric)?.description ?? '';
  const counts = curves.map(lastPoint).map((point) => Math.round(point.n * point.mean));
  const total = counts.reduce((sum, count) => sum + count, 0);
  const lineages = curves.map(lastPoint).reduce((sum, point) => sum + point.n, 0);
  return [
    `Share of lineages that have not collapsed in any generation up to t, ${lineagesOf(curves)};`,
    `${total} of all ${lineages} had by the last one.`,
    ...(description === '' ? [] : [`The metric is ${description}`]),
  ].join(' ');
}
