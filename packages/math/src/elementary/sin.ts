import { sineOfShifted } from './sine-of-step.ts';
import * as table from './sine-table.ts';

const { nearSin3, nearSin5, nearSin7, nearSin9, nearSin11, nearSin13 } = table;

/**
 * Sine of x in radians for every double x, however large; error below 1.3 ulp. Keeps the sign of zero; NaN at
 * ±Infinity.
 */
export function sin(x: number): number {
  return Math.abs(x) < 0.79 ? sineNearZero(x) : sineOfShifted(x, 0);
}

/** Where no reduction is due a polynomial alone is twice as fast as the table. */
function sineNearZero(x: number): number {
  if (x === 0) return x;
  const z = x * x;
  const w = z * z;
  return (
    x + x * z * (nearSin3 + z * nearSin5 + w * (nearSin7 + z * nearSin9 + w * (nearSin11 + z * nearSin13)))
  );
}
