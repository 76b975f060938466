/**
 * How likely model 0, the fit on real data, finds the text of each generation: histograms of the perplexity of its
 * sequences, after figure 1 of Shumailov et al. (2024). One panel per setting, all with the same axis of perplexity.
 */
import * as Plot from '@observablehq/plot';
import type { TextHistogram, TextHistograms } from '../data/text-histograms.ts';
import { counted, formatNumber, formatTick } from '../text/number.ts';
import { wrapText } from '../text/text-width.ts';
import { valueAxis, valueAxisWidth } from './axes.ts';
import { type ColourClasses, lineClasses } from './colour-classes.ts';
import type { Figure, Placed } from './figure.ts';
import { finishFigure, text } from './figure.ts';
import { bandSymbol, legend, lineSymbol } from './legend.ts';
import { plotMarkup } from './plot.ts';
import { linearTicks, logTicks, valueScale } from './scale.ts';
import { fontSize, ink, muted } from './theme.ts';

/** A setting and what its panel is called; empty where there is one. */
export interface HistogramPanel {
  readonly found: TextHistograms;
  readonly label: string;
}

const figureWidth = 940;
const gapX = 24;
const margins = { top: 8, right: 10, bottom: 36 } as const;
const realOpacity = 0.3;

export function textHistogramsChart(panels: readonly HistogramPanel[]): Figure {
  const columns = Math.min(2, panels.length);
  const width = (figureWidth - gapX * (columns - 1)) / columns;
  const height = columns === 1 ? 340 : 250;
  const lines = panels.map(({ label }) =>
    label === '' ? [] : wrapText(label, width - 8, fontSize.label, 'bold'),
  );
  const heading = 14 * Math.max(...lines.map((each) => each.length)) + 4;
  const key = legendOf(panels);
  const axes = axesOf(panels);
  const parts = panels.map(({ found }, i): Placed => {
    const titles = lines[i].map((value, j) => text({ x: 4, y: 11 + 14 * j, value, weight: 'bold' }));
    return {
      x: (i % columns) * (width + gapX),
      y: key.height + 8 + Math.floor(i / columns) * (height + heading + 8),
      markup: `${titles.join('')}<g transform="translate(0,${heading})">${drawPanel(found, axes, { width, height })}</g>`,
    };
  });
  return finishFigure({
    name: 'text-histograms',
    title: 'Perplexity under model 0 of the text of each generation',
    caption: captionOf(panels),
    width: figureWidth,
    height: key.height + Math.ceil(panels.length / columns) * (height + heading + 8),
    parts: [{ x: 0, y: 0, markup: key.markup }, ...parts],
  });
}

interface Axes {
  /** Ends of the perplexity axis. */
  readonly domain: [low: number, high: number];
  readonly colours: ColourClasses;
}

function axesOf(panels: readonly HistogramPanel[]): Axes {
  const shown = panels.flatMap(({ found }) =>
    found.generations.map((each) => ({ ...each, width: found.width })),
  );
  const filled = shown.filter(({ counts }) => counts.length > 0);
  const low = Math.min(...filled.map(({ first, width }) => first * width));
  const high = Math.max(...filled.map(({ first, counts, width }) => (first + counts.length) * width));
  return {
    domain: Number.isFinite(low) ? [Math.exp(low), Math.exp(high)] : [1, 10],
    colours: coloursOf(panels),
  };
}

/** By generation, of those that are made; the real text is grey. */
function coloursOf(panels: readonly HistogramPanel[]): ColourClasses {
  return lineClasses(panels.flatMap(({ found }) => found.generations.map(({ t }) => t)).filter((t) => t > 0));
}

function legendOf(panels: readonly HistogramPanel[]): { markup: string; height: number } {
  const colours = coloursOf(panels);
  const generations = new Set(panels.flatMap(({ found }) => found.generations.map(({ t }) => t)));
  const entries = [...generations]
    .sort((a, b) => a - b)
    .map((t) =>
      t === 0
        ? { label: 't = 0', symbol: bandSymbol(muted, realOpacity) }
        : { label: `t = ${t}`, symbol: lineSymbol(colours.colour(t), 2) },
    );
  return legend(entries, figureWidth);
}

/** A corner of the outline: from here to the next one the share is this. */
interface Corner {
  readonly perplexity: number;
  readonly share: number;
}

