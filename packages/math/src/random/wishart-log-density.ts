// With X = F Fᵀ and scale matrix G Gᵀ, T = G⁻¹ F is Bartlett's factor: its squared diagonal is χ², its other entries are
// normal, all independent. The density of X is theirs over the Jacobian of T → X, 2^d Π t_ii^(d−i) Π g_ii^(d+1)
// (i from 0; Muirhead: "Aspects of multivariate statistical theory", theorems 2.1.6, 2.1.9 and 3.2.14). Every factor is a
// small number, where the log of the multivariate gamma function would cancel against the rest for large df.

import { log } from '../elementary/log.ts';
import { checkFinite, refuse } from './check.ts';
import { chiSquaredLogDensity } from './chi-squared-log-density.ts';
import { LOG_TWO_PI } from './saddle-point.ts';

/**
 * Log density of W_d(df, S) at X.
 *
 * @param factorOfX F lower triangular, d × d row-major, X = F Fᵀ, diagonal positive
 * @param df degrees of freedom > d − 1 (below there is no density)
 * @param factorOfScale G lower triangular, d × d row-major, S = G Gᵀ, diagonal positive
 * @throws InvalidArgumentError when the lengths are no equal squares, a pivot is not positive, or df not as said
 */
export function wishartLogDensity(
  factorOfX: ArrayLike<number>,
  df: number,
  factorOfScale: ArrayLike<number>,
): number {
  const d = Math.round(Math.sqrt(factorOfX.length));
  if (d < 1 || d * d !== factorOfX.length) refuse('factorOfX', factorOfX, 'd × d numbers');
  if (factorOfScale.length !== d * d)
    refuse('factorOfScale', factorOfScale, `${d} × ${d} numbers, as many as factorOfX`);
  if (!(df > d - 1 && df < Infinity)) refuse('df', df, `a finite number > ${d - 1}`);
  const t = bartlettFactor(factorOfX, factorOfScale, d);
  let sum = 0;
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < i; j++) sum -= 0.5 * (t[i * d + j] * t[i * d + j] + LOG_TWO_PI);
    const diagonal = t[i * d + i];
    sum += chiSquaredLogDensity(diagonal * diagonal, df - i);
    sum -= (d - i - 1) * log(diagonal) + (d + 1) * log(factorOfScale[i * d + i]);
  }
  return sum;
}

/** T = G⁻¹ F by forward substitution, row by row. */
function bartlettFactor(f: ArrayLike<number>, g: ArrayLike<number>, d: number): Float64Array {
  const t = new Float64Array(d * d);
  for (let i = 0; i < d; i++) {
    const pivot = g[i * d + i];
    checkPivot('factorOfScale', i * d + i, pivot);
    checkPivot('factorOfX', i * d + i, f[i * d + i]);
    for (let j = 0; j <= i; j++) {
      let rest = f[i * d + j];
      checkFinite(`factorOfX[${i * d + j}]`, rest);
      for (let m = j; m < i; m++) rest -= g[i * d + m] * t[m * d + j];
      t[i * d + j] = rest / pivot;
    }
  }
  return t;
}

function checkPivot(argument: string, index: number, pivot: number): void {
  if (!(pivot > 0 && pivot < Infinity)) refuse(`${argument}[${index}]`, pivot, 'a finite pivot > 0');
}
