/**
 * N-grams of tokens within sequences, as numbers: an n-gram has the same number wherever it occurs. The number of the
 * n-gram w_1 … w_n is looked up by that of w_1 … w_{n−1} and w_n, so no n-gram is ever written out.
 */
import type { Sequences } from '@collapse-lab/models';

export class NGrams {
  /** numbers[n − 2]: (number of the first n − 1 tokens) · k + last token → number of the n-gram. */
  private readonly numbers: Map<number, number>[] = [];
  private readonly k: number;

  /** @param k size of the vocabulary */
  constructor(k: number) {
    this.k = k;
  }

  /**
   * For each n = 1 … longest the numbers of the n-grams, sequence by sequence: data.n rows of length − n + 1, none where
   * sequences are shorter than n.
   */
  of({ n: rows, length, values }: Sequences, longest: number): Float64Array[] {
    const orders = [Float64Array.from(values)];
    for (let n = 2; n <= Math.min(longest, length); n++) {
      const shorter = orders[n - 2];
      const [width, before] = [length - n + 1, length - n + 2];
      const made = new Float64Array(rows * width);
      for (let i = 0; i < rows; i++)
        for (let j = 0; j < width; j++)
          made[i * width + j] = this.number(n, shorter[i * before + j], values[i * length + j + n - 1]);
      orders.push(made);
    }
    while (orders.length < longest) orders.push(new Float64Array());
    return orders;
  }

  private number(n: number, start: number, last: number): number {
    this.numbers[n - 2] ??= new Map();
    const known = this.numbers[n - 2];
    const key = start * this.k + last;
    const found = known.get(key) ?? known.size;
    known.set(key, found);
    return found;
  }
}
