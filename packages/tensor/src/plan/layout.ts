// Where blocks of memory lie that are needed at different times: the longest block first, each in the smallest gap that
// holds it between the blocks of overlapping times (greedy by size; Pisarchyk and Lee, "Efficient memory management for
// deep neural net inference", 2020). Not optimal, but within a few per cent of the bound for networks. The time grows with
// the square of the number of blocks, so more blocks than a thousand are swept (sweep.ts) instead.
import { type Block, type Layout, roundToLine } from './block.ts';
import { sweep } from './sweep.ts';

/** More blocks are swept: the plan of this many takes some ten milliseconds. */
const mostCompared = 1024;

interface Placed extends Block {
  readonly offset: number;
}

/** Offset of the smallest gap of at least `words` between blocks sorted by offset; behind all of them if there is none. */
function findGap(neighbours: readonly Placed[], words: number): number {
  let end = 0;
  let best = { offset: -1, spare: Infinity };
  for (const { offset, words: taken } of neighbours) {
    const spare = offset - end - words;
    if (spare >= 0 && spare < best.spare) best = { offset: end, spare };
    end = Math.max(end, offset + taken);
  }
  return best.offset >= 0 ? best.offset : end;
}

const overlap = (a: Block, b: Block) => a.first <= b.last && b.first <= a.last;

function longestFirst<B extends Block>(blocks: readonly B[]): Layout<B> {
  const offsets = new Map<B, number>();
  const placed: Placed[] = [];
  for (const block of [...blocks].sort((a, b) => b.words - a.words)) {
    const words = roundToLine(block.words);
    const neighbours = placed.filter((other) => overlap(other, block));
    const offset = findGap(neighbours, words);
    offsets.set(block, offset);
    placed.push({ offset, words, first: block.first, last: block.last });
    placed.sort((a, b) => a.offset - b.offset);
  }
  return { offsets, words: placed.reduce((most, { offset, words }) => Math.max(most, offset + words), 0) };
}

/** A place for every block; blocks that are needed at the same time do not overlap. */
export function layOut<B extends Block>(blocks: readonly B[]): Layout<B> {
  return blocks.length > mostCompared ? sweep(blocks) : longestFirst(blocks);
}
