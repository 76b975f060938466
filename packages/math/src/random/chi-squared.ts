// χ² variates are twice gamma variates of half the degrees of freedom; gamma.ts has the short ways for one and two.

import type { Stream } from '../stream/stream.ts';
import { checkNonNegative } from './check.ts';
import { standardGamma } from './gamma.ts';

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
  return 2 * standardGamma(stream, 0.5 * df);
}
