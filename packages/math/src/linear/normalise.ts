/** Brings a matrix to the middle of the double range, so that squares neither underflow nor overflow. */

const low = 1e-100;
const high = 1e100;

/** The largest magnitude of `a`; 0 for an empty or zero array. */
function magnitude(a: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    const size = Math.abs(a[i]);
    if (size > largest) largest = size;
  }
  return largest;
}

/** a = scale · scaled; scale is 1 (and `scaled` is `a` itself) unless the entries are extremely large or small. */
export function normalise(a: ArrayLike<number>): { scaled: ArrayLike<number>; scale: number } {
  const scale = magnitude(a);
  if (scale === 0 || (scale > low && scale < high)) return { scaled: a, scale: 1 };
  return { scaled: Float64Array.from(a, (value) => value / scale), scale };
}
