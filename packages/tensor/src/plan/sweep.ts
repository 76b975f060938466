// Where blocks of memory lie, in the order of time, as an allocator would place them: each in the smallest gap that holds
// it when it is needed, and given back after its last use. Neighbouring gaps are one, so that few are left and the time
// grows with the number of blocks; 0 to 10 % more memory than with the longest block first (layout.ts).
import { type Block, type Layout, roundToLine } from './block.ts';

interface Gap {
  offset: number;
  words: number;
}

/** Gaps by offset, the last one without an end. */
class Gaps {
  private readonly gaps: Gap[] = [{ offset: 0, words: Infinity }];

  /** Takes the first words of the smallest gap that has as many. */
  take(words: number): number {
    let best = this.gaps.length - 1;
    for (const [i, gap] of this.gaps.entries()) {
      if (gap.words >= words && gap.words < this.gaps[best].words) best = i;
    }
    const gap = this.gaps[best];
    const { offset } = gap;
    gap.offset += words;
    gap.words -= words;
    if (gap.words === 0) this.gaps.splice(best, 1);
    return offset;
  }

  give(offset: number, words: number): void {
    const next = this.firstBehind(offset);
    const before = this.gaps[next - 1];
    const joins = before !== undefined && before.offset + before.words === offset;
    const gap = joins ? before : { offset, words: 0 };
    gap.words += words;
    const behind = this.gaps[next];
    const ends = offset + words === behind.offset;
    if (ends) gap.words += behind.words;
    this.gaps.splice(next, ends ? 1 : 0, ...(joins ? [] : [gap]));
  }

  private firstBehind(offset: number): number {
    let [low, high] = [0, this.gaps.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.gaps[middle].offset < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** A place for every block; blocks that are needed at the same time do not overlap. */
export function sweep<B extends Block>(blocks: readonly B[]): Layout<B> {
  const offsets = new Map<B, number>();
  const gaps = new Gaps();
  const ends = [...blocks].sort((a, b) => (a.last < b.last ? -1 : Number(a.last > b.last)));
  let ended = 0;
  let most = 0;
  for (const block of [...blocks].sort((a, b) => a.first - b.first || b.words - a.words)) {
    for (; ends[ended].last < block.first; ended++) {
      gaps.give(offsets.get(ends[ended])!, roundToLine(ends[ended].words));
    }
    const words = roundToLine(block.words);
    const offset = gaps.take(words);
    offsets.set(block, offset);
    most = Math.max(most, offset + words);
  }
  return { offsets, words: most };
}
