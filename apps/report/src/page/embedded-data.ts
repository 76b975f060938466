/** The curves that are drawn, as they are embedded in the page: columns instead of rows, five significant digits. */
import type { Curve, CurvePoint, ReportData } from '../data/report-data.ts';

const columns = ['t', 'n', 'nonFinite', 'median', 'low', 'high', 'mean', 'geometricMean'] as const;

export function embeddedData(data: ReportData): unknown {
  const drawn = new Set(data.metrics.filter(({ charted }) => charted).map(({ name }) => name)).add(
    'collapsed',
  );
  const { name, title, description, axes, settings, metrics, completeness, provenance } = data;
  return {
    format: 'collapse-lab report data, version 1',
    name,
    title,
    description,
    axes,
    settings,
    metrics,
    completeness,
    provenance,
    curves: data.curves.filter(({ metric }) => drawn.has(metric)).map(columnar),
  };
}

function columnar(curve: Curve): unknown {
  const column = (name: (typeof columns)[number]): number[] =>
    curve.points.map((point: CurvePoint) => short(point[name]));
  return {
    setting: curve.setting,
    metric: curve.metric,
    ...Object.fromEntries(columns.map((name) => [name, column(name)])),
    theory: curve.theory.map(({ points, ...rest }) => ({
      ...rest,
      t: points.map((point) => point.t),
      value: points.map((point) => short(point.value)),
    })),
  };
}

function short(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(5)) : value;
}
