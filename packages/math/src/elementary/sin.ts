import { sineOfShifted } from './sine-of-step.ts';

/** Sine of x in radians for every double x, however large; error below 1.3 ulp. Keeps the sign of zero; NaN at ±Infinity. */
export function sin(x: number): number {
  return sineOfShifted(x, 0);
}
