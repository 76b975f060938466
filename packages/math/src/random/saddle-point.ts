// Factorials and powers without cancellation. With δ(x) the error of Stirling's formula,
// log Γ(x + 1) = (x + ½) log x − x + ½ log 2π + δ(x), and D(x, m) = x log(x/m) + m − x, masses such as the binomial's
// become sums of small terms of one sign. Loader: "Fast and accurate computation of binomial probabilities" (2000).

import { log } from '../elementary/log.ts';
import { log1p } from '../elementary/log1p.ts';

/** log 2π */
export const LOG_TWO_PI = 1.8378770664093453;

/** From here on seven terms of Stirling's series are exact to 1e-19. */
const SERIES = 16;

const small: Float64Array = /* @__PURE__ */ Float64Array.from({ length: SERIES }, (_, n) =>
  n === 0 ? Infinity : stirlingErrorBelow(n),
);

/** δ(x) for x > 0, absolute error below 1e-15; Infinity at 0. */
export function stirlingError(x: number): number {
  if (x >= SERIES) return stirlingSeries(x);
  return Math.floor(x) === x ? small[x] : stirlingErrorBelow(x);
}

/** D(x, m) for x ≥ 0, m > 0: non-negative, relative error a few ε. */
export function deviance(x: number, m: number): number {
  if (x === 0) return m;
  const difference = x - m;
  if (Math.abs(difference) < 0.1 * (x + m)) return nearDeviance(x, difference, x + m);
  return x * log(x / m) - difference;
}

/** D(x, m + rest) for a rest below one unit in the last place of m, which matters where x and m are large. */
export function devianceFrom(x: number, m: number, rest: number): number {
  return deviance(x, m) + ((m - x) / m) * rest;
}

/** a b − product, exactly (Dekker: "A floating-point technique for extending the available precision", 1971). */
export function productError(a: number, b: number, product: number): number {
  const aHigh = highHalf(a);
  const bHigh = highHalf(b);
  const aLow = a - aHigh;
  const bLow = b - bHigh;
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}

/** The leading 26 bits. */
function highHalf(a: number): number {
  const scaled = 134217729 * a;
  return scaled - (scaled - a);
}

/** log x = log m + 2 artanh v with v = (x − m)/(x + m): the terms of first order in v cancel exactly. */
function nearDeviance(x: number, difference: number, total: number): number {
  const v = difference / total;
  const vv = v * v;
  let power = 2 * x * v;
  let sum = difference * v;
  for (let j = 3; ; j += 2) {
    power *= vv;
    const next = sum + power / j;
    if (next === sum) return sum;
    sum = next;
  }
}

/** Coefficients B_2k / (2k (2k − 1)). */
function stirlingSeries(x: number): number {
  const y = 1 / (x * x);
  return (
    (1 / 12 -
      y * (1 / 360 - y * (1 / 1260 - y * (1 / 1680 - y * (1 / 1188 - y * (691 / 360360 - y / 156)))))) /
    x
  );
}

/** δ(y) − δ(y + 1) = (y + ½) log(1 + 1/y) − 1, summed until the series serves. */
function stirlingErrorBelow(x: number): number {
  let sum = 0;
  let y = x;
  for (; y < SERIES; y++) sum += (y + 0.5) * log1p(1 / y) - 1;
  return sum + stirlingSeries(y);
}
