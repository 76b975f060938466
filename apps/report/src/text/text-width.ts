/**
 * Widths of text in DejaVu Sans, read from the font file the figures are drawn with: labels and legends are laid out
 * from what the text really takes. Reads two tables of the TrueType file: `cmap` format 4 (character → glyph) and
 * `hmtx` (glyph → advance). Kerning is ignored (under 1 % for labels).
 */
import { readFileSync } from 'node:fs';
import { fontFiles } from '../png/fonts.ts';

/** Width in pixels of one line at this font size. */
export function textWidth(text: string, size: number, weight: 'normal' | 'bold' = 'normal'): number {
  const font = fontOf(weight);
  let units = 0;
  for (const character of text) units += font.advance(character.codePointAt(0)!);
  return (units / font.unitsPerEm) * size;
}

/** Breaks at spaces so that no line is wider than `width`, where words allow it. */
export function wrapText(
  text: string,
  width: number,
  size: number,
  weight: 'normal' | 'bold' = 'normal',
): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.length - 1;
    const joined = lines.length > 0 ? `${lines[last]} ${word}` : word;
    if (lines.length > 0 && textWidth(joined, size, weight) <= width) lines[last] = joined;
    else lines.push(word);
  }
  return lines;
}

interface Font {
  readonly unitsPerEm: number;
  advance(codePoint: number): number;
}

const fonts = new Map<string, Font>();

function fontOf(weight: 'normal' | 'bold'): Font {
  const known = fonts.get(weight);
  if (known !== undefined) return known;
  const font = readFont(readFileSync(fontFiles[weight]));
  fonts.set(weight, font);
  return font;
}

function readFont(file: Buffer): Font {
  const tables = tableOffsets(file);
  const longMetrics = file.readUInt16BE(tables.get('hhea')! + 34);
  const glyphOf = readCharacterMap(file, tables.get('cmap')!);
  const metrics = tables.get('hmtx')!;
  return {
    unitsPerEm: file.readUInt16BE(tables.get('head')! + 18),
    advance: (codePoint) => file.readUInt16BE(metrics + 4 * Math.min(glyphOf(codePoint), longMetrics - 1)),
  };
}

function tableOffsets(file: Buffer): Map<string, number> {
  const offsets = new Map<string, number>();
  for (let i = 0; i < file.readUInt16BE(4); i++) {
    const entry = 12 + 16 * i;
    offsets.set(file.toString('latin1', entry, entry + 4), file.readUInt32BE(entry + 8));
  }
  return offsets;
}

/** The Unicode BMP subtable (platform 3, encoding 1), format 4: segments of consecutive code points. */
function readCharacterMap(file: Buffer, cmap: number): (codePoint: number) => number {
  const table = cmap + unicodeSubtable(file, cmap);
  const bytes = file.readUInt16BE(table + 6); // 2 × number of segments
  const [ends, starts, deltas, ranges] = [14, 16 + bytes, 16 + 2 * bytes, 16 + 3 * bytes].map(
    (at) => table + at,
  );
  return (codePoint) => {
    for (let i = 0; i < bytes; i += 2) {
      if (file.readUInt16BE(ends + i) < codePoint) continue;
      const start = file.readUInt16BE(starts + i);
      if (start > codePoint) return 0;
      const delta = file.readUInt16BE(deltas + i);
      const range = file.readUInt16BE(ranges + i);
      if (range === 0) return (codePoint + delta) & 0xffff;
      const glyph = file.readUInt16BE(ranges + i + range + 2 * (codePoint - start));
      return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
    }
    return 0;
  };
}

function unicodeSubtable(file: Buffer, cmap: number): number {
  for (let i = 0; i < file.readUInt16BE(cmap + 2); i++) {
    const record = cmap + 4 + 8 * i;
    if (file.readUInt16BE(record) === 3 && file.readUInt16BE(record + 2) === 1)
      return file.readUInt32BE(record + 4);
  }
  throw new Error('The bundled DejaVu Sans has no Unicode character map; reinstall dejavu-fonts-ttf.');
}
