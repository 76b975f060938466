// I_x(a, b) by the continued fraction of NIST Handbook of Mathematical Functions, 8.17.22, on the side of the
// mean where it converges fast; the factor x^a (1 − x)^b / (a B(a, b)) with its exponent in two parts. Steps
// grow like √max(a, b).
import { productError, sumError } from '../elementary/double-double.ts';
import { expOfSum } from '../elementary/exp.ts';
import { log } from '../elementary/log.ts';
import { InvalidArgumentError } from '../error.ts';
import { stirlingError } from '../random/saddle-point.ts';
import { add, addLog } from './log-terms.ts';

const epsilon = 2.220446049250313e-16;

/**
 * Regularized incomplete beta function I_x(a, b), the distribution function of a Beta(a, b) variable; 0 < a,
 * b ≤ 10¹², 0 ≤ x ≤ 1; relative error below 1e-13 for a, b ≤ 3000, below 1e-12 up to 10⁶.
 *
 * @throws {InvalidArgumentError} outside that domain.
 */
export function regularizedBeta(a: number, b: number, x: number): number {
  checkShape('a', a);
  checkShape('b', b);
  if (!(x >= 0 && x <= 1)) {
    throw new InvalidArgumentError({ argument: 'x', got: x, expected: 'a number between 0 and 1' });
  }
  const y = 1 - x;
  return betaOfPair(a, b, { x, xLow: 0, y, yLow: sumError(1, -x, y) });
}

/**
 * Probability that a Student t variable with df degrees of freedom exceeds t; 0 < df ≤ 10¹²; relative error
 * below 1e-13.
 */
export function studentTSurvival(t: number, df: number): number {
  checkShape('df', df);
  if (Number.isNaN(t)) throw new InvalidArgumentError({ argument: 't', got: t, expected: 'a number' });
  const half = Math.abs(t) > 1e150 ? 0 : 0.5 * betaOfPair(df / 2, 0.5, sharesOf(df, t));
  return t < 0 ? 1 - half : half;
}

/** A point of [0, 1] and its distance to 1, each in two parts. */
interface Pair {
  x: number;
  xLow: number;
  y: number;
  yLow: number;
}

/** df / (df + t²) and t² / (df + t²). */
function sharesOf(df: number, t: number): Pair {
  const square = t * t;
  const squareLow = productError(t, t, square);
  const total = df + square;
  const totalLow = sumError(df, square, total) + squareLow;
  const x = df / total;
  const y = square / total;
  return {
    x,
    xLow: quotientError(df, total, x) - (x * totalLow) / total,
    y,
    yLow: quotientError(square, total, y) + (squareLow - y * totalLow) / total,
  };
}

/** a / b − q, where q is the rounded quotient. */
function quotientError(a: number, b: number, q: number): number {
  const product = q * b;
  return (a - product - productError(q, b, product)) / b;
}

function checkShape(argument: string, value: number): void {
  if (value > 0 && value <= 1e12) return;
  throw new InvalidArgumentError({ argument, got: value, expected: 'a positive number up to 1e12' });
}

/**
 * I_x(a, b). A small result is never taken as the complement of one near 1, unless x is so near 1 that it
 * must.
 */
function betaOfPair(a: number, b: number, pair: Pair): number {
  const { x, y } = pair;
  if (x === 0) return 0;
  if (y === 0) return 1;
  if (x > (a + 1) / (a + b + 2)) {
    const upper = betaFactor(a, b, pair, betaFraction(b, a, y) / b);
    if (upper < 0.75 || y < 1e-7) return 1 - upper;
  }
  return betaFactor(a, b, pair, betaFraction(a, b, x) / a);
}

/** factor · x^a y^b / B(a, b). */
function betaFactor(a: number, b: number, { x, xLow, y, yLow }: Pair, factor: number): number {
  const n = a + b;
  const nLow = sumError(a, b, n);
  const exponent = { high: 0, low: (a * xLow) / x + (b * yLow) / y + nLow * (1 + log(n)) };
  addLog(exponent, a, x);
  addLog(exponent, -a, a);
  addLog(exponent, b, y);
  addLog(exponent, -b, b);
  addLog(exponent, n, n);
  add(exponent, stirlingError(n) - stirlingError(a) - stirlingError(b));
  if (exponent.high < -1400) return 0;
  return expOfSum(exponent.high, exponent.low, factor * Math.sqrt((a * b) / (n * 2 * Math.PI)));
}

/** The continued fraction 1/(1 + d1/(1 + d2/(1 + …))), by Lentz's method, two terms at a time. */
function betaFraction(a: number, b: number, x: number): number {
  let c = 1;
  let d = 1 / (1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m < 1e9; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / (1 + even * d);
    c = 1 + even / c;
    fraction *= c * d;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + odd * d);
    c = 1 + odd / c;
    const change = c * d;
    fraction *= change;
    if (Math.abs(change - 1) < epsilon) break;
  }
  return fraction;
}
