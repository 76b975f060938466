import { exp } from '../elementary/exp.ts';
import { log } from '../elementary/log.ts';
import { buildZiggurat, type Ziggurat } from './ziggurat.ts';

// Solution of the closing condition of 256 layers for exp(−x), to the nearest double (mpmath).
const R = 7.69711747013105;
const AREA = 0.003949659822581557;

/** 2^53 abscissae. */
export const exponentialLayers: Ziggurat = /* @__PURE__ */ buildZiggurat(
  (x) => exp(-x),
  (y) => -log(y),
  R,
  AREA,
  9007199254740992,
);
