/**
 * Early and late collapse: the share of lineages never yet below 5 % of the real tails, and of the real variance, by generation (Kaplan-Meier),
 * one panel per loss and group of settings, one step line per setting.
 */
import type { Loss, SurvivalPoint } from '@collapse-lab/process';
import * as Plot from '@observablehq/plot';
import type { SettingGroup } from '../data/groups.ts';
import type { ReportData } from '../data/report-data.ts';
import { counted, formatNumber } from '../text/number.ts';
import { generationAxis, valueAxis, valueAxisWidth } from './axes.ts';
import type { Figure, Placed } from './figure.ts';
import { finishFigure, text } from './figure.ts';
import { legend, lineSymbol } from './legend.ts';
import { plotMarkup } from './plot.ts';
import { valueScale } from './scale.ts';
import { muted, seriesColours } from './theme.ts';

type LossName = Loss['name'];

interface Line {
  readonly colour: string;
  readonly curve: Loss['curve'];
}

interface Panel {
  readonly label: string;
  readonly lines: readonly Line[];
}

const figureWidth = 940;
const gapX = 24;
const heading = 18;
const height = 230;
const margins = { top: 8, right: 12, bottom: 34 } as const;
const scale = {
  ...valueScale('survival', [0, 1], []),
  tickFormat: (value: number) => `${formatNumber(100 * value)} %`,
};

/** Undefined where nothing was lost in any lineage, or none of the losses was recorded. */
export function lossCurvesChart(data: ReportData, groups: readonly SettingGroup[]): Figure | undefined {
  const losses = (data.profiles ?? []).flatMap((each) => each.losses);
  if (losses.every(({ curve }) => curve.points.length === 0)) return undefined;
  const names = [...new Set(losses.map(({ name }) => name))];
  const shown = withLosses(data, groups);
  const colours = coloursOf(shown);
  const panels = shown.flatMap((group) => names.map((name) => panelOf(data, group, name, colours)));
  const last = Math.max(1, ...losses.map(({ curve }) => curve.horizon));
  const width = (figureWidth - gapX * (names.length - 1)) / names.length;
  const key = legend(
    [...colours].map(([label, colour]) => ({ label, symbol: lineSymbol(colour, 2) })),
    figureWidth,
  );
  const top = data.settings.length === 1 ? 0 : key.height + 6;
  const parts = panels.map(
    (panel, i): Placed => ({
      x: (i % names.length) * (width + gapX),
      y: top + Math.floor(i / names.length) * (height + heading + 6),
      markup: drawPanel(panel, last, width),
    }),
  );
  return finishFigure({
    name: 'losses',
    title: titleOf(names, data),
    caption: captionOf(data, losses),
    width: figureWidth,
    height: top + shown.length * (height + heading + 6) - 6,
    parts: [...(top === 0 ? [] : [{ x: 0, y: 0, markup: key.markup }]), ...parts],
  });
}

/** Never yet: tails and variance may come back. */
function titleOf(names: readonly LossName[], { profiles = [] }: ReportData): string {
  const never = `lineages never yet below ${formatNumber(100 * profiles[0].profile.thresholds.share)} % of the real`;
  const late = names.includes('variance');
  if (late && names.length === 1) return `Late collapse: ${never} variance`;
  if (late) return `Early and late collapse: ${never} tails, and variance`;
  return `Early collapse: ${never} tails`;
}

/** Without the settings, and the groups of settings, that recorded no loss. */
function withLosses({ profiles = [] }: ReportData, groups: readonly SettingGroup[]): SettingGroup[] {
  const recorded = new Set(profiles.flatMap(({ setting, losses }) => (losses.length > 0 ? [setting] : [])));
  return groups
    .map(({ label, members }) => ({
      label,
      members: members.filter(({ setting }) => recorded.has(setting.index)),
    }))
    .filter(({ members }) => members.length > 0);
}

