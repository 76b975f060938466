/** Names at the ends of lines, moved apart where lines end close together, with a leader to the line they name. */
import { textWidth } from '../text/text-width.ts';
import { text } from './figure.ts';
import { fontSize } from './theme.ts';

export interface EndLabel {
  readonly name: string;
  readonly colour: string;
  /** Where the line ends. */
  readonly y: number;
}

export interface EndLabelSpace {
  readonly x: number;
  readonly width: number;
  readonly top: number;
  readonly bottom: number;
}

const lineHeight = 14;

export function endLabels(labels: readonly EndLabel[], space: EndLabelSpace): string {
  const sorted = [...labels].sort((a, b) => a.y - b.y);
  const places = spread(sorted.map((label) => label.y), space);
  return sorted.map((label, i) => {
    const size = Math.min(fontSize.label, (fontSize.label * (space.width - 14)) / textWidth(label.name, fontSize.label));
    const leader = `<path d="M${space.x + 1},${label.y}L${space.x + 9},${places[i]}" stroke="${label.colour}" fill="none"/>`;
    return leader + text({ x: space.x + 12, y: places[i] + 4, value: label.name, size, fill: label.colour });
  }).join('');
}

/**
 * The places nearest to the wanted ones, in the least-squares sense, that keep the order and one line's height apart:
 * neighbours that overlap form a block centred on the mean of their wants.
 */
function spread(wanted: readonly number[], { top, bottom }: EndLabelSpace): number[] {
  const blocks: { start: number; count: number }[] = [];
  for (const want of wanted) {
    let block = { start: want, count: 1 };
    while (blocks.length > 0) {
      const before = blocks[blocks.length - 1];
      if (before.start + before.count * lineHeight <= block.start) break;
      blocks.pop();
      const count = before.count + block.count;
      const shifted = block.start - before.count * lineHeight;
      block = { start: (before.start * before.count + shifted * block.count) / count, count };
    }
    blocks.push(block);
  }
  const places = blocks.flatMap(({ start, count }) => Array.from({ length: count }, (_, i) => start + i * lineHeight));
  const excess = Math.max(0, (places.at(-1) ?? 0) - bottom);
  const shift = Math.max(top - (places[0] ?? top), -excess);
  return places.map((place) => place + (excess > 0 || places[0] < top ? shift : 0));
}
