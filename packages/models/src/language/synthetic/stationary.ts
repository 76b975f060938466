/**
 * Stationary distribution of a finite Markov chain by state reduction, without subtractions, so that every entry is
 * accurate to some n ε of itself. Grassmann, Taksar and Heyman: "Regenerative analysis and steady state distributions
 * for Markov chains", Operations Research 33 (1985) 1107–1116.
 */
import { InvalidArgumentError } from '@collapse-lab/math';

/**
 * @param transitions n × n probabilities, row-major, of an irreducible chain; left as they are
 * @returns n probabilities π = π T
 * @throws InvalidArgumentError where the last states cannot be left, so that the chain is not irreducible
 */
export function stationaryDistribution(transitions: Float64Array, n: number): Float64Array {
  const t = Float64Array.from(transitions);
  for (let last = n - 1; last > 0; last--) censor(t, n, last);
  const weights = new Float64Array(n);
  weights[0] = 1;
  for (let j = 1; j < n; j++) for (let i = 0; i < j; i++) weights[j] += weights[i] * t[i * n + j];
  let total = 0;
  for (let j = 0; j < n; j++) total += weights[j];
  return weights.map((weight) => weight / total);
}

/** The chain watched only while it is in states before `last`. */
function censor(t: Float64Array, n: number, last: number): void {
  let leaving = 0;
  for (let j = 0; j < last; j++) leaving += t[last * n + j];
  if (!(leaving > 0))
    throw new InvalidArgumentError({
      argument: 'transitions',
      got: `no way from states ${last} … ${n - 1} to those before`,
      expected: 'an irreducible chain, in which every state leads to every other',
    });
  for (let i = 0; i < last; i++) {
    const rate = t[i * n + last] / leaving;
    t[i * n + last] = rate;
    if (rate > 0) for (let j = 0; j < last; j++) t[i * n + j] += rate * t[last * n + j];
  }
}
