/** Tests of laws, with their false-alarm rates. */

/** Largest difference between the empirical distribution functions of two samples. */
export function kolmogorovSmirnov(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const a = Float64Array.from(x).sort();
  const b = Float64Array.from(y).sort();
  let i = 0;
  let j = 0;
  let largest = 0;
  while (i < a.length && j < b.length) {
    const next = Math.min(a[i], b[j]);
    while (i < a.length && a[i] === next) i++;
    while (j < b.length && b[j] === next) j++;
    largest = Math.max(largest, Math.abs(i / a.length - j / b.length));
  }
  return largest;
}

/** What two equal laws exceed with probability at most `alpha` (asymptotic, two-sided; smaller for discrete laws). */
export function kolmogorovSmirnovLimit(n: number, m: number, alpha: number): number {
  return Math.sqrt((Math.log(2 / alpha) / 2) * ((n + m) / (n * m)));
}

/** Mean and its standard error. */
export function meanOf(x: ArrayLike<number>): { mean: number; standardError: number } {
  const n = x.length;
  let mean = 0;
  for (let i = 0; i < n; i++) mean += x[i] / n;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (x[i] - mean) ** 2;
  return { mean, standardError: Math.sqrt(squares / (n - 1) / n) };
}

/** (mean − expected) / standard error: beyond ±5 with probability 6e-7 where the mean is as expected. */
export function zOf(x: ArrayLike<number>, expected: number): number {
  const { mean, standardError } = meanOf(x);
  return (mean - expected) / standardError;
}
