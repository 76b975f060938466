/**
 * Mean of a χ variable, E √(χ²_ν) = √2 Γ((ν+1)/2)/Γ(ν/2).
 *
 * The ratio is computed directly, not as exp(lgamma − lgamma), which loses ten digits at ν = 10^6 where the
 * schedules of growing sizes need them: ln Γ(x+½)/Γ(x) = ½ ln x − 1/(8x) + 1/(192x³) − 1/(640x⁵) +
 * 17/(14336x⁷) − 31/(18432x⁹) + … (DLMF 5.11.13), after Γ(x+½)/Γ(x) = x/(x+½) · Γ(x+3/2)/Γ(x+1) has moved x
 * to 16 or above. Relative error below 1e-15.
 */
import { exp, InvalidArgumentError } from '@collapse-lab/math';

/** Γ(x + ½)/Γ(x), x > 0. */
export function gammaHalfRatio(x: number): number {
  if (!(x > 0)) throw new InvalidArgumentError({ argument: 'x', got: x, expected: 'a positive number' });
  let factor = 1;
  let y = x;
  while (y < 16) {
    factor *= y / (y + 0.5);
    y += 1;
  }
  const w = 1 / (y * y);
  const series = -1 / 8 + w * (1 / 192 + w * (-1 / 640 + w * (17 / 14336 - (w * 31) / 18432)));
  return factor * Math.sqrt(y) * exp(series / y);
}

/** E √(χ²_ν), ν > 0 degrees of freedom. */
export function chiMean(degreesOfFreedom: number): number {
  return Math.SQRT2 * gammaHalfRatio(degreesOfFreedom / 2);
}
