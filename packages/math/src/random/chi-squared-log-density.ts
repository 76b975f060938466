import { checkNumber, checkPositive } from './check.ts';
import { gammaLogDensity } from './gamma-log-density.ts';

/**
 * Log density of the χ² law at x, the gamma law of shape df/2 and scale 2.
 *
 * @throws InvalidArgumentError when x is NaN, or df not finite and > 0
 */
export function chiSquaredLogDensity(x: number, df: number): number {
  checkNumber('x', x);
  checkPositive('df', df);
  return gammaLogDensity(x, 0.5 * df, 2);
}
