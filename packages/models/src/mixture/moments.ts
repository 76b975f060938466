/**
 * Adds a block to the moments of one component: Σ r, Σ r z, Σ r z zᵀ (its lower triangle, or its diagonal).
 * Kernels with one signature, chosen once for each fit; the accumulators of a block are local.
 */
import { isTriangular, type Workspace } from './workspace.ts';

/** Adds the points `from` … `from + size − 1`, whose z the workspace holds, to the moments of component c. */
export type Gather = (workspace: Workspace, c: number, from: number, size: number) => void;

export function chooseGather({ covariance, d }: Workspace): Gather {
  if (!isTriangular(covariance)) return gatherDiagonal;
  return d === 2 ? gatherPlane : gatherTriangular;
}

function gatherPlane(workspace: Workspace, c: number, from: number, size: number): void {
  const { standard, responsibilities, masses, shifts, scatters, blockSize, n } = workspace;
  const z = 2 * c * blockSize;
  const start = c * n + from;
  let mass = 0;
  let shift0 = 0;
  let shift1 = 0;
  let scatter00 = 0;
  let scatter10 = 0;
  let scatter11 = 0;
  for (let i = 0; i < size; i++) {
    const r = responsibilities[start + i];
    const z0 = standard[z + i];
    const z1 = standard[z + blockSize + i];
    const r0 = r * z0;
    const r1 = r * z1;
    mass += r;
    shift0 += r0;
    shift1 += r1;
    scatter00 += r0 * z0;
    scatter10 += r1 * z0;
    scatter11 += r1 * z1;
  }
  masses[c] += mass;
  shifts[2 * c] += shift0;
  shifts[2 * c + 1] += shift1;
  scatters[4 * c] += scatter00;
  scatters[4 * c + 2] += scatter10;
  scatters[4 * c + 3] += scatter11;
}

/** Four columns of the scatter at a time, so that r z_j is read once for all of them. */
function gatherTriangular(workspace: Workspace, c: number, from: number, size: number): void {
  const { standard, scatters, weighted, blockSize, d } = workspace;
  gatherMass(workspace, c, from, size);
  for (let j = 0; j < d; j++) {
    gatherShift(workspace, c, j, from, size);
    const out = (c * d + j) * d;
    let l = 0;
    for (; l + 3 <= j; l += 4) {
      const row0 = (c * d + l) * blockSize;
      const row1 = row0 + blockSize;
      const row2 = row1 + blockSize;
      const row3 = row2 + blockSize;
      let sum0 = 0;
      let sum1 = 0;
      let sum2 = 0;
      let sum3 = 0;
      for (let i = 0; i < size; i++) {
        const factor = weighted[i];
        sum0 += factor * standard[row0 + i];
        sum1 += factor * standard[row1 + i];
        sum2 += factor * standard[row2 + i];
        sum3 += factor * standard[row3 + i];
      }
      scatters[out + l] += sum0;
      scatters[out + l + 1] += sum1;
      scatters[out + l + 2] += sum2;
      scatters[out + l + 3] += sum3;
    }
    for (; l <= j; l++) scatters[out + l] += weightedProduct(workspace, c * d + l, size);
  }
}

function gatherDiagonal(workspace: Workspace, c: number, from: number, size: number): void {
  const { scatters, d } = workspace;
  gatherMass(workspace, c, from, size);
  for (let j = 0; j < d; j++) {
    gatherShift(workspace, c, j, from, size);
    scatters[c * d + j] += weightedProduct(workspace, c * d + j, size);
  }
}

function gatherMass({ responsibilities, masses, n }: Workspace, c: number, from: number, size: number): void {
  const start = c * n + from;
  let mass = 0;
  for (let i = 0; i < size; i++) mass += responsibilities[start + i];
  masses[c] += mass;
}

/** Leaves r z_j of the block in `weighted`. */
function gatherShift(workspace: Workspace, c: number, j: number, from: number, size: number): void {
  const { standard, responsibilities, weighted, shifts, blockSize, n, d } = workspace;
  const row = (c * d + j) * blockSize;
  const start = c * n + from;
  let shift = 0;
  for (let i = 0; i < size; i++) {
    const product = responsibilities[start + i] * standard[row + i];
    weighted[i] = product;
    shift += product;
  }
  shifts[c * d + j] += shift;
}

/** Σ weighted z over a row of the block. */
function weightedProduct({ standard, weighted, blockSize }: Workspace, row: number, size: number): number {
  const start = row * blockSize;
  let sum = 0;
  for (let i = 0; i < size; i++) sum += weighted[i] * standard[start + i];
  return sum;
}
