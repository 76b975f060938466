/** A finished figure, and the outer drawing that all charts share: title, panels in place, description. */
import { escapeMarkup } from '../text/escape.ts';
import { wrapText } from '../text/text-width.ts';
import { fontFamily, fontSize, ink, paper } from './theme.ts';

export interface Figure {
  /** Fit for a file name. */
  readonly name: string;
  readonly title: string;
  /** What is drawn, from how many lineages. */
  readonly caption: string;
  /** A complete SVG document with concrete colours. */
  readonly svg: string;
}

/** Something drawn, with the place of its upper left corner. */
export interface Placed {
  readonly x: number;
  readonly y: number;
  /** Markup of SVG elements. */
  readonly markup: string;
}

export interface Drawing {
  readonly name: string;
  readonly title: string;
  readonly caption: string;
  readonly width: number;
  /** Height without the title. */
  readonly height: number;
  readonly parts: readonly Placed[];
}

const padding = 14;
const titleLine = 19;

/** Puts the title above the parts and makes one SVG document; coordinates are rounded. */
export function finishFigure(drawing: Drawing): Figure {
  const titleLines = wrapText(drawing.title, drawing.width, fontSize.title, 'bold');
  const top = padding + titleLine * titleLines.length + 8;
  const width = Math.ceil(drawing.width + 2 * padding);
  const height = Math.ceil(top + drawing.height + padding);
  const title = titleLines.map((line, i) =>
    text({ x: padding, y: padding + 13 + titleLine * i, value: line, size: fontSize.title, weight: 'bold' }),
  );
  const parts = drawing.parts.map(
    (part) => `<g transform="translate(${padding + part.x},${top + part.y})">${part.markup}</g>`,
  );
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"`,
    ` role="img" aria-labelledby="${drawing.name}-title ${drawing.name}-description"`,
    ` font-family="${escapeMarkup(fontFamily)}" font-size="${fontSize.tick}" fill="${ink}">`,
    `<title id="${drawing.name}-title">${escapeMarkup(drawing.title)}</title>`,
    `<desc id="${drawing.name}-description">${escapeMarkup(drawing.caption)}</desc>`,
    `<rect width="${width}" height="${height}" fill="${paper}"/>`,
    ...title,
    ...parts,
    '</svg>\n',
  ].join('');
  return { name: drawing.name, title: drawing.title, caption: drawing.caption, svg: roundCoordinates(svg) };
}

export interface TextOptions {
  readonly x: number;
  readonly y: number;
  readonly value: string;
  readonly size?: number;
  readonly weight?: 'normal' | 'bold';
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly fill?: string;
  readonly rotate?: number;
}

/** One line of text; `y` is the baseline. */
export function text(options: TextOptions): string {
  const {
    x,
    y,
    value,
    size = fontSize.label,
    weight = 'normal',
    anchor = 'start',
    fill = ink,
    rotate,
  } = options;
  const turn = rotate === undefined ? '' : ` transform="rotate(${rotate} ${x} ${y})"`;
  const bold = weight === 'bold' ? ' font-weight="bold"' : '';
  const place = anchor === 'start' ? '' : ` text-anchor="${anchor}"`;
  return `<text x="${x}" y="${y}" font-size="${size}" fill="${fill}"${bold}${place}${turn}>${escapeMarkup(value)}</text>`;
}

const geometry = /\s(transform|d|x|y|x1|x2|y1|y2|cx|cy|r|rx|dx|dy|width|height|points)="([^"]*)"/g;

/**
 * Keeps two decimals, in paths one: nothing smaller is visible, the files shrink, and a last bit that differs between
 * engines cannot show.
 */
function roundCoordinates(svg: string): string {
  return svg.replace(geometry, (_, name: string, value: string) => {
    const step = name === 'd' ? 10 : 100;
    const rounded = value.replace(/-?\d*\.\d+(e-?\d+)?/g, (number) =>
      String(Math.round(Number(number) * step) / step + 0),
    );
    return ` ${name}="${rounded}"`;
  });
}
