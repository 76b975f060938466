import type { Prompts } from './next-tokens.ts';

/** The tokens of every row so far, prompt and continuation. */
export class Histories {
  #rows: Uint32Array[];
  #length: number;
  readonly #capacity: number;

  /** @param length tokens that will be added at most */
  constructor({ n, length, values }: Prompts, added: number) {
    this.#capacity = length + added;
    this.#length = length;
    this.#rows = Array.from({ length: n }, (_, i) => {
      const row = new Uint32Array(this.#capacity);
      for (let j = 0; j < length; j++) row[j] = values[i * length + j];
      return row;
    });
  }

  of(row: number): Uint32Array {
    return this.#rows[row].subarray(0, this.#length);
  }

  next(sources: Int32Array, tokens: Int32Array): void {
    const taken = new Uint8Array(this.#rows.length);
    this.#rows = Array.from(sources, (source, i) => {
      const row = taken[source]++ === 0 ? this.#rows[source] : this.#rows[source].slice();
      row[this.#length] = tokens[i];
      return row;
    });
    this.#length++;
  }
}
