/**
 * Responsibilities of a block and the sum of its log densities, from the log joint densities, by log-sum-exp: the
 * largest of a point's joint densities is taken out, so that nothing overflows and not everything underflows.
 *
 * The log of Σ exp is taken once for many points: the sums lie in [1, k], and their product is kept until it is large.
 */
import { exp, log } from '@collapse-lab/math';
import type { Workspace } from './workspace.ts';

/** Fills the responsibilities of points `from` … `from + size − 1`; returns Σ log density. */
export type Share = (workspace: Workspace, from: number, size: number) => number;

export function chooseShare({ k }: Workspace): Share {
  return k === 2 ? sharePair : shareAll;
}

/** Where the logarithm of a product of sums is taken: none of the sums exceeds 1e100. */
export const largeProduct = 1e200;

/** Two components need one exponential and one division. */
function sharePair(
  { logJoint, responsibilities, blockSize, n }: Workspace,
  from: number,
  size: number,
): number {
  let total = 0;
  let product = 1;
  for (let i = 0; i < size; i++) {
    const a = logJoint[i];
    const b = logJoint[blockSize + i];
    const ratio = exp(-Math.abs(a - b));
    const larger = 1 / (1 + ratio);
    const smaller = ratio * larger;
    total += Math.max(a, b);
    product *= 1 + ratio;
    if (product > largeProduct) {
      total += log(product);
      product = 1;
    }
    responsibilities[from + i] = a >= b ? larger : smaller;
    responsibilities[n + from + i] = a >= b ? smaller : larger;
  }
  return total + log(product);
}

function shareAll(workspace: Workspace, from: number, size: number): number {
  const { logJoint, responsibilities, blockSize, n, k } = workspace;
  let total = 0;
  let product = 1;
  for (let i = 0; i < size; i++) {
    let largest = logJoint[i];
    for (let c = 1; c < k; c++) largest = Math.max(largest, logJoint[c * blockSize + i]);
    let sum = 0;
    for (let c = 0; c < k; c++) {
      const share = exp(logJoint[c * blockSize + i] - largest);
      responsibilities[c * n + from + i] = share;
      sum += share;
    }
    const inverse = 1 / sum;
    for (let c = 0; c < k; c++) responsibilities[c * n + from + i] *= inverse;
    total += largest;
    product *= sum;
    if (product > largeProduct) {
      total += log(product);
      product = 1;
    }
  }
  return total + log(product);
}