function drawPanel(found: TextHistograms, axes: Axes, size: { width: number; height: number }): string {
  const shares = found.generations.flatMap(({ counts, n }) => counts.map((count) => count / n));
  const scale = valueScale('textShare', [0, ...shares], []);
  const marginLeft = valueAxisWidth(scale);
  const ticks = perplexityTicks(axes.domain, Math.floor(size.width / 90));
  return plotMarkup({
    ...size,
    marginLeft,
    marginRight: margins.right,
    marginTop: margins.top,
    marginBottom: margins.bottom,
    x: { type: 'log', domain: axes.domain },
    y: { domain: [...scale.domain] },
    marks: [
      valueAxis(scale),
      Plot.frame({ anchor: 'bottom', stroke: muted }),
      Plot.axisX(ticks, {
        text: formatTick,
        label: 'perplexity under model 0',
        labelAnchor: 'center',
        labelArrow: 'none',
        labelOffset: 32,
        tickSize: 4,
        stroke: muted,
        fill: ink,
        fontSize: fontSize.tick,
      }),
      ...found.generations.map((each) => outline(each, found.width, axes.colours)),
      ...found.generations.map((each) => tailMark(each, found.width, axes.colours)),
    ],
  });
}

/** Within a factor of a few there are too few round numbers of a logarithmic kind. */
function perplexityTicks([low, high]: Axes['domain'], most: number): number[] {
  return high < 4 * low ? linearTicks(low, high, most) : logTicks(low, high, most);
}

function outline(histogram: TextHistogram, width: number, colours: ColourClasses): Plot.Markish {
  const corners = cornersOf(histogram, width);
  if (histogram.t === 0)
    return Plot.areaY(corners, {
      x: 'perplexity',
      y1: 0,
      y2: 'share',
      curve: 'step-after',
      fill: muted,
      fillOpacity: realOpacity,
    });
  const stroke = colours.colour(histogram.t);
  return Plot.lineY(corners, { x: 'perplexity', y: 'share', curve: 'step-after', stroke, strokeWidth: 1.6 });
}

function cornersOf({ first, counts, n }: TextHistogram, width: number): Corner[] {
  const at = (i: number): number => Math.exp((first + i) * width);
  if (counts.length === 0) return [];
  return [
    { perplexity: at(0), share: 0 },
    ...counts.map((count, i) => ({ perplexity: at(i), share: count / n })),
    { perplexity: at(counts.length), share: 0 },
  ];
}

/** The tail is too thin for the histogram: a dot on the axis where 1 % of the sequences lie beyond. */
function tailMark(histogram: TextHistogram, width: number, colours: ColourClasses): Plot.Markish {
  const at = outerPercentile(histogram, width);
  return Plot.dot(at === undefined ? [] : [at], {
    x: (perplexity: number) => perplexity,
    y: 0,
    r: 3.5,
    fill: histogram.t === 0 ? muted : colours.colour(histogram.t),
  });
}

/** The perplexity that 99 % of the sequences stay below, to the upper edge of its bin; undefined beyond all bins. */
function outerPercentile({ first, counts, n }: TextHistogram, width: number): number | undefined {
  let below = 0;
  for (const [i, count] of counts.entries()) {
    below += count;
    if (below >= 0.99 * n) return Math.exp((first + i + 1) * width);
  }
  return undefined;
}

function captionOf(panels: readonly HistogramPanel[]): string {
  const all = panels.map(({ found }) => found);
  const { width, kept, generations } = all[0];
  const lineages = [...new Set(all.map((each) => each.lineages))].sort((a, b) => a - b);
  const of =
    lineages.length === 1
      ? `${counted(lineages[0], 'lineage')}${all.length > 1 ? ' of each setting' : ''} together`
      : `${lineages[0]} to ${counted(lineages[lineages.length - 1], 'lineage')} of a setting together`;
  const infinite = Math.max(...all.flatMap((each) => each.generations.map((one) => one.infinite / one.n)));
  return [
    `Share of the sequences of generation t in bins of ${formatTick(width)} nats per token, ${of}. t = 0: the real text that model 0 was trained on. ` +
      'Dot: 99 % of the sequences have a lower perplexity. Each panel has its own axis of shares.',
    ...(generations.length < kept
      ? [`${generations.length} of the ${kept} generations that were kept.`]
      : []),
    ...(infinite > 0
      ? [
          `Up to ${formatNumber(100 * infinite, 2)} % of the sequences of a generation have probability 0 under model 0 and are not drawn.`,
        ]
      : []),
  ].join(' ');
}
