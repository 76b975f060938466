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
  return discount === 0 ? createFrequencyWriter(trie) : createDiscountedWriter(trie, discount);
}

/** For every occurrence after a context stands the context that comes next, of which the token is the last. */
function createFrequencyWriter(trie: Trie): Writer {
  const { levels } = trie;
  const followers = followersOf(trie);
  const longest = levels.length - 1;
  const nextOf = levels.map(({ count, suffix }, m) => {
    const total = followers[m].at(-1) as number;
    return m > 0 && m === longest ? repeat(count, total, (child) => suffix[child]) : repeat(count, total);
  });
  return (out, prompt, stream) => {
    let { length, node } = contextAfter(trie, prompt);
    for (let t = 0; t < out.length; t++) {
      let from = followers[length][node];
      let total = followers[length][node + 1] - from;
      for (; total === 0; total = followers[length][node + 1] - from) {
        length--;
        node = levels[length].suffix[node];
        from = followers[length][node];
      }
      const next = nextOf[length][from + Math.floor(stream.uniform() * total)];
      if (length < longest) length++;
      out[t] = levels[Math.max(0, length - 1)].token[next];
      node = longest === 0 ? 0 : next;
    }
  };
}

function contextAfter(trie: Trie, prompt: Uint32Array | undefined): Context {
  const context = new Context(trie);
  if (prompt !== undefined) for (const token of prompt) context.push(token);
  return context;
}

function createDiscountedWriter(trie: Trie, discount: number): Writer {
  const choose = createChooser(trie, discount);
  return (out, prompt, stream) => {
    const context = contextAfter(trie, prompt);
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
        if ((place - whole) * levels[length].count[child] >= discount) {
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

/** of(i), count[i] times, for every i. */
function repeat(count: Uint32Array, total: number, of = (i: number): number => i): Uint32Array {
  const result = new Uint32Array(total);
  let at = 0;
  for (let i = 0; i < count.length; i++) {
    const value = of(i);
    for (let j = 0; j < count[i]; j++) result[at++] = value;
  }
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
