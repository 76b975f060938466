import { InvalidArgumentError, mean, type Stream, variance } from '@collapse-lab/math';
import type { Data } from '../data/data.ts';
import type { Family } from './family.ts';

export interface MonteCarloEstimate {
  readonly estimate: number;
  readonly standardError: number;
}

/**
 * KL(p ‖ q) in nats, where it has no closed form: the mean of log p(x) − log q(x) over `samples` draws x ~ p. Infinity,
 * with standard error NaN, as soon as q gives a draw density 0.
 *
 * @throws InvalidArgumentError where `samples` is not an integer of at least 2.
 */
export function monteCarloKl<Model, D extends Data>(
  family: Required<Pick<Family<Model, D>, 'sample' | 'logDensity'>>,
  p: Model,
  q: Model,
  samples: number,
  stream: Stream,
): MonteCarloEstimate {
  if (!(Number.isInteger(samples) && samples >= 2))
    throw new InvalidArgumentError({
      argument: 'samples',
      got: samples,
      expected: 'an integer of at least 2, so that there is a standard error',
    });
  const data = family.sample(p, { n: samples }, stream);
  const other = family.logDensity(q, data);
  const differences = family.logDensity(p, data).map((own, i) => own - other[i]);
  if (differences.includes(Infinity)) return { estimate: Infinity, standardError: Number.NaN };
  return { estimate: mean(differences), standardError: Math.sqrt(variance(differences, 1) / samples) };
}
