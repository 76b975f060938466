/**
 * Contexts of an n-gram model. The context of a token are the n − 1 tokens before it in its text, or all where there are
 * fewer, and of these the longest end that the model knows: a node of the trie.
 */
import { childOf, type Trie } from './trie.ts';

export class Context {
  /** Of the context, at most order − 1; the node is in the level of that length, 0 where it is empty. */
  length = 0;
  node = 0;
  readonly #trie: Trie;

  constructor(trie: Trie) {
    this.#trie = trie;
  }

  begin(): void {
    this.length = 0;
    this.node = 0;
  }

  copy(other: Context): void {
    this.length = other.length;
    this.node = other.node;
  }

  /** Leaves its first token out; it must have one. */
  shorten(): void {
    this.length--;
    this.node = this.#trie.levels[this.length].suffix[this.node];
  }

  /** To the context of the next token, when this one is written. */
  push(token: number): void {
    const { levels } = this.#trie;
    let child = childOf(levels[this.length], this.node, token);
    while (child < 0 && this.length > 0) {
      this.shorten();
      child = childOf(levels[this.length], this.node, token);
    }
    if (child >= 0) this.enter(child);
  }

  /** To the context that ends in this child of its node. */
  enter(child: number): void {
    this.length++;
    this.node = child;
    if (this.length === this.#trie.levels.length) this.shorten();
  }
}

/** For each node of each level, the empty n-gram first, where the tokens that followed it begin, counted with repetition. */
export function followersOf({ levels }: Trie): readonly Float64Array[] {
  return levels.map(({ start, count }) => {
    const followers = new Float64Array(start.length);
    for (let node = 0; node + 1 < start.length; node++) {
      let total = 0;
      for (let child = start[node]; child < start[node + 1]; child++) total += count[child];
      followers[node + 1] = followers[node] + total;
    }
    return followers;
  });
}
