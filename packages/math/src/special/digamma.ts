// ψ(x) = Γ'(x) / Γ(x): polynomials around multiples of ¼ up to 8, one in x − (the zero at 1.4616) on [1.25,
// 1.75), so that the zero costs no accuracy, ψ(1 + x) = ψ(x) + 1/x below 5/8, the asymptotic series above 8,
// and reflection for negative x (NIST Handbook of Mathematical Functions, 5.5.2, 5.5.4, 5.11.2).
import { log } from '../elementary/log.ts';
import * as table from './gamma-table.ts';
import { evaluateRow, polynomial } from './polynomial.ts';
import { cosPi, sinPi } from './sin-pi.ts';

const { digammaRow, digammaRows, rootHigh, rootLow, rootRow, rowLength } = table; // as in elementary/bits.ts

/**
 * Digamma function. Error below 1.8 ulp for x > 0, the zero included; for x < 0 the absolute error is below
 * 1e-15 · (1 + |ψ(1 − x)| + |π cot πx|), which is not small relative to the result next to its zeros. NaN at
 * the negative integers and −Infinity, ∓Infinity at ±0.
 */
export function digamma(x: number): number {
  if (!(x > 0)) return digammaOfNonPositive(x);
  if (x < 0.625) return digammaOfSmall(x);
  if (x < 1.25) return digammaNearQuarter(x, Math.floor(4 * x + 0.5));
  if (x < 1.75) return evaluateRow(rootRow, 0, rootRow.length, x - rootHigh - rootLow);
  if (x < 8) return digammaNearQuarter(x, Math.floor(4 * x + 0.5));
  if (x > 1e150) return log(x);
  const z = 1 / (x * x);
  return log(x) - (0.5 / x + z * polynomial(digammaRow, z));
}

function digammaNearQuarter(x: number, n: number): number {
  return evaluateRow(digammaRows, (n - 3) * rowLength, rowLength, x - n / 4);
}

function digammaOfSmall(x: number): number {
  const n = Math.floor(4 * x + 0.5);
  return evaluateRow(digammaRows, (n + 1) * rowLength, rowLength, x - n / 4) - 1 / x;
}

function digammaOfNonPositive(x: number): number {
  if (x === 0) return -1 / x;
  if (Number.isNaN(x) || Math.floor(x) === x) return NaN;
  return digamma(1 - x) - (Math.PI * cosPi(x)) / sinPi(x);
}
