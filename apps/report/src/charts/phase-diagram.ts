/** Heat-map over two swept numbers: the median of a metric in the last generation. */
import * as Plot from '@observablehq/plot';
import type { PhaseCell, PhaseDiagram } from '../data/phase.ts';
import type { Axis, Metric } from '../data/report-data.ts';
import { formatTick } from '../text/number.ts';
import { cellText, legendTitle, phaseCaption, phaseTip, phaseTitle } from './caption.ts';
import type { ColourClasses } from './colour-classes.ts';
import { colourClasses, colourLegend } from './colour-classes.ts';
import type { Figure } from './figure.ts';
import { finishFigure, text } from './figure.ts';
import { plotMarkup } from './plot.ts';
import { absent, fontSize, ink, muted, warning } from './theme.ts';

const margins = { left: 62, right: 6, top: 4, bottom: 44 } as const;

export function phaseDiagramChart(metric: Metric, diagram: PhaseDiagram, name: string): Figure {
  const classes = colourClasses(diagram.cells.map((each) => each.value));
  const legend = colourLegend(classes, legendTitle(diagram));
  const { width, height, markup } = draw(diagram, classes);
  return finishFigure({
    name,
    title: phaseTitle(metric, diagram),
    caption: phaseCaption(metric, diagram),
    width: Math.max(width, legend.width),
    height: legend.height + 6 + height,
    parts: [
      { x: 0, y: 0, markup: legend.markup },
      { x: 0, y: legend.height + 6, markup: markup + axisLabels(diagram, width, height) },
    ],
  });
}

function draw(
  diagram: PhaseDiagram,
  classes: ColourClasses,
): { width: number; height: number; markup: string } {
  const [x, y] = diagram.axes;
  const cell = cellSize(x.values.length, y.values.length);
  const width = margins.left + margins.right + x.values.length * cell.width;
  const height = margins.top + margins.bottom + y.values.length * cell.height;
  const axis = { tickSize: 0, fontSize: fontSize.tick, fill: ink, tickFormat: formatTick, label: null };
  const markup = plotMarkup({
    width,
    height,
    marginLeft: margins.left,
    marginRight: margins.right,
    marginTop: margins.top,
    marginBottom: margins.bottom,
    x: { type: 'band', domain: ascending(x), padding: 0.03 },
    y: { type: 'band', domain: ascending(y).reverse(), padding: 0.03 },
    marks: [
      Plot.axisX(axis),
      Plot.axisY(axis),
      Plot.cell(diagram.cells, {
        x: (each: PhaseCell) => each.at[0],
        y: (each: PhaseCell) => each.at[1],
        fill: (each: PhaseCell) => (Number.isNaN(each.value) ? absent : classes.colour(each.value)),
        title: (each: PhaseCell) => phaseTip(diagram, each),
      }),
      ...valueMarks(diagram, classes, cell.width),
    ],
  });
  return { width, height, markup };
}

function axisLabels({ axes: [x, y] }: PhaseDiagram, width: number, height: number): string {
  const middleX = margins.left + (width - margins.left - margins.right) / 2;
  const middleY = margins.top + (height - margins.top - margins.bottom) / 2;
  return (
    text({ x: middleX, y: height - 8, value: x.label, anchor: 'middle' }) +
    text({ x: 12, y: middleY, value: y.label, anchor: 'middle', rotate: -90 })
  );
}

const ascending = (axis: Axis): number[] => [...(axis.values as readonly number[])].sort((a, b) => a - b);

function cellSize(columns: number, rows: number): { width: number; height: number } {
  return {
    width: Math.max(18, Math.min(76, 780 / columns)),
    height: Math.max(16, Math.min(44, 480 / rows)),
  };
}

/** The value written in the cell; a cross where none was finite, a dash where there are no results. */
function valueMarks(diagram: PhaseDiagram, classes: ColourClasses, cellWidth: number): Plot.Markish[] {
  const finite = diagram.cells.filter((each) => !Number.isNaN(each.value));
  const place = {
    x: (each: PhaseCell) => each.at[0],
    y: (each: PhaseCell) => each.at[1],
    fontSize: fontSize.small,
  };
  const lost = diagram.cells.filter((each) => each.nonFinite > 0 || Number.isNaN(each.value));
  return [
    Plot.text(finite, {
      ...place,
      text: (each: PhaseCell) => cellText(diagram, each.value, cellWidth - 6),
      fill: (each: PhaseCell) => classes.textColour(each.value),
    }),
    Plot.text(
      lost.filter((each) => Number.isNaN(each.value)),
      {
        ...place,
        text: (each: PhaseCell) => (each.n === 0 ? '–' : '×'),
        fill: (each: PhaseCell) => (each.n === 0 ? muted : warning),
      },
    ),
  ];
}
