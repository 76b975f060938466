/**
 * An OPT model as decoding sees it: keys and values of what was read stay in a cache, and rows go on from each other by a
 * table of sources alone. Prompts that fewer are than a program takes are filled up with the first.
 */
import type { OutputValue, Session } from '@collapse-lab/tensor';
import type { Candidates, NextTokens, Prompts } from '../decoding/next-tokens.ts';
import { positionOffset } from '../hugging-face/opt-config.ts';
import type { GenerateSizes } from './opt-programs.ts';

type Outputs = Readonly<Record<string, OutputValue>>;

/** The outputs of a program for its first rows. */
export type ReadScores<Scores> = (outputs: Outputs, rows: number) => Scores;

export class CachedOpt<Scores> implements NextTokens<Scores> {
  readonly k: number;
  readonly #session: Session;
  readonly #sizes: GenerateSizes;
  readonly #read: ReadScores<Scores>;
  /** rows × length: the row of the cache that holds each position of each row. */
  #sources: Int32Array;
  #position = 0;

  /** @param session with the weights of the model; nobody else may generate with it meanwhile */
  constructor(session: Session, k: number, sizes: GenerateSizes, read: ReadScores<Scores>) {
    this.k = k;
    this.#session = session;
    this.#sizes = sizes;
    this.#read = read;
    this.#sources = new Int32Array(sizes.prompts * sizes.beams * sizes.length);
  }

  begin({ n, values }: Prompts): Scores {
    const { prompts, promptLength, beams, length } = this.#sizes;
    const tokens = Int32Array.from({ length: prompts * promptLength }, (_, i) => {
      return values[i < n * promptLength ? i : i % promptLength];
    });
    const rows = Int32Array.from({ length: prompts }, (_, i) => i * beams);
    for (let i = 0; i < this.#sources.length; i++) {
      const row = Math.floor(i / length);
      this.#sources[i] = row - (row % beams);
    }
    this.#position = promptLength;
    return this.#read(this.#session.run('begin', { tokens, rows }), n);
  }

  next(sources: Int32Array, tokens: Int32Array): Scores {
    const { prompts, promptLength, beams } = this.#sizes;
    const first = this.#position === promptLength;
    const all = Int32Array.from({ length: prompts * beams }, (_, row) => {
      if (row >= sources.length) return row;
      return first ? sources[row] * beams : sources[row];
    });
    this.#follow(all);
    const read = new Int32Array(prompts * beams);
    read.set(tokens);
    const outputs = this.#session.run('next', {
      tokens: read,
      position: [this.#position],
      row: [this.#position + positionOffset],
      sources: this.#sources,
    });
    this.#position++;
    return this.#read(outputs, sources.length);
  }

  /** Row r goes on from row from[r], in its own row of the cache. */
  #follow(from: Int32Array): void {
    const { length } = this.#sizes;
    const before = this.#sources;
    this.#sources = new Int32Array(before.length);
    for (const [row, source] of from.entries()) {
      for (let s = 0; s < length; s++) this.#sources[row * length + s] = before[source * length + s];
      this.#sources[row * length + this.#position] = row;
    }
  }
}

/** Of programs that give all logits. */
export function readLogits(k: number): ReadScores<Float32Array> {
  return ({ logits }, rows) => (logits as Float32Array).subarray(0, rows * k);
}

/** Of programs that give the likeliest tokens, `count` a row. */
export function readCandidates(count: number): ReadScores<Candidates> {
  return ({ tokens, logProbabilities }) => {
    return { count, tokens: tokens as Int32Array, logProbabilities: logProbabilities as Float32Array };
  };
}
