/**
 * Phase diagram over three weights that sum to one: an upward triangle of hexagons. The first weight is 1 at the lower
 * left corner, the second at the lower right, the third at the top; each axis is read along lines parallel to the side
 * opposite its corner.
 */

import type { PhaseCell, PhaseDiagram } from '../data/phase.ts';
import type { Metric } from '../data/report-data.ts';
import { escapeMarkup } from '../text/escape.ts';
import { formatTick } from '../text/number.ts';
import { cellText, legendTitle, phaseCaption, phaseTip, phaseTitle } from './caption.ts';
import type { ColourClasses } from './colour-classes.ts';
import { colourClasses, colourLegend } from './colour-classes.ts';
import type { Figure } from './figure.ts';
import { finishFigure, text } from './figure.ts';
import { absent, fontSize, grid, muted, warning } from './theme.ts';

type Point = readonly [number, number];

const side = 500;
const height = (side * Math.sqrt(3)) / 2;
/** Around the hexagons: room for ticks and labels. */
const margins = { sides: 72, top: 14, bottom: 48 } as const;

export function ternaryChart(metric: Metric, diagram: PhaseDiagram, name: string): Figure {
  const classes = colourClasses(diagram.cells.map((cell) => cell.value));
  const legend = colourLegend(classes, legendTitle(diagram));
  const step = latticeStep(diagram.cells);
  const reach = (side * step) / 2;
  const left = margins.sides + reach;
  const top = legend.height + 10 + margins.top + 1.16 * reach;
  const markup = [
    ...diagram.cells.map((cell) => hexagon(diagram, cell, classes, step)),
    ...values(diagram, classes, step),
    ...diagram.axes.flatMap((axis, i) => axisMarkup(axis.label, i, reach)),
  ];
  return finishFigure({
    name,
    title: phaseTitle(metric, diagram),
    caption: `${phaseCaption(metric, diagram)} ${howToRead(diagram)}`,
    width: Math.max(side + 2 * left, legend.width),
    height: top + height + reach + margins.bottom,
    parts: [
      { x: 0, y: 0, markup: legend.markup },
      { x: left, y: top, markup: markup.join('') },
    ],
  });
}

/** Weights (a, b, c) → pixels; the top corner is at (side/2, 0). */
function place([a, b, c]: readonly number[]): Point {
  const sum = a + b + c;
  return [(side * (b + c / 2)) / sum, height * (1 - c / sum)];
}

/** Smallest distance between two cells along an axis: the spacing of the lattice. */
function latticeStep(cells: readonly PhaseCell[]): number {
  const steps = [0, 1, 2].flatMap((axis) => {
    const sorted = [...new Set(cells.map((cell) => Math.round(cell.at[axis] * 1e6) / 1e6))].sort(
      (a, b) => a - b,
    );
    return sorted.slice(1).map((value, i) => value - sorted[i]);
  });
  return Math.min(0.5, ...steps);
}

function hexagon(diagram: PhaseDiagram, cell: PhaseCell, classes: ColourClasses, step: number): string {
  const [x, y] = place(cell.at);
  const radius = (side * step) / Math.sqrt(3) - 0.8;
  const corners = Array.from({ length: 6 }, (_, i) => {
    const angle = Math.PI / 6 + (Math.PI / 3) * i;
    return `${(x + radius * Math.cos(angle)).toFixed(2)},${(y + radius * Math.sin(angle)).toFixed(2)}`;
  });
  const fill = Number.isNaN(cell.value) ? absent : classes.colour(cell.value);
  const tip = `<title>${escapeMarkup(phaseTip(diagram, cell))}</title>`;
  return `<polygon points="${corners.join(' ')}" fill="${fill}" stroke="${grid}" stroke-width="0.7">${tip}</polygon>`;
}

/** The value written in the cell; a cross where none was finite, a dash where there are no results. */
function values(diagram: PhaseDiagram, classes: ColourClasses, step: number): string[] {
  return diagram.cells.map((cell) => {
    const lost = Number.isNaN(cell.value);
    const [x, y] = place(cell.at);
    const value = !lost ? cellText(diagram, cell.value, side * step - 5) : cell.n === 0 ? '–' : '×';
    const fill = !lost ? classes.textColour(cell.value) : cell.n === 0 ? muted : warning;
    return text({ x, y: y + 3.5, value, size: fontSize.small, anchor: 'middle', fill });
  });
}

/** Where the ticks of each axis stand, which way they point, and how the label lies. */
const sides: readonly {
  at: (value: number) => readonly number[];
  tick: Point;
  anchor: 'start' | 'middle' | 'end';
  rotate: number;
  /** Unit vector from the middle of the side towards the label. */
  outwards: Point;
  /** Points towards 1, where that is to the left of the label; otherwise the arrow follows it. */
  arrow: string;
}[] = [
  // first weight: along the left side, 1 at the lower left, 0 at the top
  {
    at: (v) => [v, 0, 1 - v],
    tick: [-0.5, -0.87],
    anchor: 'end',
    rotate: -60,
    outwards: [-0.87, -0.5],
    arrow: '← ',
  },
  // second weight: along the bottom, 0 at the left, 1 at the right
  { at: (v) => [1 - v, v, 0], tick: [-0.5, 0.87], anchor: 'middle', rotate: 0, outwards: [0, 1], arrow: '' },
  // third weight: along the right side, 0 at the bottom, 1 at the top
  {
    at: (v) => [0, 1 - v, v],
    tick: [1, 0],
    anchor: 'start',
    rotate: 60,
    outwards: [0.87, -0.5],
    arrow: '← ',
  },
];

const ticks = [0, 0.2, 0.4, 0.6, 0.8, 1];
const tickLength = 7;

/** @param reach from the centre of a hexagon to its side: the axes stand outside the hexagons. */
function axisMarkup(label: string, axis: number, reach: number): string[] {
  const { at, tick, anchor, rotate, outwards, arrow } = sides[axis];
  const value = arrow === '' ? `${label} →` : arrow + label;
  const marks = ticks.map((value) => {
    const [x, y] = place(at(value));
    const [from, to, beyond] = [2, 2 + tickLength, 6 + tickLength].map(
      (length): Point => [x + tick[0] * (reach + length), y + tick[1] * (reach + length)],
    );
    const line = `<path d="M${from.join(',')}L${to.join(',')}" stroke="${muted}" fill="none"/>`;
    const [left, base] = [beyond[0], beyond[1] + (axis === 1 ? 8 : 3.5)];
    return line + text({ x: left, y: base, value: formatTick(value), size: fontSize.tick, anchor });
  });
  const [x, y] = place(at(0.5));
  const [left, base] = [x + outwards[0] * (reach + 46), y + outwards[1] * (reach + 40)];
  return [...marks, text({ x: left, y: base, value, anchor: 'middle', weight: 'bold', rotate })];
}

function howToRead({ axes }: PhaseDiagram): string {
  const [a, b, c] = axes.map((axis) => axis.label);
  return `Each hexagon is one mixture: ${a} is 1 at the lower left corner, ${b} at the lower right, ${c} at the top.`;
}
