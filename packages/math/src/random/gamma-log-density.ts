// y^(a−1) e^(−y) / Γ(a) is the Poisson mass at a − 1 for mean y, or a/y times that at a: Loader's saddle-point form
// serves both (saddle-point.ts), where (a − 1) log y − y − log Γ(a) would cancel for large a.

import { log } from '../elementary/log.ts';
import { checkNumber, checkPositive } from './check.ts';
import { logMass } from './poisson-log-mass.ts';
import { productError } from './saddle-point.ts';

/**
 * Log density of the gamma law of mean shape · scale at x; −Infinity for x < 0. At 0 it is Infinity for shape < 1.
 *
 * @throws InvalidArgumentError when x is NaN, or shape or scale not finite and > 0
 */
export function gammaLogDensity(x: number, shape: number, scale: number): number {
  checkNumber('x', x);
  checkPositive('shape', shape);
  checkPositive('scale', scale);
  if (x < 0 || x === Infinity) return -Infinity;
  if (x === 0) return atZero(shape, scale);
  const y = x / scale;
  if (shape < 1) return logMass(shape, y) + log(shape) - log(x);
  return logMass(shape - 1, y, quotientError(x, scale, y)) - log(scale);
}

/** x/scale − quotient, or 0 where the halves of the numbers overflow. */
function quotientError(x: number, scale: number, quotient: number): number {
  const product = quotient * scale;
  const rest = (x - product - productError(quotient, scale, product)) / scale;
  return Math.abs(rest) < quotient ? rest : 0;
}

function atZero(shape: number, scale: number): number {
  if (shape === 1) return -log(scale);
  return shape < 1 ? Infinity : -Infinity;
}
