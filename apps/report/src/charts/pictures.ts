/** Generated pictures of one lineage: real ones first, then a grid for each generation from the same random numbers. */
import type { PictureGrids } from '../data/picture-grids.ts';
import { encodePng, type Pixels } from '../png/encode-png.ts';
import { escapeMarkup } from '../text/escape.ts';
import type { Figure, Placed } from './figure.ts';
import { finishFigure, text } from './figure.ts';

const figureWidth = 940;
const gap = 16;
const heading = 18;
const mostColumns = 4;
/** Pixels on the page for one of a picture, at most. */
const largestPixel = 4;

/** @param label the setting in words; empty where there is one */
export function picturesChart(found: PictureGrids, { name, label }: { name: string; label: string }): Figure {
  const panels = [
    { title: 'real', image: found.real },
    ...found.grids.map(({ t, image }) => ({ title: `t = ${t}`, image })),
  ];
  const columns = Math.min(mostColumns, panels.length);
  const most = (figureWidth - gap * (columns - 1)) / columns;
  const scale = Math.min(largestPixel, most / found.real.width);
  const [width, height] = [scale * found.real.width, scale * found.real.height];
  const parts = panels.map(
    ({ title, image }, i): Placed => ({
      x: (i % columns) * (width + gap),
      y: Math.floor(i / columns) * (height + heading + 10),
      markup: text({ x: 0, y: 12, value: title, weight: 'bold' }) + picture(image, { title, width, height }),
    }),
  );
  return finishFigure({
    name,
    title: `Generated pictures${label === '' ? '' : `: ${label}`}`,
    caption: captionOf(found),
    width: figureWidth,
    height: Math.ceil(panels.length / columns) * (height + heading + 10) - 10,
    parts,
  });
}

function captionOf({ seed, lineages, count, kept, grids }: PictureGrids): string {
  const some = grids.length < kept ? ` ${grids.length} of the ${kept} generations that were kept.` : '';
  return (
    `One lineage (seed ${seed}) of all ${lineages}. First ${count} real pictures, then ${count} of model t: each place of ` +
    `the grid is made from the same random numbers in every generation.${some}`
  );
}

/** Pixels keep their edges in browsers (the style) and in resvg (the attribute). */
function picture(
  image: Pixels,
  { title, width, height }: { title: string; width: number; height: number },
): string {
  const data = Buffer.from(encodePng(image)).toString('base64');
  return (
    `<image x="0" y="${heading}" width="${width}" height="${height}" preserveAspectRatio="none" ` +
    `image-rendering="optimizeSpeed" style="image-rendering:pixelated" aria-label="${escapeMarkup(title)}" ` +
    `href="data:image/png;base64,${data}"/>`
  );
}
