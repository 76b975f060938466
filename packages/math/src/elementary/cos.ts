import { sineOfShifted } from './sine-of-step.ts';
import * as table from './sine-table.ts';

const { nearCos4, nearCos6, nearCos8, nearCos10, nearCos12, nearCos14 } = table;

/** Cosine of x in radians for every double x, however large; error below 1.3 ulp. NaN at ±Infinity. */
export function cos(x: number): number {
  return Math.abs(x) < 0.79 ? cosineNearZero(x) : sineOfShifted(x, 128);
}

/** As in sin.ts; 1 − x²/2 is rounded, and what that lost is put back. */
function cosineNearZero(x: number): number {
  const z = x * x;
  const w = z * z;
  const half = 0.5 * z;
  const head = 1 - half;
  const rest = nearCos4 + z * nearCos6 + w * (nearCos8 + z * nearCos10 + w * (nearCos12 + z * nearCos14));
  return head + (1 - head - half + w * rest);
}