/** The same name has the same colour in every panel. */
function coloursOf(groups: readonly SettingGroup[]): Map<string, string> {
  const names = new Set(groups.flatMap((group) => group.members.map(({ name }) => name)));
  return new Map([...names].map((name, i) => [name, seriesColours[i % seriesColours.length]]));
}

function panelOf(
  { profiles = [] }: ReportData,
  { label, members }: SettingGroup,
  loss: LossName,
  colours: ReadonlyMap<string, string>,
): Panel {
  const lines = members.flatMap(({ setting, name }): Line[] => {
    const found = profiles.find((each) => each.setting === setting.index);
    const lost = found?.losses.find((each) => each.name === loss);
    return lost === undefined ? [] : [{ colour: colours.get(name)!, curve: lost.curve }];
  });
  return { label: label === '' ? loss : `${label}: ${loss}`, lines };
}

function drawPanel({ label, lines }: Panel, last: number, width: number): string {
  const marginLeft = valueAxisWidth(scale);
  const plot = plotMarkup({
    width,
    height,
    marginLeft,
    marginRight: margins.right,
    marginTop: margins.top,
    marginBottom: margins.bottom,
    x: { domain: [0, last] },
    y: { domain: [0, 1] },
    marks: [
      valueAxis(scale),
      generationAxis(last, width - marginLeft - margins.right),
      Plot.ruleY([0.5], { stroke: muted, strokeDasharray: '2,3' }),
      ...lines.map(band),
      ...lines.map(steps),
      ...lines.map(medianDot),
      ...lines.map(censoringMark),
    ],
  });
  return `${text({ x: 4, y: 12, value: label, weight: 'bold' })}<g transform="translate(0,${heading})">${plot}</g>`;
}

type Corner = Pick<SurvivalPoint, 't' | 'survival' | 'low' | 'high'>;

/** From all at t = 0 to what is left at the horizon. */
function corners({ points, horizon }: Line['curve']): Corner[] {
  const ends: Corner[] = [{ t: 0, survival: 1, low: 1, high: 1 }, ...points];
  return [...ends, { ...ends[ends.length - 1], t: horizon }];
}

function band({ curve, colour }: Line): Plot.Markish {
  return Plot.areaY(corners(curve), {
    x: 't',
    y1: 'low',
    y2: 'high',
    curve: 'step-after',
    fill: colour,
    fillOpacity: 0.13,
  });
}

function steps({ curve, colour }: Line): Plot.Markish {
  return Plot.lineY(corners(curve), {
    x: 't',
    y: 'survival',
    curve: 'step-after',
    stroke: colour,
    strokeWidth: 2,
  });
}

function medianDot({ curve, colour }: Line): Plot.Markish {
  const middle = curve.median === undefined ? [] : [curve.median];
  return Plot.dot(middle, { x: (t: number) => t, y: 0.5, r: 4, fill: colour });
}

/** All lineages of a setting are followed to the same generation, so what is censored is so at the end. */
function censoringMark({ curve, colour }: Line): Plot.Markish {
  const end = curve.censored === 0 ? [] : corners(curve).slice(-1);
  return Plot.dot(end, { x: 't', y: 'survival', symbol: 'plus', r: 3, stroke: colour, strokeWidth: 2 });
}

function captionOf({ profiles = [] }: ReportData, losses: readonly Loss[]): string {
  const share = formatNumber(100 * profiles[0].profile.thresholds.share);
  const counts = losses.map(({ curve }) => curve.lineages);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  const lineages = least === most ? counted(most, 'lineage') : `${least} to ${counted(most, 'lineage')}`;
  const metrics = [...new Set(losses.map(({ metric }) => metric))].join(', ');
  return (
    `Share of lineages in which model t has not yet fallen below ${share} % of what the real data have there, ${lineages} of each setting; ` +
    `product-limit (Kaplan-Meier) estimate with pointwise ${100 * losses[0].curve.level} % limits, read from ${metrics}. ` +
    'Dot: the median time. Plus: lineages that were followed to the end and never fell below (censored). What fell below may come back.'
  );
}
