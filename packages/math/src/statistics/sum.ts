/**
 * Compensated summation (Neumaier 1974): the rounding of every addition is added up beside the sum.
 * Error ≤ ε |Σ x| + O(n ε²) Σ |x|.
 */
export function sum(x: ArrayLike<number>): number {
  let total = 0;
  let lost = 0;
  for (let i = 0; i < x.length; i++) {
    const value = x[i];
    const next = total + value;
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  const corrected = total + lost;
  // Infinite terms make the compensation NaN; the plain sum is then the right answer.
  return Number.isNaN(corrected) ? total : corrected;
}
