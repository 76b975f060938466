import { exp, log } from '@collapse-lab/math';
import type { Values } from './kernel.ts';
import { total } from './rows.ts';

/** log Σ eˣ, without overflow. */
export function logSumExp(row: Values): number {
  const largest = row.reduce((a, b) => Math.max(a, b));
  return largest + log(total(row.map((x) => exp(x - largest))));
}
