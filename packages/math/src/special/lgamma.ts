// log |Γ(x)|: polynomials around multiples of ¼ up to 8 (written around the zeros 1 and 2 so that nothing
// cancels there), Γ(1 + x) = x Γ(x) below 5/8, Stirling's series above 8 with log x carried twice as
// precisely, and Euler's reflection for negative x (NIST Handbook of Mathematical Functions, 5.5.1, 5.5.3,
// 5.11.1).
import { productError } from '../elementary/double-double.ts';
import { log } from '../elementary/log.ts';
import { logHighPart, logLowPart } from '../elementary/log-double-double.ts';
import * as table from './gamma-table.ts';
import { evaluateRow, polynomial } from './polynomial.ts';
import { sinPi } from './sin-pi.ts';

const { lgammaRows, rowLength, stirlingHigh, stirlingLow, stirlingRow } = table; // as in elementary/bits.ts

const logPi = 1.1447298858494002;

/**
 * Natural logarithm of |Γ(x)|. Error below 1.6 ulp for x > 0, the zeros at 1 and 2 included; for x < 0 the
 * absolute error is below 4e-16 · (1 + |x| log(1 + |x|) + |log |Γ(x)||), which is not small relative to the
 * result next to its zeros. Infinity at 0 and the negative integers and at ±Infinity.
 */
export function lgamma(x: number): number {
  if (!(x > 0)) return lgammaOfNonPositive(x);
  if (x < 0.625) return lgammaOfSmall(x);
  if (x < 8) return lgammaNearQuarter(x, x > 2 && x < 2.25 ? 8 : Math.floor(4 * x + 0.5));
  return lgammaOfLarge(x);
}

function lgammaNearQuarter(x: number, n: number): number {
  return evaluateRow(lgammaRows, (n - 3) * rowLength, rowLength, x - n / 4);
}

function lgammaOfSmall(x: number): number {
  const l = logHighPart(x);
  return lgammaOfSuccessor(x) - logLowPart() - l;
}

/** log Γ(1 + x) for 0 ≤ x < 5/8 without forming 1 + x, so accurate for small x. */
export function lgammaOfSuccessor(x: number): number {
  const n = Math.floor(4 * x + 0.5);
  return evaluateRow(lgammaRows, (n + 1) * rowLength, rowLength, x - n / 4);
}

/** (x − ½) (log x − 1) + (log 2π − 1) / 2 + 1/(12 x) − …, the first product in two parts. */
function lgammaOfLarge(x: number): number {
  if (x > 1e290) return x === Infinity ? x : x * (log(x) - 1);
  const l = logHighPart(x);
  const low = logLowPart();
  const a = l - 1;
  const aLow = l - a - 1 + low;
  const b = x - 0.5;
  const bLow = x - b - 0.5;
  const product = a * b;
  const rest = productError(a, b, product) + (aLow * b + a * bLow);
  const sum = product + stirlingHigh;
  const lost = product - sum + stirlingHigh + stirlingLow;
  return sum + (lost + rest + polynomial(stirlingRow, 1 / (x * x)) / x);
}

function lgammaOfNonPositive(x: number): number {
  if (Number.isNaN(x)) return x;
  if (Math.floor(x) === x) return Infinity;
  return logPi - log(Math.abs(sinPi(x))) - lgamma(1 - x);
}
