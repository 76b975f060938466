/**
 * Probabilities of texts. Without a discount, relative frequencies of what followed the context: maximum likelihood. With a
 * discount D in (0, 1), interpolated absolute discounting: p(w | h) = (max(c(h w) − D, 0) + D N(h) p(w | h')) / c(h), where c
 * counts occurrences, N the different tokens that followed h, and h' is h without its first token; at last p = 1/k. Ney,
 * Essen and Kneser: "On structuring probabilistic dependences in stochastic language modelling", Computer Speech and
 * Language 8 (1994) 1–38. A context that nothing followed (the end of a sequence) is passed over.
 */
import { log } from '@collapse-lab/math';
import type { Sequences } from '../../data/data.ts';
import { Context, followersOf } from './context.ts';
import { childOf, type Trie } from './trie.ts';

/** n log probabilities of sequences as texts of their own, in nats. */
export function scoreSequences(trie: Trie, discount: number, data: Sequences): Float64Array {
  const probability = discount === 0 ? createFrequency(trie) : createDiscounted(trie, discount);
  const context = new Context(trie);
  const { length, values } = data;
  return Float64Array.from({ length: data.n }, (_, i) => {
    context.begin();
    let sum = 0;
    for (let at = i * length; at < (i + 1) * length; at++) {
      sum += log(probability(context, values[at]));
      context.push(values[at]);
    }
    return sum;
  });
}

type Probability = (context: Context, token: number) => number;

function createFrequency(trie: Trie): Probability {
  const followers = followersOf(trie);
  const asked = new Context(trie);
  return (context, token) => {
    asked.copy(context);
    for (;;) {
      const { length, node } = asked;
      const total = followers[length][node + 1] - followers[length][node];
      if (total > 0) {
        const child = childOf(trie.levels[length], node, token);
        return child < 0 ? 0 : trie.levels[length].count[child] / total;
      }
      asked.shorten();
    }
  };
}

function createDiscounted({ k, levels }: Trie, discount: number): Probability {
  const followers = followersOf({ k, levels });
  /** p(token | the context of this length and node), from the shorter one on. */
  const at = (length: number, node: number, token: number): number => {
    const { start, count } = levels[length];
    const shorter = length === 0 ? 1 / k : at(length - 1, levels[length - 1].suffix[node], token);
    const total = followers[length][node + 1] - followers[length][node];
    if (total === 0) return shorter;
    const child = childOf(levels[length], node, token);
    const own = child < 0 ? 0 : count[child] - discount;
    return (own + discount * (start[node + 1] - start[node]) * shorter) / total;
  };
  return ({ length, node }, token) => at(length, node, token);
}
