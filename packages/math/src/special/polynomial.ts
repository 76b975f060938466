// Piecewise polynomials. A row is c0, what the rounding of c0 lost, c1, c2, …: only the last sum rounds at
// full size.

/** c0 + c1 t + c2 t² + … for the row of `length` numbers that starts at `start`. */
export function evaluateRow(rows: Float64Array, start: number, length: number, t: number): number {
  let p = rows[start + length - 1];
  for (let i = start + length - 2; i > start + 1; i--) p = rows[i] + t * p;
  return rows[start] + (rows[start + 1] + t * p);
}

/** Plain polynomial Σ coefficients[i] t^i. */
export function polynomial(coefficients: Float64Array, t: number): number {
  let p = coefficients[coefficients.length - 1];
  for (let i = coefficients.length - 2; i >= 0; i--) p = coefficients[i] + t * p;
  return p;
}
