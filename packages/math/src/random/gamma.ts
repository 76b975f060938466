// Gamma variates. Marsaglia, Tsang: "A simple method for generating gamma variables", ACM TOMS 26 (2000) 363-372:
// for shape a ≥ 1, with d = a − 1/3 and c = 1/√(9d), d (1 + c x)³ with x normal, accepted with probability
// exp(x²/2 + d (1 − v + log v)), v = (1 + c x)³. For a < 1 a variate of shape a + 1 times U^(1/a) (their section 6),
// the power as exp(−E/a) with an exponential E, so that it underflows only where the variate does. Shapes ½ and 1 are half
// a squared normal and an exponential.
// The exponent is computed in t = c x, where nothing cancels: it is 3d (log(1 + t) − t + t²/2 − t³/3).

import { exp } from '../elementary/exp.ts';
import { log } from '../elementary/log.ts';
import { log1p } from '../elementary/log1p.ts';
import type { Stream } from '../stream/stream.ts';
import { checkNonNegative } from './check.ts';
import { exponential } from './exponential.ts';
import { normal } from './normal.ts';

/**
 * A gamma variate of mean shape · scale.
 *
 * @param shape finite, ≥ 0; shape 0 is the point mass at 0
 * @param scale finite, ≥ 0
 * @throws InvalidArgumentError when shape or scale is not
 */
export function gamma(stream: Stream, shape: number, scale = 1): number {
  checkNonNegative('shape', shape);
  checkNonNegative('scale', scale);
  return scale * standardGamma(stream, shape);
}

/** Fills `out` with gamma variates; the same numbers and the same errors as `gamma` one by one. */
export function fillGamma(stream: Stream, out: Float64Array, shape: number, scale = 1): Float64Array {
  checkNonNegative('shape', shape);
  checkNonNegative('scale', scale);
  for (let i = 0; i < out.length; i++) out[i] = scale * standardGamma(stream, shape);
  return out;
}

/** `gamma` of scale 1 without its checks. */
export function standardGamma(stream: Stream, shape: number): number {
  if (shape === 0.5) return halfSquare(normal(stream));
  if (shape === 1) return exponential(stream);
  if (shape > 1) return largeShape(stream, shape);
  if (shape === 0) return 0;
  return largeShape(stream, shape + 1) * exp(-exponential(stream) / shape);
}

function halfSquare(z: number): number {
  return 0.5 * z * z;
}

function largeShape(stream: Stream, shape: number): number {
  const d = shape - 1 / 3;
  const c = 1 / (3 * Math.sqrt(d));
  for (;;) {
    const x = normal(stream);
    const t = c * x;
    if (t <= -1) continue;
    const u = stream.uniformOpen();
    const xx = x * x;
    if (u < 1 - 0.0331 * xx * xx || log(u) < logAcceptance(d, t)) return d * (1 + t) * (1 + t) * (1 + t);
  }
}

function logAcceptance(d: number, t: number): number {
  if (Math.abs(t) > 0.02) return 3 * d * (log1p(t) - t * (1 - t * (0.5 - t / 3)));
  // Series of log(1 + t) from its fourth term on, cut where it falls below ε.
  let sum = 0;
  for (let j = 11; j >= 4; j--) sum = 1 / j - t * sum;
  return -3 * d * sum * t * t * t * t;
}
