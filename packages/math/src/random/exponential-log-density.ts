import { log } from '../elementary/log.ts';
import { checkNumber, checkPositive } from './check.ts';

/**
 * Log density of the exponential law at x: log rate − rate · x; −Infinity for x < 0. Its mean is 1/rate.
 *
 * @throws InvalidArgumentError when x is NaN, or rate not finite and > 0
 */
export function exponentialLogDensity(x: number, rate: number): number {
  checkNumber('x', x);
  checkPositive('rate', rate);
  return x < 0 ? -Infinity : log(rate) - rate * x;
}
