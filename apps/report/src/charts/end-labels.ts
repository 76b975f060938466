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
  const places = spread(
    sorted.map((label) => label.y),
    space,
  );
  return sorted
    .map((label, i) => {
      const size = Math.min(
        fontSize.label,
        (fontSize.label * (space.width - 14)) / textWidth(label.name, fontSize.label),
      );
      const leader = `<path d="M${space.x + 1},${label.y}L${space.x + 9},${places[i]}" stroke="${label.colour}" fill="none"/>`;
      return (
        leader + text({ x: space.x + 12, y: places[i] + 4, value: label.name, size, fill: label.colour })
      );
    })
    .join('');
}

/**
 * The places nearest to the wanted ones, in the least-squares sense, that keep the order, stay inside and are one
 * line's height apart. With i line heights taken off the i-th place this is an isotonic regression: neighbours in the
 * wrong order are pooled to their mean (pool adjacent violators), and bounds are a clipping of the result.
 */
function spread(wanted: readonly number[], { top, bottom }: EndLabelSpace): number[] {
  const pools: { mean: number; count: number }[] = [];
  for (const [i, want] of wanted.entries()) {
    let pool = { mean: want - i * lineHeight, count: 1 };
    while (pools.length > 0 && pools[pools.length - 1].mean > pool.mean) {
      const before = pools.pop()!;
      const count = before.count + pool.count;
      pool = { mean: (before.mean * before.count + pool.mean * pool.count) / count, count };
    }
    pools.push(pool);
  }
  const highest = Math.max(top, bottom - (wanted.length - 1) * lineHeight);
  const levels = pools.flatMap(({ mean, count }) => new Array<number>(count).fill(mean));
  return levels.map((level, i) => Math.min(highest, Math.max(top, level)) + i * lineHeight);
}
