/** The radius of a normal distribution's highest-density region. */
import { chiSquaredSurvival } from '@collapse-lab/math';

/**
 * x with P(X > x) = tail for a chi-squared variable X with d degrees of freedom, 0 < tail < 1: by bisection down to
 * neighbouring doubles.
 */
export function chiSquaredUpperQuantile(tail: number, d: number): number {
  let low = 0;
  let high = d;
  while (chiSquaredSurvival(high, d) > tail) high *= 2;
  for (;;) {
    const middle = low + (high - low) / 2;
    if (!(middle > low && middle < high)) return middle;
    if (chiSquaredSurvival(middle, d) > tail) low = middle;
    else high = middle;
  }
}
