import type { Stream } from '../stream/stream.ts';
import { refuse } from './check.ts';
import { fillWithNormals } from './normal.ts';

/**
 * Fills `out` (n × d, row-major) with normal vectors mean + L z, so that their covariance is L Lᵀ. Rows take their d
 * standard normals in order.
 *
 * @param mean d numbers
 * @param factor L, d × d row-major, read on and below the diagonal; zero pivots allowed
 * @param out n·d numbers; n is its length over d
 * @throws InvalidArgumentError when the lengths do not fit together
 */
export function fillMultivariateNormal(
  stream: Stream,
  mean: ArrayLike<number>,
  factor: ArrayLike<number>,
  out: Float64Array,
): Float64Array {
  const d = mean.length;
  if (d === 0) refuse('mean', mean, 'at least one number');
  if (factor.length !== d * d) refuse('factor', factor, `${d} × ${d} numbers, row by row`);
  if (out.length % d !== 0) refuse('out', out, `a length that is a multiple of ${d}`);
  // 0 + x keeps the sign of a zero that the loops over coordinates give.
  if (d === 1) return fillWithNormals(stream, out, mean[0], 0, factor[0]);
  fillWithNormals(stream, out, -0, -0, 1);
  for (let row = 0; row < out.length; row += d) transformInPlace(mean, factor, out, row, d);
  return out;
}

/**
 * x_i needs z_0 … z_i only: from the last coordinate backwards, z is overwritten by x. Four coordinates at a time, whose
 * sums do not wait for each other; every sum is taken in the order of its terms.
 */
function transformInPlace(
  mean: ArrayLike<number>,
  factor: ArrayLike<number>,
  out: Float64Array,
  row: number,
  d: number,
): void {
  let i = d - 1;
  for (; i >= 3; i -= 4) {
    const at0 = i * d;
    const at1 = at0 - d;
    const at2 = at1 - d;
    const at3 = at2 - d;
    let x0 = 0;
    let x1 = 0;
    let x2 = 0;
    let x3 = 0;
    for (let j = 0; j <= i - 3; j++) {
      const z = out[row + j];
      x0 += factor[at0 + j] * z;
      x1 += factor[at1 + j] * z;
      x2 += factor[at2 + j] * z;
      x3 += factor[at3 + j] * z;
    }
    const z2 = out[row + i - 2];
    const z1 = out[row + i - 1];
    const z0 = out[row + i];
    x2 += factor[at2 + i - 2] * z2;
    x1 = x1 + factor[at1 + i - 2] * z2 + factor[at1 + i - 1] * z1;
    x0 = x0 + factor[at0 + i - 2] * z2 + factor[at0 + i - 1] * z1 + factor[at0 + i] * z0;
    out[row + i - 3] = mean[i - 3] + x3;
    out[row + i - 2] = mean[i - 2] + x2;
    out[row + i - 1] = mean[i - 1] + x1;
    out[row + i] = mean[i] + x0;
  }
  for (; i >= 0; i--) {
    let x = 0;
    for (let j = 0; j <= i; j++) x += factor[i * d + j] * out[row + j];
    out[row + i] = mean[i] + x;
  }
}
