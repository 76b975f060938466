/** Phrases that captions share: how many lineages, and what was not finite. */
import type { PhaseCell, PhaseDiagram } from '../data/phase.ts';
import type { Curve, Metric } from '../data/report-data.ts';
import { happeningOf } from '../data/shares.ts';
import { noun } from '../text/names.ts';
import { counted, formatCount, formatNumber, formatTick } from '../text/number.ts';
import { textWidth } from '../text/text-width.ts';
import { fontSize } from './theme.ts';

/** `200 lineages each`, or the range where settings differ. */
export function lineagesOf(curves: readonly Curve[]): string {
  const counts = curves.map((curve) => curve.points[curve.points.length - 1].n);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  if (least === most) return `${counted(most, 'lineage')}${curves.length > 1 ? ' each' : ''}`;
  return `${formatCount(least)} to ${formatCount(most)} lineages each`;
}

/** Undefined where everything is finite. */
export function nonFiniteNote(curves: readonly Curve[]): string | undefined {
  const affected = curves.filter((curve) => curve.points.some((point) => point.nonFinite > 0));
  if (affected.length === 0) return undefined;
  const worst = Math.max(...affected.flatMap((curve) => curve.points.map((point) => point.nonFinite)));
  const settings = affected.length === 1 ? 'one setting' : `${affected.length} settings`;
  return `In ${settings} up to ${counted(worst, 'lineage')} gave NaN or infinity: the first is left out of quantiles and means, the second counts.`;
}

/** The text in a cell: as many digits, of three at most, as there is room for; empty where one is too many. */
export function cellText({ statistic }: PhaseDiagram, value: number, room: number): string {
  const texts =
    statistic === 'share'
      ? [formatTick(Math.round(value * 100) / 100)]
      : [3, 2, 1].map((digits) => formatNumber(value, digits));
  return texts.find((each) => textWidth(each, fontSize.small) <= room) ?? '';
}

/** Of a figure over the plane of two or three swept numbers. */
export function phaseTitle(metric: Metric, { label }: PhaseDiagram): string {
  return `${metric.title}${label === '' ? '' : `, ${label}`}: phase diagram`;
}

/** One cell in words, shown when the pointer rests on it. */
export function phaseTip(diagram: PhaseDiagram, cell: PhaseCell): string {
  const place = diagram.axes.map((axis, i) => `${axis.label} = ${formatNumber(cell.at[i])}`).join(', ');
  if (cell.n === 0) return `${place}: no results`;
  if (Number.isNaN(cell.value)) return `${place}: none of ${counted(cell.n, 'lineage')} finite`;
  const lost = cell.nonFinite > 0 ? `, ${cell.nonFinite} not finite` : '';
  return `${place}: ${formatNumber(cell.value)} (${counted(cell.n, 'lineage')}${lost})`;
}

export function legendTitle({ statistic, t }: PhaseDiagram): string {
  return `${statistic === 'share' ? 'share of lineages' : 'median'} at t = ${t}`;
}

export function phaseCaption(metric: Metric, diagram: PhaseDiagram): string {
  const counts = diagram.cells.map((cell) => cell.n);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  const lineages =
    least === most ? counted(most, 'lineage') : `${formatCount(least)} to ${formatCount(most)} lineages`;
  const parts = [
    `${diagram.statistic === 'share' ? `Share of lineages that ${happeningOf(metric.name)}` : `Median ${noun(metric.title)} of model`} t = ${diagram.t}, ${lineages} in each of ${counted(diagram.cells.length, 'cell')}.`,
  ];
  const lost = diagram.cells.filter((cell) => cell.nonFinite > 0).length;
  if (lost > 0)
    parts.push(`${counted(lost, 'cell')} had lineages with NaN or infinity; × where none was finite.`);
  const empty = diagram.cells.filter((cell) => cell.n === 0).length;
  if (empty > 0) parts.push(`${counted(empty, 'cell')} without results, marked –.`);
  return parts.join(' ');
}
