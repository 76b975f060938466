/**
 * The grammar of the synthetic language as a Markov chain of slots, each of which writes one word. What agrees over a
 * distance is part of the state: the number of the subject while a modifier stands between it and its verb, and what
 * the sentence must still close (a quotation, a question, the first clause after "although"). A phrase holds no other
 * of its kind, so that the states are finite in number.
 */
import { type Constructions, createRules, type State } from './rules.ts';

/** Chain of the slots. */
export interface Grammar {
  readonly states: readonly State[];
  /** n × n, row-major. */
  readonly transitions: Float64Array;
}

/** All states that can be reached from the end of a sentence; that end is the first state. */
export function compileGrammar(constructions: Constructions): Grammar {
  const states: State[] = [createRules(constructions).end];
  const index = new Map([[states[0].key, 0]]);
  const moves: [number, number, number][] = [];
  for (let from = 0; from < states.length; from++)
    for (const [probability, state] of states[from].next()) {
      if (probability === 0) continue;
      if (!index.has(state.key)) index.set(state.key, states.push(state) - 1);
      moves.push([from, index.get(state.key) as number, probability]);
    }
  const n = states.length;
  const transitions = new Float64Array(n * n);
  for (const [from, to, probability] of moves) transitions[from * n + to] += probability;
  return { states, transitions };
}
