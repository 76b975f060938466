import { InvalidArgumentError } from '../error.ts';

/**
 * The share of x that lies outside [low, high]: with the quantiles of p_0, how much of its tails is left.
 * n ≥ 1.
 */
export function tailMass(x: ArrayLike<number>, low: number, high: number): number {
  if (x.length === 0)
    throw new InvalidArgumentError({ argument: 'x', got: x, expected: 'at least one number' });
  let outside = 0;
  for (let i = 0; i < x.length; i++) if (x[i] < low || x[i] > high) outside++;
  return outside / x.length;
}
