import { productError } from '../elementary/double-double.ts';
import { expOfSum } from '../elementary/exp.ts';
import { erf, scaledErfc } from './erf.ts';

const halfRoot = 0.7071067811865476; // √½

/** Standard normal distribution function Φ(x), accurate in both tails; error below 3 ulp. 0 and 1 at ∓Infinity. */
export function normalCdf(x: number): number {
  const size = Math.abs(x);
  if (size < 0.6) return 0.5 + 0.5 * erf(x * halfRoot);
  if (!(size < 39)) return x > 0 ? 1 : x < 0 ? 0 : NaN;
  const square = x * x;
  const tail = expOfSum(-0.5 * square, -0.5 * productError(x, x, square), 0.5 * scaledErfc(size * halfRoot));
  return x < 0 ? tail : 1 - tail;
}
