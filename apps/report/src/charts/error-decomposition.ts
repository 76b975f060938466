/** What each source of error adds to a distance, by generation: its share of the whole, and the error it makes alone. */

import type { EffectPoint } from '@collapse-lab/process';
import type { FactorialDecomposition } from '@collapse-lab/sweep';
import * as Plot from '@observablehq/plot';
import { noun } from '../text/names.ts';
import { counted } from '../text/number.ts';
import { textWidth } from '../text/text-width.ts';
import { generationAxis, valueAxis, valueAxisWidth } from './axes.ts';
import { endLabels } from './end-labels.ts';
import type { Figure, Placed } from './figure.ts';
import { finishFigure, text } from './figure.ts';
import { plotMarkup } from './plot.ts';
import { type ValueScale, valueScale } from './scale.ts';
import { fontSize, muted, seriesColours } from './theme.ts';

interface Line {
  readonly name: string;
  readonly colour: string;
  readonly points: readonly EffectPoint[];
}

interface Panel {
  readonly label: string;
  readonly lines: readonly Line[];
}

const figureWidth = 940;
const gapX = 24;
const heading = 18;
const size = { width: (figureWidth - gapX) / 2, height: 290 } as const;
const margins = { top: 8, bottom: 34 } as const;

/** @param title the distance, as readers know it; @param label the settings that were decomposed, empty where there is one factorial. */
export function errorDecompositionChart(
  found: FactorialDecomposition,
  { name, title, label }: { name: string; title: string; label: string },
): Figure {
  const panels = panelsOf(found);
  const points = panels.flatMap(({ lines }) => lines.flatMap((line) => line.points));
  const scale = valueScale(
    'share',
    points.map(({ estimate }) => estimate),
    points.flatMap(({ low, high }) => [low, high]),
  );
  return finishFigure({
    name,
    title: `What each source of error adds to the ${noun(title)}${label === '' ? '' : `: ${label}`}`,
    caption: captionOf(found),
    width: figureWidth,
    height: size.height + heading,
    parts: panels.map(
      (panel, i): Placed => ({ x: i * (size.width + gapX), y: 0, markup: drawPanel(panel, scale) }),
    ),
  });
}

function panelsOf({ decomposition }: FactorialDecomposition): Panel[] {
  const { contributions, effects } = decomposition;
  const colourOf = (i: number): string => seriesColours[i % seriesColours.length];
  const alone = effects.filter(({ sources }) => sources.length === 1);
  return [
    {
      label: 'share of all (Shapley value)',
      lines: contributions.map(({ source, points }, i) => ({ name: source, colour: colourOf(i), points })),
    },
    {
      label: 'alone, the other errors not made',
      lines: alone.map(({ sources: [source], points }, i) => ({ name: source, colour: colourOf(i), points })),
    },
  ];
}

function captionOf({ sources, seeds, decomposition: { level } }: FactorialDecomposition): string {
  const switched = sources.map((each) => `${each.name} (${each.path})`).join(', ');
  return (
    `Sources of error: ${switched}, made and not made in all ${2 ** sources.length} combinations; ${counted(seeds.length, 'lineage')} each, paired by ` +
    `seed. Lines: means; bands: ${100 * level} % limits. The shares add up to the distance with all errors less that with none.`
  );
}

function drawPanel({ label, lines }: Panel, scale: ValueScale): string {
  const last = Math.max(1, ...lines.flatMap(({ points }) => points.map(({ t }) => t)));
  const marginLeft = valueAxisWidth(scale);
  const marginRight = 16 + Math.max(0, ...lines.map(({ name }) => textWidth(name, fontSize.label)));
  const plot = plotMarkup({
    ...size,
    marginLeft,
    marginRight,
    marginTop: margins.top,
    marginBottom: margins.bottom,
    x: { domain: [0, last] },
    y: { type: scale.type, domain: [...scale.domain] },
    marks: [
      valueAxis(scale),
      generationAxis(last, size.width - marginLeft - marginRight),
      Plot.ruleY([0], { stroke: muted }),
      ...lines.flatMap((line) => band(line)),
      ...lines.map(({ points, colour }) =>
        Plot.lineY(points, { x: 't', y: 'estimate', stroke: colour, strokeWidth: 2 }),
      ),
    ],
  });
  const [top, bottom] = [margins.top, size.height - margins.bottom];
  const labels = lines.map(({ name, colour, points }) => ({
    name,
    colour,
    y: scale.position(scale.clamp(points[points.length - 1].estimate), bottom, top),
  }));
  const names = endLabels(labels, { x: size.width - marginRight, width: marginRight, top, bottom });
  return `${text({ x: 4, y: 12, value: label, weight: 'bold' })}<g transform="translate(0,${heading})">${plot}${names}</g>`;
}

/** Nothing for one lineage, which has no limits. */
function band({ points, colour }: Line): Plot.Markish[] {
  if (points.some(({ low }) => Number.isNaN(low))) return [];
  return [Plot.areaY(points, { x: 't', y1: 'low', y2: 'high', fill: colour, fillOpacity: 0.15 })];
}
