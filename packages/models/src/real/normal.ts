/** p_0 = N(mean, covariance) in d dimensions. */
import {
  cholesky,
  fillMultivariateNormal,
  gram,
  InvalidArgumentError,
  NotPositiveDefiniteError,
  normalQuantile,
  type Stream,
} from '@collapse-lab/math';
import type { Points } from '../data/data.ts';
import { isPositive } from '../data/is-number.ts';
import { checkSize } from '../data/make-data.ts';
import { checkDimension, checkOptions } from './check-options.ts';
import type { RealSource } from './real-source.ts';

export interface NormalOptions {
  /** A positive integer. */
  readonly d: number;
  /** One number for all coordinates, or d (0). */
  readonly mean?: number | readonly number[];
  /** One variance for all coordinates, d variances, or a symmetric positive definite d × d matrix (1). */
  readonly covariance?: number | readonly number[] | readonly (readonly number[])[];
}

/** @throws InvalidArgumentError */
export function normalSource(options: NormalOptions): RealSource<Points> {
  checkOptions(options);
  const { d } = options;
  checkDimension('d', d);
  const mean = meanOf('mean', options.mean ?? 0, d);
  const factor = factorOf('covariance', options.covariance ?? 1, d);
  const covariance = gram(factor, d);
  return {
    name: 'normal',
    shape: { kind: 'points', d },
    identity: `normal ${JSON.stringify({ mean: Array.from(mean), factor: Array.from(factor) })}`,
    draw: (n, stream) => drawNormal(mean, factor, n, stream),
    truth: { kind: 'gaussian', d, mean, factor },
    quantile(p, axis) {
      checkAxis(axis, d);
      return mean[axis] + Math.sqrt(covariance[axis * d + axis]) * normalQuantile(p);
    },
    moments: { mean, covariance },
  };
}

function drawNormal(mean: Float64Array, factor: Float64Array, n: number, stream: Stream): Points {
  checkSize('n', n);
  const d = mean.length;
  const values = new Float64Array(n * d);
  fillMultivariateNormal(stream, mean, factor, values);
  return { kind: 'points', n, d, values };
}

export function checkAxis(axis: number, d: number): void {
  if (!(Number.isInteger(axis) && axis >= 0 && axis < d))
    throw new InvalidArgumentError({
      argument: 'axis',
      got: axis,
      expected: `an integer from 0 to ${d - 1}, a coordinate`,
    });
}

/** d numbers from one or from d. */
export function meanOf(argument: string, mean: number | readonly number[], d: number): Float64Array {
  const entries = typeof mean === 'number' ? new Array<number>(d).fill(mean) : mean;
  if (!Array.isArray(entries) || entries.length !== d || !entries.every(Number.isFinite))
    throw new InvalidArgumentError({
      argument,
      got: mean,
      expected: d === 1 ? 'a finite number' : `one finite number, or a list of d = ${d}`,
    });
  return Float64Array.from(entries);
}

/**
 * The lower triangular factor (d × d, row-major) of a covariance given in any of its three forms.
 *
 * @throws InvalidArgumentError naming `argument` or an entry of it
 */
export function factorOf(
  argument: string,
  covariance: number | readonly number[] | readonly (readonly number[])[],
  d: number,
): Float64Array {
  if (typeof covariance === 'number')
    return diagonalFactor(argument, new Array<number>(d).fill(covariance), d);
  if (Array.isArray(covariance) && covariance.length === d) {
    if (covariance.every((row) => Array.isArray(row))) return matrixFactor(argument, covariance, d);
    if (covariance.every((entry) => typeof entry === 'number'))
      return diagonalFactor(argument, covariance, d);
  }
  throw new InvalidArgumentError({
    argument,
    got: covariance,
    expected: `one variance, a list of d = ${d} variances, or ${d} lists of ${d} numbers`,
  });
}

function diagonalFactor(argument: string, variances: readonly number[], d: number): Float64Array {
  const factor = new Float64Array(d * d);
  for (let i = 0; i < d; i++) {
    if (!isPositive(variances[i]))
      throw new InvalidArgumentError({
        argument,
        got: variances[i],
        expected: 'positive numbers, the variances',
      });
    factor[i * d + i] = Math.sqrt(variances[i]);
  }
  return factor;
}

function matrixFactor(argument: string, rows: readonly (readonly number[])[], d: number): Float64Array {
  const flat = new Float64Array(d * d);
  for (let i = 0; i < d; i++) {
    if (rows[i].length !== d || !rows[i].every(Number.isFinite))
      throw new InvalidArgumentError({
        argument: `${argument}[${i}]`,
        got: rows[i],
        expected: `a list of d = ${d} finite numbers`,
      });
    for (let j = 0; j < d; j++) {
      if (rows[i][j] !== rows[j][i])
        throw new InvalidArgumentError({
          argument: `${argument}[${i}][${j}]`,
          got: rows[i][j],
          expected: `${rows[j][i]}, which is ${argument}[${j}][${i}] (a symmetric matrix)`,
        });
      flat[i * d + j] = rows[i][j];
    }
  }
  try {
    return cholesky(flat, d);
  } catch (error) {
    if (!(error instanceof NotPositiveDefiniteError)) throw error;
    throw notPositiveDefinite(argument, rows, error);
  }
}

/** A pivot of the factorisation is the variance of a coordinate given the coordinates before it. */
function notPositiveDefinite(
  argument: string,
  got: readonly (readonly number[])[],
  { pivot, value }: NotPositiveDefiniteError,
): InvalidArgumentError {
  const given = pivot === 0 ? '' : ` given ${pivot === 1 ? 'coordinate 0' : `coordinates 0 to ${pivot - 1}`}`;
  const others = pivot === 0 ? '' : `, or bring the entries beside it in row ${pivot} nearer to 0`;
  return new InvalidArgumentError({
    argument,
    got,
    expected: `a positive definite matrix; here the variance of coordinate ${pivot}${given} would be ${value}`,
    remedy: `Raise ${argument}[${pivot}][${pivot}]${others}.`,
  });
}
