import { exp } from '../elementary/exp.ts';
import { log } from '../elementary/log.ts';
import { buildZiggurat, type Ziggurat } from './ziggurat.ts';

// Solution of the closing condition of 256 layers for exp(−x²/2), to the nearest double (mpmath).
const R = 3.654152885361009;
const AREA = 0.004928673233974655;

/** exp(−x²/2): the density of normal variates but for a factor. */
export function normalShape(x: number): number {
  return exp(-0.5 * x * x);
}

/** 2^52 abscissae on each side of 0. */
export const normalLayers: Ziggurat = /* @__PURE__ */ buildZiggurat(
  normalShape,
  (y) => Math.sqrt(-2 * log(y)),
  R,
  AREA,
  4503599627370496,
);
