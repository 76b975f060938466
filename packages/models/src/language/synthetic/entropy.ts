/**
 * Entropy of windows of a source with hidden states. There is no closed form (the text does not tell the states), but
 * the joint entropy of text and states has one, and differs by little: H(X) = H(X, S) − H(S | X). So what is estimated
 * from drawn windows is H(S | X) = E[log p(X) − log p(X, S)] alone, whose terms scatter far less than −log p(X).
 */
import { entropy, log, type Stream } from '@collapse-lab/math';
import { createSampler, createScorer, type HiddenMarkov, type Paths } from './hidden-markov.ts';

export interface EntropyEstimate {
  /** Nats per token. */
  readonly perToken: number;
  readonly standardError: number;
}

/** Of windows of `length` tokens. @param windows how many are drawn for H(S | X) */
export function estimateEntropy(
  source: HiddenMarkov,
  length: number,
  windows: number,
  stream: Stream,
): EntropyEstimate {
  const paths = createSampler(source)(windows, length, stream);
  const own = createScorer(source)(paths.data);
  const joint = logJoint(source, paths);
  let [sum, squares] = [0, 0];
  for (let i = 0; i < windows; i++) {
    const difference = own[i] - joint[i];
    sum += difference;
    squares += difference * difference;
  }
  const mean = sum / windows;
  const variance = (squares - sum * mean) / (windows - 1);
  return {
    perToken: (jointEntropy(source, length) - mean) / length,
    standardError: Math.sqrt(variance / windows) / length,
  };
}

/** H of the states and tokens of a window, in closed form. */
function jointEntropy(source: HiddenMarkov, length: number): number {
  const { stationary, probabilities, emissionOf } = source;
  const emitted = source.emissions.map(entropy);
  let [step, emission] = [0, 0];
  for (let state = 0; state < stationary.length; state++) {
    step += stationary[state] * entropy(probabilities[state]);
    emission += stationary[state] * emitted[emissionOf[state]];
  }
  return entropy(stationary) + (length - 1) * step + length * emission;
}

/** Log probabilities of tokens and states together: one for each path. */
function logJoint(source: HiddenMarkov, { data, states }: Paths): Float64Array {
  const { stationary, following, probabilities, emissions, emissionOf } = source;
  return Float64Array.from({ length: data.n }, (_, i) => {
    let total = 0;
    for (let t = 0; t < data.length; t++) {
      const at = i * data.length + t;
      const [before, state] = [states[at - 1], states[at]];
      const moved = t === 0 ? stationary[state] : probabilities[before][following[before].indexOf(state)];
      total += log(moved * emissions[emissionOf[state]][data.values[at]]);
    }
    return total;
  });
}
