import { log } from '../elementary/log.ts';
import { checkNonNegative, checkNumber } from './check.ts';
import { devianceFrom, LOG_TWO_PI, stirlingError } from './saddle-point.ts';

/**
 * Log mass of the Poisson law: k log mean − mean − log k!; −Infinity where k is no integer ≥ 0.
 * Relative error below 1e-12 (Loader's saddle-point form).
 *
 * @throws InvalidArgumentError when k is NaN, or mean not finite and ≥ 0
 */
export function poissonLogMass(k: number, mean: number): number {
  checkNumber('k', k);
  checkNonNegative('mean', mean);
  if (!(k >= 0 && k < Infinity && Math.floor(k) === k)) return -Infinity;
  if (mean === 0) return k === 0 ? 0 : -Infinity;
  return logMass(k, mean);
}

/** k log m − m − log Γ(k + 1) at any real k ≥ 0 for m = mean + rest, rest below one unit in the last place of mean. */
export function logMass(k: number, mean: number, rest = 0): number {
  if (k === 0) return -mean;
  return -stirlingError(k) - devianceFrom(k, mean, rest) - 0.5 * (LOG_TWO_PI + log(k));
}
