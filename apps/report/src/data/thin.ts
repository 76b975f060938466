/** Fewer points per curve for drawing: beyond about a hundred nothing is gained in a panel some hundred pixels wide. */
import type { Curve, ReportData } from './report-data.ts';

/** Keeps the first and the last generation and `most` evenly spaced ones; the same for all curves with the same t. */
export function thinned(data: ReportData, most = 120): ReportData {
  return { ...data, curves: data.curves.map((curve) => thinnedCurve(curve, most)) };
}

export function thinnedCurve(curve: Curve, most: number): Curve {
  if (curve.points.length <= most) return curve;
  const last = curve.points.length - 1;
  const indices = new Set(Array.from({ length: most }, (_, i) => Math.round((i * last) / (most - 1))));
  const points = curve.points.filter((_, i) => indices.has(i));
  const kept = new Set(points.map((point) => point.t));
  const theory = curve.theory.map((each) => ({
    ...each,
    points: each.points.filter((point) => kept.has(point.t)),
  }));
  return { ...curve, points, theory };
}
