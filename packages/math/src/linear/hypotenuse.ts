const safeLow = 1e-280;
const safeHigh = 1e280;

/**
 * √(a² + b²) without overflow or underflow of the squares, ≤ 2 ulp, the same bits on every engine.
 * (`Math.hypot` is not: its rounding differs between engines.)
 */
export function hypotenuse(a: number, b: number): number {
  const square = a * a + b * b;
  if (square > safeLow && square < safeHigh) return Math.sqrt(square);
  const x = Math.abs(a);
  const y = Math.abs(b);
  const large = x > y ? x : y;
  if (large === 0 || large === Infinity) return large;
  const ratio = (x > y ? y : x) / large;
  return large * Math.sqrt(1 + ratio * ratio);
}
