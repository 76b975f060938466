import { productError } from '../elementary/double-double.ts';
import { erf } from './erf.ts';
import { gaussianTail } from './gaussian-tail.ts';

const halfRoot = 0.7071067811865476; // √½
const halfRootLow = -4.833646656726457e-17;

/**
 * Standard normal distribution function Φ(x), accurate in the lower tail too; error below 1.5 ulp. 0, 1 at
 * ∓Infinity.
 */
export function normalCdf(x: number): number {
  const size = Math.abs(x);
  if (size < 0.6) return 0.5 + 0.5 * erf(x * halfRoot);
  if (!(size < 39)) return x > 0 ? 1 : x < 0 ? 0 : NaN;
  const square = x * x;
  const u = size * halfRoot;
  const uLow = productError(size, halfRoot, u) + size * halfRootLow;
  const tail = gaussianTail(-0.5 * square, -0.5 * productError(x, x, square), u, uLow, 0.5);
  return x < 0 ? tail : 1 - tail;
}
