import { log } from '../elementary/log.ts';
import { checkFinite, checkNumber, checkPositive } from './check.ts';
import { LOG_TWO_PI } from './saddle-point.ts';

/**
 * Log density of the normal law at x.
 *
 * @throws InvalidArgumentError when x is NaN, mean not finite, or sd not finite and > 0
 */
export function normalLogDensity(x: number, mean: number, sd: number): number {
  checkNumber('x', x);
  checkFinite('mean', mean);
  checkPositive('sd', sd);
  const z = (x - mean) / sd;
  return -0.5 * (z * z + LOG_TWO_PI) - log(sd);
}
