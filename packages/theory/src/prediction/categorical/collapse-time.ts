/**
 * Time to full collapse of a categorical under replace with n points per generation: the number of
 * resamplings T, counted from p_0, until one symbol is left. The first fit to real data is resampling 1, so
 * the first collapsed model is t = T − 1.
 */
import { InvalidArgumentError, log1p } from '@collapse-lab/math';
import { firstSpectrum, transition } from './spectrum.ts';

/** Wright-Fisher diffusion: E T ≈ −2 n Σ (1 − p_i) ln(1 − p_i). High by 1.5 to 3 generations for K = 10. */
export function collapseTimeDiffusion(probabilities: ArrayLike<number>, n: number): number {
  let sum = 0;
  for (let i = 0; i < probabilities.length; i++) {
    const p = probabilities[i];
    if (p < 1) sum -= (1 - p) * log1p(-p);
  }
  return 2 * n * sum;
}

/** Largest n that `collapseTimeExact` accepts: an (n−1) × (n−1) system is solved, n³/3 operations. */
export const collapseTimeExactLimit = 1200;

/**
 * E T exactly. P(T > k) = 1 − Σ_i P(symbol i holds all n points after k resamplings) and a symbol with c
 * points ends up alone with probability c/n, so E T = 1 + Σ_i E a(count_i after the first resampling) where
 * a(c) = Σ_k [c/n − P(all after k more)] solves a = c/n + Q a on the counts 1 … n−1.
 * Throws InvalidArgumentError where n > collapseTimeExactLimit.
 */
export function collapseTimeExact(probabilities: ArrayLike<number>, n: number): number {
  if (!Number.isInteger(n) || n < 1 || n > collapseTimeExactLimit) {
    throw new InvalidArgumentError({
      argument: 'n',
      got: n,
      expected: `an integer from 1 to ${collapseTimeExactLimit}`,
      remedy: 'Use collapseTimeDiffusion for larger samples.',
    });
  }
  const spectrum = firstSpectrum(probabilities, n);
  const excess = solveExcess(n);
  let sum = 1;
  for (let c = 1; c < n; c++) sum += spectrum[c] * excess[c];
  return sum;
}

/**
 * a(1) … a(n−1) by Gaussian elimination. No pivoting: I − Q is a non-singular M-matrix, for which elimination
 * in order keeps every pivot positive.
 */
function solveExcess(n: number): Float64Array {
  const rows = transition(n, n).map((row, c) => row.map((mass, k) => (k === c ? 1 : 0) - mass));
  const a = Float64Array.from({ length: n + 1 }, (_, c) => (c < n ? c / n : 0));
  for (let pivot = 1; pivot < n; pivot++) {
    const top = rows[pivot];
    for (let r = pivot + 1; r < n; r++) {
      const row = rows[r];
      const factor = row[pivot] / top[pivot];
      if (factor === 0) continue;
      for (let k = pivot + 1; k < n; k++) row[k] -= factor * top[k];
      a[r] -= factor * a[pivot];
    }
  }
  for (let r = n - 1; r >= 1; r--) {
    let sum = a[r];
    for (let k = r + 1; k < n; k++) sum -= rows[r][k] * a[k];
    a[r] = sum / rows[r][r];
  }
  return a;
}
