import { normalQuantile, studentTSurvival } from '@collapse-lab/math';

const known = new Map<string, number>();
const mostKnown = 256;

/** t with P(T > t) = tail for a Student variable with df ≥ 1 degrees of freedom, 0 < tail ≤ ½; by bisection. */
export function studentUpperQuantile(tail: number, df: number): number {
  if (df > 1e6) return -normalQuantile(tail);
  // A profile asks for the same one thousands of times.
  const name = `${tail} ${df}`;
  let quantile = known.get(name);
  if (quantile === undefined) {
    quantile = bisect(tail, df);
    if (known.size >= mostKnown) known.clear();
    known.set(name, quantile);
  }
  return quantile;
}

function bisect(tail: number, df: number): number {
  let low = 0;
  let high = 1;
  while (studentTSurvival(high, df) > tail) high *= 2;
  for (;;) {
    const middle = low + (high - low) / 2;
    if (!(middle > low && middle < high)) return middle;
    if (studentTSurvival(middle, df) > tail) low = middle;
    else high = middle;
  }
}
