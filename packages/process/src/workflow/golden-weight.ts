/**
 * The share w of fresh real data that is best in the long run, when k times as many real as synthetic points are made in
 * every generation: the minimum of (w² + k (1 − w)²) / (1 − (1 − w)²), the limit of the variance of a weighted mean
 * over that of a mean of real points. At k = 1 the golden ratio 0.618. He, Xu & Cheng 2025, "Recursive Learning Without
 * Collapse".
 */

/** w = (√(k² + 4 k) − k) / 2, k = real / synthetic > 0; written so that nothing cancels where k is large. */
export function goldenWeight(k: number): number {
  return (2 * k) / (Math.sqrt(k * k + 4 * k) + k);
}
