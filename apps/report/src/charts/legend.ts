/** Legends as rows of symbol and label, broken where the measured widths ask for it; nothing is cut off. */
import { textWidth, wrapText } from '../text/text-width.ts';
import { text } from './figure.ts';
import { fontSize } from './theme.ts';

export interface LegendEntry {
  readonly label: string;
  /** Markup of a symbol 24 wide and 12 high, its upper left corner at 0,0. */
  readonly symbol: string;
}

const symbolWidth = 24;
const lineHeight = 15;
const gap = 20;

export function lineSymbol(
  colour: string,
  width: number,
  options: { dash?: string; opacity?: number } = {},
): string {
  const dash = options.dash === undefined ? '' : ` stroke-dasharray="${options.dash}"`;
  const opacity = options.opacity === undefined ? '' : ` stroke-opacity="${options.opacity}"`;
  return `<path d="M0,6H24" stroke="${colour}" stroke-width="${width}"${dash}${opacity} fill="none"/>`;
}

export function bandSymbol(colour: string, opacity: number): string {
  return `<rect x="0" y="1" width="24" height="10" fill="${colour}" fill-opacity="${opacity}"/>`;
}

/** Entries side by side, as many rows as the width needs. */
export function legend(entries: readonly LegendEntry[], width: number): { markup: string; height: number } {
  const pieces: string[] = [];
  let x = 0;
  let y = 0;
  for (const entry of entries) {
    const lines = wrapText(entry.label, width - symbolWidth - 6, fontSize.label);
    const taken = symbolWidth + 6 + Math.max(...lines.map((line) => textWidth(line, fontSize.label)));
    if (x > 0 && x + taken > width) {
      x = 0;
      y += lineHeight;
    }
    pieces.push(`<g transform="translate(${x},${y})">${entry.symbol}</g>`);
    for (const [i, line] of lines.entries()) {
      pieces.push(text({ x: x + symbolWidth + 6, y: y + 10 + lineHeight * i, value: line }));
    }
    y += lineHeight * (lines.length - 1);
    x += taken + gap;
  }
  return { markup: pieces.join(''), height: entries.length === 0 ? 0 : y + lineHeight };
}

/** Numbered notes under a figure, wrapped. */
export function footnotes(
  notes: readonly string[],
  width: number,
  fill: string,
): { markup: string; height: number } {
  const lines = notes.flatMap((note) => wrapText(note, width, fontSize.small));
  const markup = lines.map((line, i) =>
    text({ x: 0, y: 10 + 14 * i, value: line, size: fontSize.small, fill }),
  );
  return { markup: markup.join(''), height: 14 * lines.length };
}
