/** 1 / (1 + e^−u) and log(1 + e^u), both without overflow. */
import { exp, log1p } from '@collapse-lab/math';

export function logistic(u: number): number {
  if (u >= 0) return 1 / (1 + exp(-u));
  const e = exp(u);
  return e / (1 + e);
}

export function softplus(u: number): number {
  return Math.max(u, 0) + log1p(exp(-Math.abs(u)));
}
