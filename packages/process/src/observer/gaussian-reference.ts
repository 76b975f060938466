/** p_0 as what a Gaussian model is compared with: its mean and covariance, exact or of the data set. */
import { cholesky, gram } from '@collapse-lab/math';
import type { AnyFamily, GaussianModel, RealSource } from '@collapse-lab/models';

export interface RealMoments {
  /** d. */
  readonly mean: Float64Array;
  /** tr Σ of p_0. */
  readonly trace: number;
  /** d × d, row-major. */
  readonly covariance: Float64Array;
}

const momentsOf = new WeakMap<RealSource, RealMoments | undefined>();

/** Mean and covariance of p_0; undefined where they are not known. */
export function realMoments(real: RealSource): RealMoments | undefined {
  if (!momentsOf.has(real)) momentsOf.set(real, findMoments(real));
  return momentsOf.get(real);
}

function findMoments({ truth, moments }: RealSource): RealMoments | undefined {
  const known =
    truth?.kind === 'gaussian' ? { mean: truth.mean, covariance: gram(truth.factor, truth.d) } : moments;
  if (known === undefined) return undefined;
  const d = known.mean.length;
  let trace = 0;
  for (let i = 0; i < d; i++) trace += known.covariance[i * d + i];
  return { ...known, trace };
}

const factorOf = new WeakMap<RealSource, Float64Array>();

/**
 * Lower Cholesky factor of the covariance of p_0, d × d row-major. Call where its moments are known.
 *
 * @throws NotPositiveDefiniteError when the covariance is singular
 */
export function realFactor(real: RealSource): Float64Array {
  let factor = factorOf.get(real);
  if (factor === undefined) {
    const { mean, covariance } = realMoments(real)!;
    factor = real.truth?.kind === 'gaussian' ? real.truth.factor : cholesky(covariance, mean.length);
    factorOf.set(real, factor);
  }
  return factor;
}

/** Why a Gaussian model of this family cannot be compared with the moments of p_0. */
export function refusesGaussian(family: AnyFamily, real: RealSource): string | undefined {
  if (family.name !== 'gaussian')
    return `it reads the parameters of a gaussian, and the family is ${family.name}`;
  if (realMoments(real) === undefined) return `mean and covariance of real data ${real.name} are not known`;
  return undefined;
}

/** tr Σ of the fitted model: its sampling bias does not enter. */
export function traceOf({ d, covariance, factor }: GaussianModel): number {
  let squares = 0;
  for (let i = 0; i < factor.length; i++) squares += factor[i] * factor[i];
  return covariance === 'spherical' ? d * squares : squares;
}

/** |μ − mean|². */
export function squaredDistance(a: Float64Array, b: Float64Array): number {
  let squares = 0;
  for (let i = 0; i < a.length; i++) squares += (a[i] - b[i]) * (a[i] - b[i]);
  return squares;
}
