/** p_0 = Poisson(rate): counts, as points with d = 1. */
import { fillPoisson, InvalidArgumentError, normalQuantile, regularizedGammaQ } from '@collapse-lab/math';
import type { Points } from '../data/data.ts';
import { isPositive } from '../data/is-number.ts';
import { checkSize } from '../data/make-data.ts';
import { checkOptions } from './check-options.ts';
import { checkAxis } from './normal.ts';
import type { RealSource } from './real-source.ts';

export interface PoissonSourceOptions {
  /** λ, the mean count: positive, at most 10^9. */
  readonly rate: number;
}

const largestRate = 1e9;

/** @throws InvalidArgumentError */
export function poissonSource(options: PoissonSourceOptions): RealSource<Points> {
  checkOptions(options);
  const { rate } = options;
  if (!(isPositive(rate) && rate <= largestRate))
    throw new InvalidArgumentError({
      argument: 'rate',
      got: rate,
      expected: 'a positive number of at most 10^9, the mean count',
    });
  return {
    name: 'poisson',
    shape: { kind: 'points', d: 1 },
    identity: `poisson ${JSON.stringify({ rate })}`,
    draw(n, stream) {
      checkSize('n', n);
      return { kind: 'points', n, d: 1, values: fillPoisson(stream, new Float64Array(n), rate) };
    },
    truth: { kind: 'poisson', rate },
    quantile(p, axis) {
      checkAxis(axis, 1);
      return poissonQuantile(p, rate);
    },
    moments: { mean: Float64Array.of(rate), covariance: Float64Array.of(rate) },
  };
}

/**
 * The least count k with P(X ≤ k) = Q(k + 1, λ) ≥ p: by doubling steps away from the normal approximation, then
 * bisection.
 */
function poissonQuantile(p: number, rate: number): number {
  if (!(p >= 0 && p <= 1))
    throw new InvalidArgumentError({ argument: 'p', got: p, expected: 'a probability from 0 to 1' });
  if (p === 0) return 0;
  if (p === 1) return Infinity;
  const reaches = (k: number): boolean => k >= 0 && regularizedGammaQ(k + 1, rate) >= p;
  let high = Math.max(0, Math.floor(rate + Math.sqrt(rate) * normalQuantile(p)));
  let step = 1;
  for (; !reaches(high); step *= 2) high += step;
  let low = high - step;
  for (step = 1; reaches(low); step *= 2) low -= step;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (reaches(middle)) high = middle;
    else low = middle;
  }
  return high;
}
