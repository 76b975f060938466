/**
 * Mean and variance in one pass without cancellation (Welford 1962), and the pooling of two such summaries
 * (Chan, Golub & LeVeque 1979).
 */
import { InvalidArgumentError } from '../error.ts';
import { checkDimension } from '../linear/check.ts';
import { sum, sumEvery } from './sum.ts';

/** Running count, mean and sum of squared deviations of numbers added one at a time. */
export class Moments {
  #count = 0;
  #mean = 0;
  #scatter = 0;

  /** How many numbers were added. */
  get count(): number {
    return this.#count;
  }

  /** NaN before the first number. */
  get mean(): number {
    return this.#count === 0 ? Number.NaN : this.#mean;
  }

  add(x: number): void {
    this.#count++;
    const delta = x - this.#mean;
    this.#mean += delta / this.#count;
    this.#scatter += delta * (x - this.#mean);
  }

  /** Pools: this becomes the moments of the union; `other` is unchanged. */
  merge(other: Moments): void {
    const count = this.#count + other.#count;
    if (other.#count === 0) return;
    const delta = other.#mean - this.#mean;
    const share = other.#count / count;
    this.#mean += delta * share;
    this.#scatter += other.#scatter + delta * delta * this.#count * share;
    this.#count = count;
  }

  /** Σ(x − mean)² / (count − ddof); NaN where count ≤ ddof. */
  variance(ddof: number): number {
    return this.#count > ddof ? this.#scatter / (this.#count - ddof) : Number.NaN;
  }
}

function checkSize(x: ArrayLike<number>, ddof: number): void {
  if (x.length > ddof) return;
  throw new InvalidArgumentError({
    argument: 'x.length',
    got: x.length,
    expected: `more than ${ddof} numbers`,
  });
}

/** Arithmetic mean of n ≥ 1 numbers, by compensated summation. */
export function mean(x: ArrayLike<number>): number {
  checkSize(x, 0);
  return sum(x) / x.length;
}

/**
 * Σ(x − mean)² / (n − ddof), in two passes with the correction for the rounding of the mean.
 *
 * @param ddof 0: maximum likelihood; 1: unbiased. n > ddof.
 */
export function variance(x: ArrayLike<number>, ddof: number): number {
  checkSize(x, ddof);
  const centre = mean(x);
  let scatter = 0;
  let rest = 0;
  for (let i = 0; i < x.length; i++) {
    const delta = x[i] - centre;
    scatter += delta * delta;
    rest += delta;
  }
  return (scatter - (rest * rest) / x.length) / (x.length - ddof);
}

/** The mean of each of d coordinates over n points (n × d, row-major). */
export function columnMeans(points: ArrayLike<number>, d: number): Float64Array {
  checkDimension(d);
  const n = points.length / d;
  if (!(Number.isInteger(n) && n > 0))
    throw new InvalidArgumentError({
      argument: 'points.length',
      got: points.length,
      expected: `a positive multiple of d = ${d} (n × d)`,
    });
  const means = new Float64Array(d);
  for (let j = 0; j < d; j++) means[j] = sumEvery(points, j, d) / n;
  return means;
}

/**
 * Sample covariance, d × d row-major, of n points: Σ (x − mean)(x − mean)ᵀ / (n − ddof).
 *
 * @param points n × d, row-major; n > ddof.
 */
export function covariance(points: ArrayLike<number>, d: number, ddof: number): Float64Array {
  const means = columnMeans(points, d);
  const n = points.length / d;
  if (n <= ddof)
    throw new InvalidArgumentError({
      argument: 'points',
      got: n,
      expected: `more than ${ddof} points`,
    });
  const result = new Float64Array(d * d);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < d; j++) {
      const left = points[i * d + j] - means[j];
      for (let k = 0; k <= j; k++) result[j * d + k] += left * (points[i * d + k] - means[k]);
    }
  for (let j = 0; j < d; j++)
    for (let k = 0; k <= j; k++) {
      result[j * d + k] /= n - ddof;
      result[k * d + j] = result[j * d + k];
    }
  return result;
}
