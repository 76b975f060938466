/**
 * The E-step with the moments of the M-step for two components of triangular factors in the plane, in one loop: the
 * setting of the published lineages (2,000 fits of two components), so that it is worth a kernel of its own, unrolled
 * into local variables and about twice as fast as the blocked kernels that do every other case. One exponential, one
 * division a point: with δ the difference of the two log joint densities, r = 1 / (1 + e^δ).
 */
import { exp, log } from '@collapse-lab/math';
import { largeProduct } from './responsibilities.ts';
import type { Workspace } from './workspace.ts';

/** Where e^δ no longer fits a product of many; then the mirror image is taken. */
const largeDifference = 100;

/** Fills responsibilities and moments; returns Σ log density. */
export function expectPairPlane(workspace: Workspace): number {
  const { columns, responsibilities, means, whiteners, constants, n } = workspace;
  const { masses, shifts, scatters } = workspace;
  const b = workspace.covariance === 'tied' ? 0 : 4;
  const p00 = whiteners[0];
  const p10 = whiteners[2];
  const p11 = whiteners[3];
  const q00 = whiteners[b];
  const q10 = whiteners[b + 2];
  const q11 = whiteners[b + 3];
  const [pMean0, pMean1, qMean0, qMean1] = means;
  const [pConstant, qConstant] = constants;
  let pMass = 0;
  let pShift0 = 0;
  let pShift1 = 0;
  let p0 = 0;
  let p01 = 0;
  let p1 = 0;
  let qMass = 0;
  let qShift0 = 0;
  let qShift1 = 0;
  let q0 = 0;
  let q01 = 0;
  let q1 = 0;
  let total = 0;
  let product = 1;
  for (let i = 0; i < n; i++) {
    const x = columns[i];
    const y = columns[n + i];
    const u0 = p00 * (x - pMean0);
    const u1 = p10 * (x - pMean0) + p11 * (y - pMean1);
    const v0 = q00 * (x - qMean0);
    const v1 = q10 * (x - qMean0) + q11 * (y - qMean1);
    const logP = pConstant - 0.5 * (u0 * u0 + u1 * u1);
    const logQ = qConstant - 0.5 * (v0 * v0 + v1 * v1);
    const difference = logQ - logP;
    let r = 0;
    let s = 0;
    if (difference <= largeDifference) {
      const ratio = exp(difference);
      r = 1 / (1 + ratio);
      s = ratio * r;
      total += logP;
      product *= 1 + ratio;
    } else {
      const ratio = exp(-difference);
      s = 1 / (1 + ratio);
      r = ratio * s;
      total += logQ;
      product *= 1 + ratio;
    }
    if (product > largeProduct) {
      total += log(product);
      product = 1;
    }
    responsibilities[i] = r;
    responsibilities[n + i] = s;
    const ru0 = r * u0;
    const ru1 = r * u1;
    pMass += r;
    pShift0 += ru0;
    pShift1 += ru1;
    p0 += ru0 * u0;
    p01 += ru1 * u0;
    p1 += ru1 * u1;
    const sv0 = s * v0;
    const sv1 = s * v1;
    qMass += s;
    qShift0 += sv0;
    qShift1 += sv1;
    q0 += sv0 * v0;
    q01 += sv1 * v0;
    q1 += sv1 * v1;
  }
  masses[0] = pMass;
  masses[1] = qMass;
  shifts[0] = pShift0;
  shifts[1] = pShift1;
  shifts[2] = qShift0;
  shifts[3] = qShift1;
  scatters[0] = p0;
  scatters[2] = p01;
  scatters[3] = p1;
  scatters[4] = q0;
  scatters[6] = q01;
  scatters[7] = q1;
  return total + log(product);
}
