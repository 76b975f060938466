// Error-free products (Dekker, "A floating-point technique for extending the available precision", Numer.
// Math. 18, 1971), for numbers below 2^970 in size, as there is no fused multiply-add to call.

const splitter = 134217729; // 2^27 + 1

/** a rounded to its leading 26 bits; a − leadingHalf(a) is exact. */
export function leadingHalf(a: number): number {
  const scaled = splitter * a;
  return scaled - (scaled - a);
}

/** a · b − p exactly, where p is the rounded product a · b (as long as nothing underflows). */
export function productError(a: number, b: number, p: number): number {
  const a1 = leadingHalf(a);
  const a2 = a - a1;
  const b1 = leadingHalf(b);
  const b2 = b - b1;
  return a1 * b1 - p + a1 * b2 + a2 * b1 + a2 * b2;
}

/**
 * a + b − s exactly, where s is the rounded sum a + b (Knuth, "Seminumerical Algorithms", 4.2.2, theorem B).
 */
export function sumError(a: number, b: number, s: number): number {
  const part = s - a;
  return a - (s - part) + (b - part);
}
