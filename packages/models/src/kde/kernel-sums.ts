/**
 * Log sums of Gaussian kernels at fixed places, point after point: for each place q the pair (m, s) with
 *   m = max_i e_i,   s = Σ_i exp(e_i − m),   e_i = −|L⁻¹ (q − x_i)|² / 2,
 * from which log Σ exp(e_i) = m + log s. A new point updates the pair, so that the pair is a left fold over the points:
 * adding them in one call or in several gives the same bits. That is what makes scores of a growing pool incremental
 * and exact at once.
 *
 * Terms with e_i − m < −37 are skipped: e^−37 is less than half the last place of s ≥ 1, so adding it leaves s as it is.
 */
import { exp, log, logDetOfFactor } from '@collapse-lab/math';
import type { Points } from '../data/data.ts';

/** log √(2π). */
const halfLogTwoPi = 0.9189385332046728;

/** Below: a term that does not change a sum of 1 or more. */
const negligible = -37;

/** Where h² is not a number that divides well: it, or its inverse, leaves the range of doubles. */
function squareLeavesRange(h: number): boolean {
  return !(h * h > 1e-300 && h * h < 1e300);
}

/** Points that are folded into all places before the next ones are read: they stay in the innermost cache. */
const blockSize = 512;

export class KernelSums {
  private readonly d: number;
  /** L as one number, or d × d. */
  private readonly factor: Float64Array;
  /** n × d: the places, whitened where L is a matrix. */
  private readonly places: Float64Array;
  /** Subtracted before whitening, so that little is lost far from the origin. */
  private readonly origin: Float64Array;
  private readonly block: Float64Array;
  private readonly largest: Float64Array;
  private readonly sums: Float64Array;
  private readonly scale: number;
  /** h where its square is out of range, so that differences must be divided by it before they are squared. */
  private readonly divisor: number | undefined;
  /** Points added so far. */
  count = 0;

  /** @param factor L: one number h for h I, or d × d lower triangular, row-major. */
  constructor({ n, d, values }: Points, factor: Float64Array) {
    const isMatrix = factor.length !== 1;
    this.d = d;
    this.factor = factor;
    this.origin = values.slice(0, isMatrix ? d : 0);
    this.block = new Float64Array(isMatrix ? blockSize * d : 0);
    this.places = isMatrix ? this.whiten(values, new Float64Array(n * d)) : values;
    this.divisor = !isMatrix && squareLeavesRange(factor[0]) ? factor[0] : undefined;
    this.scale = isMatrix ? -0.5 : -0.5 / (factor[0] * factor[0]);
    this.largest = new Float64Array(n).fill(-Infinity);
    this.sums = new Float64Array(n);
  }

  /** Adds points `from` … `to` − 1 of n × d, row-major. */
  add(points: Float64Array, from: number, to: number): void {
    const { d, block } = this;
    for (let start = from; start < to; start += blockSize) {
      const part = points.subarray(start * d, Math.min(to, start + blockSize) * d);
      this.fold(block.length === 0 ? part : this.whiten(part, block), part.length / d);
    }
    this.count += to - from;
  }

  /** n log densities of the points added so far; −Infinity where none is near enough to be seen. */
  logDensities(): Float64Array {
    const { d, factor, largest, sums, count } = this;
    const logDet = factor.length === 1 ? d * log(factor[0]) : logDetOfFactor(factor, d);
    const constant = -(log(count) + logDet + d * halfLogTwoPi);
    return sums.map((sum, j) => (sum === 0 ? -Infinity : largest[j] + log(sum) + constant));
  }

  private whiten(points: Float64Array, out: Float64Array): Float64Array {
    const { d, factor, origin } = this;
    for (let offset = 0; offset < points.length; offset += d)
      for (let j = 0; j < d; j++) {
        let rest = points[offset + j] - origin[j];
        for (let k = 0; k < j; k++) rest -= factor[j * d + k] * out[offset + k];
        out[offset + j] = rest / factor[j * d + j];
      }
    return out;
  }

  private fold(points: Float64Array, n: number): void {
    if (this.divisor !== undefined) this.foldDivided(points, n, this.divisor);
    else if (this.d === 1) this.foldLine(points, n);
    else if (this.d === 2) this.foldPlane(points, n);
    else this.foldSpace(points, n);
  }

  // The three loops differ in their squared distance only. They are written out because a call or an inner loop per
  // pair costs more than the rest of it.
  private foldLine(points: Float64Array, n: number): void {
    const { places, largest, sums, scale } = this;
    for (let j = 0; j < sums.length; j++) {
      const x = places[j];
      let m = largest[j];
      let s = sums[j];
      for (let i = 0; i < n; i++) {
        const dx = x - points[i];
        const exponent = scale * (dx * dx);
        const gap = exponent - m;
        if (gap > 0) {
          s = s * exp(-gap) + 1;
          m = exponent;
        } else if (gap > negligible) s += exp(gap);
      }
      largest[j] = m;
      sums[j] = s;
    }
  }

  private foldDivided(points: Float64Array, n: number, h: number): void {
    const { d, places, largest, sums } = this;
    for (let j = 0; j < sums.length; j++)
      for (let i = 0; i < n; i++) {
        let squares = 0;
        for (let k = 0; k < d; k++) {
          const standard = (places[j * d + k] - points[i * d + k]) / h;
          squares += standard * standard;
        }
        const gap = -0.5 * squares - largest[j];
        if (gap > 0) {
          sums[j] = sums[j] * exp(-gap) + 1;
          largest[j] = -0.5 * squares;
        } else if (gap > negligible) sums[j] += exp(gap);
      }
  }

  private foldPlane(points: Float64Array, n: number): void {
    const { places, largest, sums, scale } = this;
    const end = 2 * n;
    for (let j = 0; j < sums.length; j++) {
      const x = places[2 * j];
      const y = places[2 * j + 1];
      let m = largest[j];
      let s = sums[j];
      for (let i = 0; i < end; i += 2) {
        const dx = x - points[i];
        const dy = y - points[i + 1];
        const exponent = scale * (dx * dx + dy * dy);
        const gap = exponent - m;
        if (gap > 0) {
          s = s * exp(-gap) + 1;
          m = exponent;
        } else if (gap > negligible) s += exp(gap);
      }
      largest[j] = m;
      sums[j] = s;
    }
  }

  private foldSpace(points: Float64Array, n: number): void {
    const { d, places, largest, sums, scale } = this;
    const end = d * n;
    for (let j = 0; j < sums.length; j++) {
      const place = j * d;
      let m = largest[j];
      let s = sums[j];
      for (let i = 0; i < end; i += d) {
        let squares = 0;
        for (let k = 0; k < d; k++) {
          const difference = places[place + k] - points[i + k];
          squares += difference * difference;
        }
        const exponent = scale * squares;
        const gap = exponent - m;
        if (gap > 0) {
          s = s * exp(-gap) + 1;
          m = exponent;
        } else if (gap > negligible) s += exp(gap);
      }
      largest[j] = m;
      sums[j] = s;
    }
  }
}
