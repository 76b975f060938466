/**
 * How one refit changes the scale of a Gaussian, as a law.
 *
 * n points of N(μ, Σ), refitted with divisor n − ddof. The scatter is Wishart(n − 1), so with ν = n − 1
 *   full:      det Σ̂ / det Σ  ~ Π_{i<d} χ²_{ν−i} / (n − ddof)^d                    (Bartlett)
 *   diagonal:  each variance   ~ χ²_ν / (n − ddof), independent where Σ is diagonal
 *   spherical: the variance    ~ χ²_{dν} / (d (n − ddof)) where Σ is spherical
 * In one dimension all three are χ²_{n−1}/(n − ddof), and log, square root and powers of a product over
 * generations factorise: that is where E σ_t = α(n)^t (Bertrand et al. 2024) and E log S_t come from.
 */
import { digamma, log } from '@collapse-lab/math';
import type { CovarianceKind } from '@collapse-lab/models';
import { chiMean } from '../../special/chi.ts';
import { tetragamma, trigamma } from '../../special/polygamma.ts';

export interface Refit {
  readonly covariance: CovarianceKind;
  /** Dimension. */
  readonly d: number;
  /** Points; for `full`, more than d. */
  readonly n: number;
  readonly ddof: 0 | 1;
}

/** Mean, variance and third central moment of a random logarithm; they add over generations. */
export interface LogCumulants {
  readonly mean: number;
  readonly variance: number;
  readonly third: number;
}

export const noChange: LogCumulants = { mean: 0, variance: 0, third: 0 };

export function addCumulants(a: LogCumulants, b: LogCumulants): LogCumulants {
  return { mean: a.mean + b.mean, variance: a.variance + b.variance, third: a.third + b.third };
}

/** Of log χ²_ν: ψ(ν/2) + ln 2, ψ′(ν/2), ψ″(ν/2). */
function logChiSquared(degreesOfFreedom: number): LogCumulants {
  const x = degreesOfFreedom / 2;
  return { mean: digamma(x) + Math.LN2, variance: trigamma(x), third: tetragamma(x) };
}

function scaled({ mean, variance, third }: LogCumulants, factor: number): LogCumulants {
  const square = factor * factor;
  return { mean: factor * mean, variance: square * variance, third: square * factor * third };
}

/** Cumulants of log det Σ̂ − log det Σ for one refit; mean −Infinity where the refit is singular. */
export function logDeterminantChange({ covariance, d, n, ddof }: Refit): LogCumulants {
  const least = covariance === 'full' ? d + 1 : 2;
  if (n < least) return { ...noChange, mean: Number.NEGATIVE_INFINITY };
  const shift: LogCumulants = { mean: -d * log(n - ddof), variance: 0, third: 0 };
  if (covariance === 'spherical') {
    const shared = scaled(logChiSquared(d * (n - 1)), d);
    return addCumulants(shared, { ...shift, mean: -d * log(d * (n - ddof)) });
  }
  let sum = shift;
  for (let i = 0; i < d; i++) {
    sum = addCumulants(sum, logChiSquared(covariance === 'full' ? n - 1 - i : n - 1));
  }
  return sum;
}

/**
 * E σ̂/σ for one refit, where coordinates keep their own scale (one dimension, `diagonal`) or share one
 * (`spherical`): √(χ²) over its divisor. Unbiased in one dimension: Bertrand's α(n), the c4 of quality
 * control. 0 for a single point.
 */
export function standardDeviationChange({ covariance, d, n, ddof }: Refit): number {
  if (n < 2) return 0;
  const copies = covariance === 'spherical' ? d : 1;
  return chiMean(copies * (n - 1)) / Math.sqrt(copies * (n - ddof));
}

/**
 * Median of a sum of many logarithms from its cumulants, to second order (Cornish & Fisher 1938):
 * mean − third/(6 variance). The neglected term is of relative order 1/(number of terms × degrees of
 * freedom).
 */
export function medianFromCumulants({ mean, variance, third }: LogCumulants): number {
  return variance === 0 ? mean : mean - third / (6 * variance);
}
