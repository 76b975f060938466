/**
 * Compensated summation (Neumaier 1974): the rounding of every addition is added up beside the sum.
 * Error ≤ ε |Σ x| + O(n ε²) Σ |x|.
 */
export function sum(x: ArrayLike<number>): number {
  return sumEvery(x, 0, 1);
}

/**
 * The sum of x[first], x[first + step], …, for a column of row-major data. The rounding is found without comparing
 * the terms (Knuth, TAOCP 2, section 4.2.2, theorem B): a branch on random numbers costs more than three additions.
 */
export function sumEvery(x: ArrayLike<number>, first: number, step: number): number {
  let total = 0;
  let lost = 0;
  for (let i = first; i < x.length; i += step) {
    const value = x[i];
    const next = total + value;
    const added = next - total;
    lost += total - (next - added) + (value - added);
    total = next;
  }
  const corrected = total + lost;
  // Infinite terms make the compensation NaN; the plain sum is then the right answer.
  return Number.isNaN(corrected) ? total : corrected;
}
