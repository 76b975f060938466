/** The partition of a sweep into chunks: what one worker computes and publishes as one segment. */
import type { Chunk } from '../executor/executor.ts';
import type { Cell } from './cell.ts';
import { estimate } from './estimate.ts';

/** A share of a sweep: chunk i belongs to part i mod `count`. */
export interface Share {
  /** 0 … count − 1. */
  readonly index: number;
  readonly count: number;
}

const longestChunk = 1;
const shortestChunk = 0.05;
/** Enough that many workers share a small sweep evenly. */
const aimedChunks = 64;
const mostCells = 500;

/**
 * Depends on the cells alone, never on what is stored: every process that shares the work arrives at the same
 * partition. Cheap cells fill a chunk up to about a second; a dear cell is a chunk of its own.
 */
export function chunkCells(cells: readonly Cell[]): Chunk[] {
  const seconds = cells.map(({ parameters }) => estimate(parameters).seconds);
  const total = seconds.reduce((sum, one) => sum + one, 0);
  const target = Math.min(longestChunk, Math.max(shortestChunk, total / aimedChunks));
  const chunks: Cell[][] = [];
  let filled = Number.POSITIVE_INFINITY;
  cells.forEach((cell, i) => {
    if (filled + seconds[i] > target || (chunks.at(-1)?.length ?? 0) >= mostCells) {
      chunks.push([]);
      filled = 0;
    }
    chunks[chunks.length - 1].push(cell);
    filled += seconds[i];
  });
  return chunks.map((held, index) => ({ index, cells: held }));
}

/** The chunks of one share. The shares of all indices together are all chunks, each once. */
export function chunksOf(chunks: readonly Chunk[], { index, count }: Share): Chunk[] {
  return chunks.filter((chunk) => chunk.index % count === index);
}
