// erf: polynomials around multiples of ¼, one in x² near 0. The complement in the upper tail: see
// gaussian-tail.ts.
import { productError } from '../elementary/double-double.ts';
import * as table from './erf-table.ts';
import { gaussianTail } from './gaussian-tail.ts';
import { evaluateRow } from './polynomial.ts';

const { centralRow, erfRows, rowLength } = table; // as in elementary/bits.ts

/** Error function 2/√π ∫₀ˣ e^(−t²) dt; error below 1.1 ulp. Odd; ±1 at ±Infinity. */
export function erf(x: number): number {
  const size = Math.abs(x);
  if (!(size < 6)) return x > 0 ? 1 : x < 0 ? -1 : NaN;
  if (size < 0.375) return erfNearZero(x);
  const n = Math.floor(4 * size + 0.5);
  const value = evaluateRow(erfRows, (n - 2) * rowLength, rowLength, size - n / 4);
  return x < 0 ? -value : value;
}

/** Complement 1 − erf(x), accurate in the upper tail too; error below 1.5 ulp. */
export function erfc(x: number): number {
  if (!(x >= 0.375)) return 1 - erf(x);
  if (x > 27.5) return 0;
  const square = x * x;
  return gaussianTail(-square, -productError(x, x, square), x, 0, 1);
}

function erfNearZero(x: number): number {
  const z = x * x;
  let p = centralRow[centralRow.length - 1];
  for (let i = centralRow.length - 2; i > 1; i--) p = centralRow[i] + z * p;
  return x * centralRow[0] + x * (centralRow[1] + z * p);
}
