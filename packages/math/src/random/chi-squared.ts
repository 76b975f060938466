// χ² variates: z² for one degree of freedom, twice an exponential for two, else twice a gamma variate.

import type { Stream } from '../stream/stream.ts';
import { checkNonNegative } from './check.ts';
import { exponential } from './exponential.ts';
import { standardGamma } from './gamma.ts';
import { normal } from './normal.ts';

/**
 * A χ² variate of mean df.
 *
 * @param df degrees of freedom, finite, ≥ 0, not necessarily an integer; df 0 is the point mass at 0
 * @throws InvalidArgumentError when df is not
 */
export function chiSquared(stream: Stream, df: number): number {
  checkNonNegative('df', df);
  return uncheckedChiSquared(stream, df);
}

/** Fills `out` with χ² variates; the same numbers and the same error as `chiSquared` one by one. */
export function fillChiSquared(stream: Stream, out: Float64Array, df: number): Float64Array {
  checkNonNegative('df', df);
  for (let i = 0; i < out.length; i++) out[i] = uncheckedChiSquared(stream, df);
  return out;
}

/** `chiSquared` without its check. */
export function uncheckedChiSquared(stream: Stream, df: number): number {
  if (df === 1) {
    const z = normal(stream);
    return z * z;
  }
  if (df === 2) return 2 * exponential(stream);
  return 2 * standardGamma(stream, 0.5 * df);
}
