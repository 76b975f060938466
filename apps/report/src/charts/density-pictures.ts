/** The fitted density of one lineage, generation by generation, in one frame: regions of highest density, or curves for d = 1. */
import * as Plot from '@observablehq/plot';
import { type DensityPicture, type DensityPictures, gridSize, regionShares } from '../data/densities.ts';
import { formatTick } from '../text/number.ts';
import type { Figure, Placed } from './figure.ts';
import { finishFigure, text } from './figure.ts';
import { plotMarkup } from './plot.ts';
import { linearTicks } from './scale.ts';
import { fontSize, functionalColours, ink, muted } from './theme.ts';

const figureWidth = 940;
const gap = 16;
const heading = 18;
const footing = 20;
const mostColumns = 4;
const widest = 300;
const margins = { left: 34, right: 6, top: 4, bottom: 22 } as const;
const fill = functionalColours.median.ensemble;
const opacity = [0.22, 0.38, 0.6];

/** @param label the setting in words; empty where there is one */
export function densityPicturesChart(
  found: DensityPictures,
  { name, label }: { name: string; label: string },
): Figure {
  const { pictures, d, seed, lineages } = found;
  const which = lineages === 1 ? 'the only lineage' : `one lineage (seed ${seed}) of ${lineages}`;
  const columns = Math.min(mostColumns, pictures.length);
  const width = Math.min(widest, (figureWidth - gap * (columns - 1)) / columns);
  const height = d === 1 ? 120 : width - margins.left - margins.right + margins.top + margins.bottom;
  const parts = pictures.map(
    (picture, i): Placed => ({
      x: (i % columns) * (width + gap),
      y: Math.floor(i / columns) * (height + heading + 6),
      markup:
        text({ x: margins.left, y: 12, value: `t = ${picture.t}`, weight: 'bold' }) +
        `<g transform="translate(0,${heading})">${drawPicture(found, picture, { width, height })}</g>`,
    }),
  );
  const bottom = Math.ceil(pictures.length / columns) * (height + heading + 6) - 6;
  return finishFigure({
    name,
    title: `Fitted density${label === '' ? '' : `: ${label}`}`,
    caption: captionOf(found),
    width: figureWidth,
    height: bottom + footing,
    parts: [
      ...parts,
      { x: 0, y: bottom, markup: text({ x: margins.left, y: 14, value: which, fill: muted }) },
    ],
  });
}

function captionOf({ seed, lineages, d, estimated, real, kernels }: DensityPictures): string {
  const fewer =
    kernels === undefined
      ? ''
      : ` Estimates with more kernels are drawn by ${kernels} of them, evenly spaced.`;
  const how = estimated ? ' Densities are kernel estimates from 2,000 draws.' : '';
  const which = `One lineage (seed ${seed}) of all ${lineages}, the same frame for every generation.${how}${fewer}`;
  if (d === 1)
    return `${which} Curve: density of model t, as a share of its own maximum; ticks below: ${real.length} points of the real data.`;
  const shares = [...regionShares].map((share) => `${100 * share}`).reverse();
  return (
    `${which} Shaded, dark to light: the smallest regions that hold ${shares.slice(0, -1).join(' %, ')} % and ` +
    `${shares.at(-1)} % of model t, with some of its points; grey: ${real.length} points of the real data.`
  );
}

function drawPicture(
  found: DensityPictures,
  picture: DensityPicture,
  size: { width: number; height: number },
): string {
  const { frame, d } = found;
  const marks = d === 1 ? curveMarks(found, picture) : regionMarks(found, picture);
  return plotMarkup({
    ...size,
    marginLeft: margins.left,
    marginRight: margins.right,
    marginTop: margins.top,
    marginBottom: margins.bottom,
    x: { domain: [...frame[0]] },
    y: d === 1 ? { domain: [-0.08, 1.02], axis: null } : { domain: [...frame[1]] },
    marks: [
      ...marks,
      Plot.frame({ stroke: muted, strokeOpacity: 0.6 }),
      Plot.axisX(linearTicks(...frame[0], 4), axis),
      ...(d === 1 ? [] : [Plot.axisY(linearTicks(...frame[1], 4), axis)]),
    ],
  });
}

const axis = {
  tickFormat: formatTick,
  label: null,
  tickSize: 3,
  stroke: muted,
  fill: ink,
  fontSize: fontSize.tick,
} as const;

function regionMarks({ frame, real }: DensityPictures, picture: DensityPicture): Plot.Markish[] {
  const { window, levels, logDensity, points } = picture;
  const [[x1, x2], [y1, y2]] = window;
  const size = gridSize(2);
  // Far below every level, so that −∞ does not reach the interpolation between points of the grid.
  const floor = (levels[0] ?? 0) - 100;
  const values = logDensity.map((value) => (value > floor ? value : floor));
  const dots = { x: '0', y: '1' };
  return [
    Plot.dot(inside(real, frame), { ...dots, r: 1, fill: muted, fillOpacity: 0.55 }),
    Plot.dot(inside(points, frame), { ...dots, r: 1.1, fill, fillOpacity: 0.9 }),
    ...levels.map((level, i) =>
      Plot.contour(values, {
        width: size,
        height: size,
        x1,
        x2,
        y1,
        y2,
        value: Plot.identity,
        thresholds: [level],
        fill,
        fillOpacity: opacity[i],
      }),
    ),
  ];
}

function inside(
  points: readonly (readonly number[])[],
  frame: DensityPictures['frame'],
): (readonly number[])[] {
  return points.filter((point) => point.every((value, i) => value >= frame[i][0] && value <= frame[i][1]));
}

/** The curve alone where the density is finite; else a line where the points lie. */
function curveMarks({ frame, real }: DensityPictures, picture: DensityPicture): Plot.Markish[] {
  const { window, levels, logDensity, points } = picture;
  const [low, high] = window[0];
  const highest = Math.max(...logDensity);
  const curve = logDensity.map((value, i) => ({
    x: low + ((high - low) * (i + 0.5)) / logDensity.length,
    y: Math.exp(value - highest),
  }));
  const ticks = { x: '0', y1: -0.08, y2: -0.01 };
  return [
    Plot.ruleX(inside(real, frame), { ...ticks, stroke: muted, strokeOpacity: 0.35 }),
    ...(levels.length === 0
      ? [Plot.ruleX(inside(points, frame), { x: '0', y1: 0, y2: 1, stroke: fill })]
      : [
          Plot.areaY(curve, { x: 'x', y1: 0, y2: 'y', fill, fillOpacity: 0.35 }),
          Plot.lineY(curve, { x: 'x', y: 'y', stroke: fill, strokeWidth: 1.5 }),
        ]),
  ];
}
