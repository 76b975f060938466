/**
 * The memory of one fit. EM works in standard units: for each component c, z = P_c (x − μ_c) with P_c = L_c⁻¹, so that
 * the moments it gathers are of order 1 whatever the scale of the data, and new factors are products L_c T: nothing is
 * squared in the units of the data, and components as narrow as 1e-150 survive.
 */
import type { Points } from '../data/data.ts';
import { type ClusteringSpace, createClusteringSpace } from './k-means.ts';
import { factorsLength, type MixtureCovariance } from './mixture-model.ts';

export interface Workspace {
  readonly n: number;
  readonly d: number;
  readonly k: number;
  readonly covariance: MixtureCovariance;
  /** d × n: coordinate by coordinate. */
  readonly columns: Float64Array;
  /** d: below this standard deviation the values of a coordinate do not differ beyond rounding. */
  readonly resolution: Float64Array;
  /** k. */
  readonly weights: Float64Array;
  /** k × d. */
  readonly means: Float64Array;
  /** As in MixtureModel. */
  readonly factors: Float64Array;
  /** The lower triangles that `factors` holds (tied: one), in its memory; none for the other kinds. */
  readonly triangles: readonly Float64Array[];
  /** Inverses of the factors: k lower triangles (tied: one), or k × d reciprocal standard deviations. */
  readonly whiteners: Float64Array;
  /** k: log(w_c) − log det L_c − (d / 2) log 2π. */
  readonly constants: Float64Array;
  /** k × n. */
  readonly responsibilities: Float64Array;
  /** k: Σ r. */
  readonly masses: Float64Array;
  /** k × d: Σ r z. */
  readonly shifts: Float64Array;
  /** k × d × d, lower: Σ r z zᵀ; diagonal and spherical: k × d, Σ r z². */
  readonly scatters: Float64Array;
  /** How many points are handled at a time. */
  readonly blockSize: number;
  /** k × d × blockSize: z of a block. */
  readonly standard: Float64Array;
  /** k × blockSize: log(w_c N(x; μ_c, Σ_c)) of a block. */
  readonly logJoint: Float64Array;
  /** blockSize: r z_j of a block. */
  readonly weighted: Float64Array;
  /** d × d and d: for the M-step. */
  readonly matrix: Float64Array;
  readonly vector: Float64Array;
  readonly clustering: ClusteringSpace;
}

/** Full and tied covariances have triangular factors; the others one standard deviation for each coordinate. */
export function isTriangular(covariance: MixtureCovariance): boolean {
  return covariance === 'full' || covariance === 'tied';
}

/** Rounding of a coordinate, in units of the last place of its largest value. */
const roundingUnits = 16;
const epsilon = 2.220446049250313e-16;

export function createWorkspace(n: number, d: number, k: number, covariance: MixtureCovariance): Workspace {
  const triangular = isTriangular(covariance);
  const blockSize = Math.min(n, 256, Math.max(16, Math.floor(8192 / (k * d))));
  const factors = new Float64Array(factorsLength(covariance, k, d));
  return {
    n,
    d,
    k,
    covariance,
    columns: new Float64Array(d * n),
    resolution: new Float64Array(d),
    weights: new Float64Array(k),
    means: new Float64Array(k * d),
    factors,
    triangles: triangular ? trianglesOf(factors, d) : [],
    whiteners: new Float64Array(covariance === 'tied' ? d * d : triangular ? k * d * d : k * d),
    constants: new Float64Array(k),
    responsibilities: new Float64Array(k * n),
    masses: new Float64Array(k),
    shifts: new Float64Array(k * d),
    scatters: new Float64Array(triangular ? k * d * d : k * d),
    blockSize,
    standard: new Float64Array(k * d * blockSize),
    logJoint: new Float64Array(k * blockSize),
    weighted: new Float64Array(blockSize),
    matrix: new Float64Array(d * d),
    vector: new Float64Array(d),
    clustering: createClusteringSpace(n, d, k),
  };
}

function trianglesOf(factors: Float64Array, d: number): Float64Array[] {
  const size = d * d;
  return Array.from({ length: factors.length / size }, (_, c) => factors.subarray(c * size, (c + 1) * size));
}

/** Puts the points into the workspace: their columns, and what rounding is for them. */
export function loadPoints({ columns, resolution, n, d }: Workspace, { values }: Points): void {
  for (let j = 0; j < d; j++) {
    let largest = 0;
    for (let i = 0; i < n; i++) {
      const value = values[i * d + j];
      columns[j * n + i] = value;
      largest = Math.max(largest, Math.abs(value));
    }
    resolution[j] = Math.max(roundingUnits * epsilon * largest, 1e-300);
  }
}
