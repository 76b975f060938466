import { sineOfShifted } from './sine-of-step.ts';

/** Cosine of x in radians for every double x, however large; error below 1.3 ulp. NaN at ±Infinity. */
export function cos(x: number): number {
  return sineOfShifted(x, 128);
}
