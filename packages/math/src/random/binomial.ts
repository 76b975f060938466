// Binomial variates. n p < 10 (with p ≤ ½ by symmetry): inversion by sequential search from 0. Otherwise BTRS,
// transformed rejection with a squeeze: Hörmann: "The generation of binomial random variates", J. Stat. Comput. Simul.
// 46 (1993) 101-110. Its acceptance test compares f(k)/f(mode) in the saddle-point form, which stays exact to 1e-13
// for n up to 2^53, where log factorials would be off by whole units.

import { exp } from '../elementary/exp.ts';
import { log } from '../elementary/log.ts';
import { log1p } from '../elementary/log1p.ts';
import type { Stream } from '../stream/stream.ts';
import { logMass } from './binomial-log-mass.ts';
import { checkProbability, isCount, refuse } from './check.ts';

/** Means below this are inverted. */
const INVERSION = 10;
/** No mean below 10 gives more successes than this with a probability that 53 bits could show. */
const FARTHEST = 110;
/** So near the mode the mass ratio is a product of its steps: cheaper than logarithms, and nothing overflows. */
const NEAR = 16;

/**
 * Number of successes in n independent trials of probability p.
 *
 * @param n integer in [0, 2^53]
 * @throws InvalidArgumentError when n is not, or p is outside [0, 1]
 */
export function binomial(stream: Stream, n: number, p: number): number {
  if (!isCount(n)) refuse('n', n, 'an integer in [0, 2^53]');
  checkProbability('p', p);
  return binomialWithComplement(stream, n, p, 1 - p);
}

/** Fills `out` with binomial variates; the same numbers and the same errors as `binomial` one by one. */
export function fillBinomial(stream: Stream, out: Float64Array, n: number, p: number): Float64Array {
  if (!isCount(n)) refuse('n', n, 'an integer in [0, 2^53]');
  checkProbability('p', p);
  for (let i = 0; i < out.length; i++) out[i] = binomialWithComplement(stream, n, p, 1 - p);
  return out;
}

/** `binomial` without its checks, with q = 1 − p passed for its own accuracy. */
export function binomialWithComplement(stream: Stream, n: number, p: number, q: number): number {
  return p <= q ? lowerHalf(stream, n, p, q) : n - lowerHalf(stream, n, q, p);
}

function lowerHalf(stream: Stream, n: number, p: number, q: number): number {
  if (n === 0 || p === 0) return 0;
  return n * p < INVERSION ? inversion(stream, n, p, q) : transformedRejection(stream, n, p, q);
}

function inversion(stream: Stream, n: number, p: number, q: number): number {
  let u = stream.uniform();
  // The mass at 0 is at least 1 − n p: rare events are decided without computing it.
  if (u < 1 - n * p) return 0;
  const odds = p / q;
  const first = exp(n * log1p(-p));
  const last = Math.min(n, FARTHEST);
  for (; ; u = stream.uniform()) {
    let mass = first;
    for (let k = 0; k <= last; k++) {
      if (u < mass) return k;
      u -= mass;
      mass *= (odds * (n - k)) / (k + 1);
    }
  }
}

function transformedRejection(stream: Stream, n: number, p: number, q: number): number {
  const sd = Math.sqrt(n * p * q);
  const b = 1.15 + 2.53 * sd;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const center = n * p + 0.5;
  const squeeze = 0.92 - 4.2 / b;
  for (;;) {
    const u = stream.uniform() - 0.5;
    const v = stream.uniformOpen();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + center);
    if (us >= 0.07 && v <= squeeze) return k;
    if (k < 0 || k > n) continue;
    const hat = ((2.83 + 5.1 / b) * sd) / (a / (us * us) + b);
    if (belowMassRatio(v * hat, k, Math.floor((n + 1) * p), n, p, q)) return k;
  }
}

/** Whether y ≤ f(k)/f(mode). */
function belowMassRatio(y: number, k: number, mode: number, n: number, p: number, q: number): boolean {
  if (Math.abs(k - mode) > NEAR) return log(y) <= logMass(k, n, p, q) - logMass(mode, n, p, q);
  let above = 1;
  let below = 1;
  for (let i = mode + 1; i <= k; i++) {
    above *= (n - i + 1) * p;
    below *= i * q;
  }
  for (let i = k + 1; i <= mode; i++) {
    above *= i * q;
    below *= (n - i + 1) * p;
  }
  return y * below <= above;
}
