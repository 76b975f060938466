import { sineOfShifted } from './sine-of-step.ts';

/** Sine of x in radians for every double x, however large; error below 1.3 ulp. Keeps the sign of zero; NaN at ±Infinity. */
export function sin(x: number): number {
  if (x < 1e-8 && x > -1e-8) return x;
  return x - x === 0 ? sineOfShifted(x, 0) : NaN;
}
