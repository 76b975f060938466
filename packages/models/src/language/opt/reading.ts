import type { Sequences } from '../../data/data.ts';

/** Inputs of programs that read whole sequences: n × read ids each. */
export interface TokensAndTargets {
  readonly tokens: Int32Array;
  readonly targets: Int32Array;
}

/**
 * What a model reads of a sequence, and what it predicts there: all tokens but the first from those before them, or, with
 * a token that all texts begin with, all tokens.
 */
export class Reading {
  readonly length: number;
  readonly beginning: number | undefined;
  /** How many tokens of a sequence are read, and as many predicted. */
  readonly read: number;
  /** How many sequences are scored together. */
  readonly chunk: number;

  constructor(length: number, beginning: number | undefined, chunk: number) {
    this.length = length;
    this.beginning = beginning;
    this.read = beginning === undefined ? length - 1 : length;
    this.chunk = chunk;
  }

  /** @param values n × length */
  split(values: Sequences['values'], n: number): TokensAndTargets {
    const { length, read, beginning } = this;
    const tokens = new Int32Array(n * read);
    const targets = new Int32Array(n * read);
    const first = length - read;
    for (let i = 0; i < n; i++)
      for (let j = 0; j < read; j++) {
        const at = i * length + first + j;
        targets[i * read + j] = values[at];
        tokens[i * read + j] = j === 0 && beginning !== undefined ? beginning : values[at - 1];
      }
    return { tokens, targets };
  }
}
