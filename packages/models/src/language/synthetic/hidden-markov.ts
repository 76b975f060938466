/**
 * A stationary source of tokens with finitely many hidden states: in state s a token is drawn from the emission of s, then
 * the state moves on. Probabilities of texts by the forward algorithm, scaled at every token (Rabiner, Proc. IEEE 77
 * (1989) 257–286); only states that can have written the token are visited.
 */
import { categorical, createAliasTable, log, type Stream } from '@collapse-lab/math';
import type { Sequences } from '../../data/data.ts';

/** n states, tokens 0 … k − 1. */
export interface HiddenMarkov {
  readonly k: number;
  /** n probabilities: the stationary distribution of the states. */
  readonly stationary: Float64Array;
  /** n lists of the states that follow with positive probability; the probabilities of a list sum to 1. */
  readonly following: readonly Uint32Array[];
  readonly probabilities: readonly Float64Array[];
  /** Each of k probabilities that sum to 1. */
  readonly emissions: readonly Float64Array[];
  /** n: which of `emissions` a state has. */
  readonly emissionOf: Uint32Array;
}

/** Texts and the states that wrote them: n × length each. */
export interface Paths {
  readonly data: Sequences;
  readonly states: Uint32Array;
}

/** Draws windows of `length` tokens, each from the stationary distribution: 2 · length uniforms a window. */
export function createSampler(source: HiddenMarkov): (n: number, length: number, stream: Stream) => Paths {
  const { k, emissionOf } = source;
  const start = createAliasTable(source.stationary);
  const next = source.probabilities.map((each) => createAliasTable(each));
  const words = source.emissions.map((each) => createAliasTable(each));
  return (n, length, stream) => {
    const [values, states] = [new Uint32Array(n * length), new Uint32Array(n * length)];
    let state = 0;
    for (let at = 0; at < values.length; at++) {
      state =
        at % length === 0
          ? categorical(stream, start)
          : source.following[state][categorical(stream, next[state])];
      states[at] = state;
      values[at] = categorical(stream, words[emissionOf[state]]);
    }
    return { data: { kind: 'sequences', n, length, k, values }, states };
  };
}

/**
 * Log probabilities of sequences of any length, in nats; −Infinity where the source has no such text. The tokens must be
 * below k.
 */
export function createScorer(source: HiddenMarkov): (data: Sequences) => Float64Array {
  const filter = createFilter(source);
  return ({ n, length, values }) =>
    Float64Array.from({ length: n }, (_, i) => {
      filter.begin();
      let sum = 0;
      for (let t = 0; t < length; t++) {
        const probability = filter.read(values[i * length + t]);
        if (probability === 0) return -Infinity;
        sum += log(probability);
      }
      return sum;
    });
}

/** What is known of the state after the tokens read so far. */
interface Filter {
  /** To the stationary distribution. */
  begin(): void;
  /** Reads a token and returns its probability given those before; after 0, it must begin again. */
  read(token: number): number;
}

function createFilter({
  stationary,
  following,
  probabilities,
  emissions,
  emissionOf,
  k,
}: HiddenMarkov): Filter {
  const n = stationary.length;
  const writers = writersOf(k, emissions, emissionOf);
  /** The states that can be, with what they weigh; `weights` is 0 elsewhere. */
  let [active, next] = [new Uint32Array(n), new Uint32Array(n)];
  const [weights, current] = [new Float64Array(n), new Float64Array(n)];
  let count = -1;

  /** Weights of the states after one step that can write the token; how many there are. */
  const move = (token: number): number => {
    let found = 0;
    for (let i = 0; i < count; i++) {
      const [to, shares] = [following[active[i]], probabilities[active[i]]];
      for (let j = 0; j < to.length; j++) {
        const state = to[j];
        const weight = current[i] * shares[j] * emissions[emissionOf[state]][token];
        if (weight === 0) continue;
        if (weights[state] === 0) next[found++] = state;
        weights[state] += weight;
      }
    }
    return found;
  };

  const start = (token: number): number => {
    next.set(writers[token]);
    for (const state of writers[token])
      weights[state] = stationary[state] * emissions[emissionOf[state]][token];
    return writers[token].length;
  };

  return {
    begin() {
      count = -1;
    },
    read(token) {
      count = count < 0 ? start(token) : move(token);
      [active, next] = [next, active];
      let total = 0;
      for (let i = 0; i < count; i++) total += weights[active[i]];
      for (let i = 0; i < count; i++) {
        current[i] = weights[active[i]] / total;
        weights[active[i]] = 0;
      }
      return total;
    },
  };
}

/** For each token, the states that can write it. */
function writersOf(k: number, emissions: readonly Float64Array[], emissionOf: Uint32Array): Uint32Array[] {
  const writers: number[][] = Array.from({ length: k }, () => []);
  const written = emissions.map((emission) =>
    Array.from(emission.keys()).filter((token) => emission[token] > 0),
  );
  for (const [state, e] of emissionOf.entries()) for (const token of written[e]) writers[token].push(state);
  return writers.map((states) => Uint32Array.from(states));
}

/** Probability that a window begins with one token of each of these sets, given as k flags 0 or 1 each. */
export function patternProbability(source: HiddenMarkov, sets: readonly ArrayLike<number>[]): number {
  const inSet = (set: ArrayLike<number>): Float64Array =>
    Float64Array.from(source.emissions, (emission) =>
      emission.reduce((sum, probability, token) => sum + probability * set[token], 0),
    );
  let weights: Float64Array = Float64Array.from(source.stationary);
  for (const [t, set] of sets.entries()) {
    if (t > 0) weights = moveAll(source, weights);
    const masses = inSet(set);
    weights = weights.map((weight, state) => weight * masses[source.emissionOf[state]]);
  }
  return weights.reduce((sum, weight) => sum + weight, 0);
}

function moveAll({ following, probabilities }: HiddenMarkov, weights: Float64Array): Float64Array {
  const coming = new Float64Array(weights.length);
  for (let state = 0; state < weights.length; state++)
    for (let j = 0; j < following[state].length; j++)
      coming[following[state][j]] += weights[state] * probabilities[state][j];
  return coming;
}

/** k probabilities of a token anywhere in the text. */
export function unigram({ k, stationary, emissions, emissionOf }: HiddenMarkov): Float64Array {
  const result = new Float64Array(k);
  for (let state = 0; state < stationary.length; state++) {
    const emission = emissions[emissionOf[state]];
    for (let token = 0; token < k; token++) result[token] += stationary[state] * emission[token];
  }
  return result;
}
