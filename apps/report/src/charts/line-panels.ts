/** Panels of lines by generation, one line per setting, each named at its end. One panel per group. */
import type * as Plot from '@observablehq/plot';
import type { SettingGroup } from '../data/groups.ts';
import type { Curve, CurvePoint, Setting } from '../data/report-data.ts';
import { lastPoint } from '../data/report-data.ts';
import { textWidth } from '../text/text-width.ts';
import { generationAxis, valueAxis, valueAxisWidth } from './axes.ts';
import { endLabels } from './end-labels.ts';
import type { Figure, Placed } from './figure.ts';
import { finishFigure, text } from './figure.ts';
import { plotMarkup } from './plot.ts';
import type { ValueScale } from './scale.ts';
import { fontSize, seriesColours } from './theme.ts';

export interface Line {
  readonly curve: Curve;
  readonly name: string;
  readonly colour: string;
}

export interface LinePanelsOptions {
  readonly name: string;
  readonly title: string;
  readonly caption: string;
  readonly groups: readonly SettingGroup[];
  /** Undefined where the setting has none: it is left out. */
  curve(setting: Setting): Curve | undefined;
  readonly scale: ValueScale;
  /** The value at which a line ends, where its name stands. */
  end(last: CurvePoint): number;
  /** What is drawn for a line, from back to front; layer by layer over all lines. */
  marks(line: Line): Plot.Markish[];
}

interface Panel {
  readonly label: string;
  readonly lines: readonly Line[];
}

const figureWidth = 940;
const margins = { top: 8, bottom: 34 } as const;
const gapX = 24;

export function linePanels(options: LinePanelsOptions): Figure {
  const panels = panelsOf(options);
  const columns = Math.min(2, panels.length);
  const size = { width: (figureWidth - gapX * (columns - 1)) / columns, height: columns === 1 ? 380 : 290 };
  const heading = panels.length > 1 ? 18 : 0;
  const rowHeight = size.height + heading + 8;
  const marginRight = Math.min(size.width * 0.5, widestName(panels) + 16);
  const parts = panels.map(
    (panel, i): Placed => ({
      x: (i % columns) * (size.width + gapX),
      y: Math.floor(i / columns) * rowHeight,
      markup: drawPanel(panel, options, size, { heading, marginRight }),
    }),
  );
  return finishFigure({
    name: options.name,
    title: options.title,
    caption: options.caption,
    width: figureWidth,
    height: Math.ceil(panels.length / columns) * rowHeight - 8,
    parts,
  });
}

/** The same name has the same colour in every panel. */
function panelsOf({ groups, curve }: LinePanelsOptions): Panel[] {
  const names = [...new Set(groups.flatMap((group) => group.members.map((member) => member.name)))];
  const panels = groups.map((group) => ({
    label: group.label,
    lines: group.members.flatMap(({ setting, name }): Line[] => {
      const found = curve(setting);
      const colour = seriesColours[names.indexOf(name) % seriesColours.length];
      return found === undefined ? [] : [{ curve: found, name, colour }];
    }),
  }));
  return panels.filter((panel) => panel.lines.length > 0);
}

function widestName(panels: readonly Panel[]): number {
  return Math.max(
    0,
    ...panels.flatMap((panel) => panel.lines.map((line) => textWidth(line.name, fontSize.label))),
  );
}

function drawPanel(
  panel: Panel,
  options: LinePanelsOptions,
  size: Size,
  { heading, marginRight }: { heading: number; marginRight: number },
): string {
  const { scale } = options;
  const last = Math.max(1, ...panel.lines.map((line) => lastPoint(line.curve).t));
  const marginLeft = valueAxisWidth(scale);
  const layers = panel.lines.map((line) => options.marks(line));
  const plot = plotMarkup({
    ...size,
    marginLeft,
    marginTop: margins.top,
    marginBottom: margins.bottom,
    marginRight,
    x: { domain: [0, last] },
    y: { type: scale.type, domain: [...scale.domain] },
    marks: [
      valueAxis(scale),
      generationAxis(last, size.width - marginLeft - marginRight),
      ...(layers[0] ?? []).flatMap((_, depth) => layers.map((layer) => layer[depth])),
    ],
  });
  const title = panel.label === '' ? '' : text({ x: 4, y: 12, value: panel.label, weight: 'bold' });
  return `${title}<g transform="translate(0,${heading})">${plot}${names(panel, options, size, marginRight)}</g>`;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

function names(panel: Panel, { scale, end }: LinePanelsOptions, size: Size, marginRight: number): string {
  const [top, bottom] = [margins.top, size.height - margins.bottom];
  const labels = panel.lines
    .map(({ curve, name, colour }) => ({ name, colour, value: scale.clamp(end(lastPoint(curve))) }))
    .map(({ name, colour, value }) => ({
      name,
      colour,
      y: Number.isNaN(value) ? bottom : scale.position(value, bottom, top),
    }));
  return endLabels(labels, { x: size.width - marginRight, width: marginRight, top, bottom });
}
