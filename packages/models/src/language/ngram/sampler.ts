/**
 * Drawing text: one of the tokens that followed the context, each occurrence as likely. With a discount D, a token that
 * followed c times is given up with probability D / c, and the next shorter context is asked, at last all tokens alike: that
 * is interpolated absolute discounting, without computing a probability.
 */
import type { Stream } from '@collapse-lab/math';
import type { Sequences } from '../../data/data.ts';
import { Context, followersOf } from './context.ts';
import type { Trie } from './trie.ts';

/** Writes the tokens of `out`, after those of `prompt` or at the beginning of a text. */
export type Writer = (out: Uint32Array, prompt: Uint32Array | undefined, stream: Stream) => void;

export function createWriter(trie: Trie, discount: number): Writer {
  const choose = createChooser(trie, discount);
  const context = new Context(trie);
  return (out, prompt, stream) => {
    context.begin();
    if (prompt !== undefined) for (const token of prompt) context.push(token);
    for (let t = 0; t < out.length; t++) out[t] = choose(context, stream);
  };
}

/** Draws a token and moves the context. One uniform for each context that is asked, one more where all tokens are alike. */
function createChooser(trie: Trie, discount: number): (context: Context, stream: Stream) => number {
  const { k, levels } = trie;
  const followers = followersOf(trie);
  const occurrences = levels.map(({ count }, m) => repeat(count, followers[m].at(-1) as number));
  const asked = new Context(trie);
  return (context, stream) => {
    asked.copy(context);
    let shortened = false;
    for (;;) {
      const { length, node } = asked;
      const from = followers[length][node];
      const total = followers[length][node + 1] - from;
      if (total > 0) {
        const place = stream.uniform() * total;
        const whole = Math.floor(place);
        const child = occurrences[length][from + whole];
        if (discount === 0 || (place - whole) * levels[length].count[child] >= discount) {
          const token = levels[length].token[child];
          if (shortened) context.push(token);
          else {
            context.copy(asked);
            context.enter(child);
          }
          return token;
        }
        shortened = true;
      }
      if (length === 0) {
        const token = Math.floor(stream.uniform() * k);
        context.push(token);
        return token;
      }
      asked.shorten();
    }
  };
}

/** i, count[i] times, for every i. */
function repeat(count: Uint32Array, total: number): Uint32Array {
  const result = new Uint32Array(total);
  for (let i = 0, at = 0; i < count.length; at += count[i++]) result.fill(i, at, at + count[i]);
  return result;
}

/** n sequences of `length` tokens; sequence i continues `prompts` i mod n. */
export function writeSequences(
  write: Writer,
  { n, length, k, prompts }: { n: number; length: number; k: number; prompts?: Sequences },
  stream: Stream,
): Sequences {
  const values = new Uint32Array(n * length);
  for (let i = 0; i < n; i++) {
    const row = prompts === undefined ? 0 : (i % prompts.n) * prompts.length;
    const prompt = prompts?.values.subarray(row, row + prompts.length);
    write(values.subarray(i * length, (i + 1) * length), prompt, stream);
  }
  return { kind: 'sequences', n, length, k, values };
}
