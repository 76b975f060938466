/**
 * z = P (x − μ) of one component for a block of points, and with it log(w N(x)) = constant − |z|² / 2.
 * Kernels with one signature: triangular P in the plane (unrolled), triangular P in d dimensions, diagonal P. They are
 * the inner loops of EM, over contiguous memory, and allocate nothing.
 */
import { isTriangular, type Workspace } from './workspace.ts';

/** Fills z and log joint density of component c for the points `from` … `from + size − 1`. */
export type Whiten = (workspace: Workspace, c: number, from: number, size: number) => void;

export function chooseWhiten({ covariance, d }: Workspace): Whiten {
  if (!isTriangular(covariance)) return whitenDiagonal;
  return d === 2 ? whitenPlane : whitenTriangular;
}

function whitenPlane(workspace: Workspace, c: number, from: number, size: number): void {
  const { columns, means, whiteners, standard, logJoint, blockSize, n } = workspace;
  const p = workspace.covariance === 'tied' ? 0 : 4 * c;
  const p00 = whiteners[p];
  const p10 = whiteners[p + 2];
  const p11 = whiteners[p + 3];
  const mean0 = means[2 * c];
  const mean1 = means[2 * c + 1];
  const constant = workspace.constants[c];
  const z = 2 * c * blockSize;
  const out = c * blockSize;
  for (let i = 0; i < size; i++) {
    const x0 = columns[from + i] - mean0;
    const x1 = columns[n + from + i] - mean1;
    const z0 = p00 * x0;
    const z1 = p10 * x0 + p11 * x1;
    standard[z + i] = z0;
    standard[z + blockSize + i] = z1;
    logJoint[out + i] = constant - 0.5 * (z0 * z0 + z1 * z1);
  }
}

function whitenTriangular(workspace: Workspace, c: number, from: number, size: number): void {
  const { columns, means, standard, blockSize, n, d } = workspace;
  const p = workspace.covariance === 'tied' ? 0 : c * d * d;
  const z = c * d * blockSize;
  for (let j = 0; j < d; j++) {
    const mean = means[c * d + j];
    const row = z + j * blockSize;
    const column = j * n + from;
    for (let i = 0; i < size; i++) standard[row + i] = columns[column + i] - mean;
  }
  for (let j = d - 1; j >= 0; j--) combineRow(workspace, p + j * d, z, j, size);
  logJointOf(workspace, c, size);
}

/**
 * Row j of the deviations becomes Σ_l P_jl row_l, l ≤ j, four terms at a time. From the last row backwards: the rows
 * before it are deviations still.
 */
function combineRow(workspace: Workspace, p: number, z: number, j: number, size: number): void {
  const { whiteners, standard, blockSize } = workspace;
  const row = z + j * blockSize;
  const diagonal = whiteners[p + j];
  for (let i = 0; i < size; i++) standard[row + i] *= diagonal;
  let l = 0;
  for (; l + 3 < j; l += 4) {
    const row0 = z + l * blockSize;
    const row1 = row0 + blockSize;
    const row2 = row1 + blockSize;
    const row3 = row2 + blockSize;
    const factor0 = whiteners[p + l];
    const factor1 = whiteners[p + l + 1];
    const factor2 = whiteners[p + l + 2];
    const factor3 = whiteners[p + l + 3];
    for (let i = 0; i < size; i++)
      standard[row + i] +=
        factor0 * standard[row0 + i] +
        factor1 * standard[row1 + i] +
        factor2 * standard[row2 + i] +
        factor3 * standard[row3 + i];
  }
  for (; l < j; l++) {
    const other = z + l * blockSize;
    const factor = whiteners[p + l];
    for (let i = 0; i < size; i++) standard[row + i] += factor * standard[other + i];
  }
}

function whitenDiagonal(workspace: Workspace, c: number, from: number, size: number): void {
  const { columns, means, whiteners, standard, blockSize, n, d } = workspace;
  for (let j = 0; j < d; j++) {
    const mean = means[c * d + j];
    const factor = whiteners[c * d + j];
    const row = (c * d + j) * blockSize;
    const column = j * n + from;
    for (let i = 0; i < size; i++) standard[row + i] = factor * (columns[column + i] - mean);
  }
  logJointOf(workspace, c, size);
}

function logJointOf(
  { standard, logJoint, constants, blockSize, d }: Workspace,
  c: number,
  size: number,
): void {
  const constant = constants[c];
  const out = c * blockSize;
  for (let i = 0; i < size; i++) logJoint[out + i] = constant;
  for (let j = 0; j < d; j++) {
    const row = (c * d + j) * blockSize;
    for (let i = 0; i < size; i++) logJoint[out + i] -= 0.5 * standard[row + i] * standard[row + i];
  }
}
