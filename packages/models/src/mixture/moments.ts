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

function gatherTriangular(workspace: Workspace, c: number, from: number, size: number): void {
  const { standard, responsibilities, scatters, blockSize, n, d } = workspace;
  const start = c * n + from;
  gatherFirst(workspace, c, from, size);
  for (let j = 0; j < d; j++) {
    const row = (c * d + j) * blockSize;
    for (let l = 0; l <= j; l++) {
      const other = (c * d + l) * blockSize;
      let scatter = 0;
      for (let i = 0; i < size; i++)
        scatter += responsibilities[start + i] * standard[row + i] * standard[other + i];
      scatters[(c * d + j) * d + l] += scatter;
    }
  }
}

function gatherDiagonal(workspace: Workspace, c: number, from: number, size: number): void {
  const { standard, responsibilities, scatters, blockSize, n, d } = workspace;
  const start = c * n + from;
  gatherFirst(workspace, c, from, size);
  for (let j = 0; j < d; j++) {
    const row = (c * d + j) * blockSize;
    let scatter = 0;
    for (let i = 0; i < size; i++)
      scatter += responsibilities[start + i] * standard[row + i] * standard[row + i];
    scatters[c * d + j] += scatter;
  }
}

function gatherFirst(workspace: Workspace, c: number, from: number, size: number): void {
  const { standard, responsibilities, masses, shifts, blockSize, n, d } = workspace;
  const start = c * n + from;
  let mass = 0;
  for (let i = 0; i < size; i++) mass += responsibilities[start + i];
  masses[c] += mass;
  for (let j = 0; j < d; j++) {
    const row = (c * d + j) * blockSize;
    let shift = 0;
    for (let i = 0; i < size; i++) shift += responsibilities[start + i] * standard[row + i];
    shifts[c * d + j] += shift;
  }
}
