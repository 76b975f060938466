/** Memory needed from step `first` to step `last`, both included. */
export interface Block {
  readonly words: number;
  readonly first: number;
  readonly last: number;
}

/** Where blocks lie; those that are needed at the same time do not overlap. */
export interface Layout<B extends Block> {
  /** First word of every block. */
  readonly offsets: ReadonlyMap<B, number>;
  /** Words up to the end of the last block. */
  readonly words: number;
}

/** Words of a line of the cache: every block begins on one. */
export const lineWords = 16;

export function roundToLine(words: number): number {
  return Math.ceil(words / lineWords) * lineWords;
}
