/** Observable Plot in Node: draws onto a linkedom document and hands back markup that needs no style sheet. */
import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { fontSize, ink } from './theme.ts';

const { document } = parseHTML('<!doctype html><html><body></body></html>');

/** The markup of a plot, to be placed in a figure. Of `width` × `height`, without Plot's own style sheet and class. */
export function plotMarkup(options: Plot.PlotOptions & { width: number; height: number }): string {
  const plot = Plot.plot({
    ...options,
    document: document as unknown as Document,
    className: 'plot',
  });
  for (const style of plot.querySelectorAll('style')) style.remove();
  return `<g fill="${ink}" font-size="${fontSize.tick}" text-anchor="middle">${withoutCurrentColour(plot.innerHTML)}</g>`;
}

/** `currentColor` would be black in a picture and follow the page's text elsewhere; the ink is meant. */
function withoutCurrentColour(markup: string): string {
  return markup.replaceAll('"currentColor"', `"${ink}"`);
}
