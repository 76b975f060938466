/** Products and solutions with lower triangular matrices, d × d row-major; what lies above the diagonal is not read. */

/**
 * a b for lower triangular a and b, itself lower triangular.
 *
 * @param out d × d; may be `a` or `b` (rows are made from the last to the first, so nothing is read after it is
 * overwritten). Zeros are written above the diagonal.
 */
export function multiplyLower(
  a: Float64Array,
  b: Float64Array,
  d: number,
  out: Float64Array = new Float64Array(d * d),
): Float64Array {
  for (let i = d - 1; i >= 0; i--) {
    const row = i * d;
    for (let j = 0; j <= i; j++) {
      let total = 0;
      for (let k = j; k <= i; k++) total += a[row + k] * b[k * d + j];
      out[row + j] = total;
    }
    for (let j = i + 1; j < d; j++) out[row + j] = 0;
  }
  return out;
}

/** L Lᵀ: the d × d symmetric matrix of which `l` is a factor. */
export function gram(l: ArrayLike<number>, d: number): Float64Array {
  const a = new Float64Array(d * d);
  for (let i = 0; i < d; i++) {
    for (let j = 0; j <= i; j++) {
      let total = 0;
      for (let k = 0; k <= j; k++) total += l[i * d + k] * l[j * d + k];
      a[i * d + j] = total;
      a[j * d + i] = total;
    }
  }
  return a;
}

/**
 * The x with L x = b, by forward substitution. A zero pivot divides: the result then holds ±Infinity or NaN.
 *
 * @param b d numbers.
 * @param out d numbers; may be `b`.
 */
export function solveLower(
  l: ArrayLike<number>,
  d: number,
  b: ArrayLike<number>,
  out: Float64Array = new Float64Array(d),
): Float64Array {
  for (let i = 0; i < d; i++) {
    let rest = b[i];
    for (let k = 0; k < i; k++) rest -= l[i * d + k] * out[k];
    out[i] = rest / l[i * d + i];
  }
  return out;
}
