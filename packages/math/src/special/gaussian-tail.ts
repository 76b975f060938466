// The upper tail of a Gaussian as e^(−u²) times the slowly varying E(u) = e^(u²) erfc(u): polynomials around
// multiples of ¼ for E, and one in 1/u² beyond 6. What u, u² and E lose by rounding is a relative error, so
// it is put into the exponent.
import { productError } from '../elementary/double-double.ts';
import { expOfSum } from '../elementary/exp.ts';
import * as table from './erf-table.ts';

const { farRow, rowLength, scaledErfcRows } = table; // as in elementary/bits.ts

/**
 * scale · e^(exponent + exponentLow) · E(u + uLow) for u ≥ 0.375, where the exponent is −u² and scale a power
 * of two.
 */
export function gaussianTail(
  exponent: number,
  exponentLow: number,
  u: number,
  uLow: number,
  scale: number,
): number {
  return u < 6
    ? nearTail(exponent, exponentLow, u, uLow, scale)
    : farTail(exponent, exponentLow, u, uLow, scale);
}

function nearTail(exponent: number, exponentLow: number, u: number, uLow: number, scale: number): number {
  const n = Math.floor(4 * u + 0.5);
  const start = (n - 2) * rowLength;
  const rest = rowRest(scaledErfcRows, start, rowLength, u - n / 4 + uLow);
  const head = scaledErfcRows[start];
  const factor = head + rest;
  const lost = head - factor + rest;
  return expOfSum(exponent, exponentLow + lost / factor, scale * factor);
}

function farTail(exponent: number, exponentLow: number, u: number, uLow: number, scale: number): number {
  const rest = rowRest(farRow, 0, farRow.length, 1 / (u * u));
  const numerator = farRow[0] + rest;
  const lost = farRow[0] - numerator + rest;
  const factor = numerator / u;
  const product = factor * u;
  const remainder = numerator - product - productError(factor, u, product);
  return expOfSum(exponent, exponentLow + (remainder + lost) / numerator - uLow / u, scale * factor);
}

/** All of a row but its rounded c0. */
function rowRest(rows: Float64Array, start: number, length: number, t: number): number {
  let p = rows[start + length - 1];
  for (let i = start + length - 2; i > start + 1; i--) p = rows[i] + t * p;
  return rows[start + 1] + t * p;
}
