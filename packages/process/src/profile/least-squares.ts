/** The slope of y on x by least squares: Σ (x − x̄) y / Σ (x − x̄)². */
export function leastSquaresSlope(x: ArrayLike<number>, y: ArrayLike<number>): number {
  let centre = 0;
  for (let i = 0; i < x.length; i++) centre += x[i] / x.length;
  let products = 0;
  let squares = 0;
  for (let i = 0; i < x.length; i++) {
    products += (x[i] - centre) * y[i];
    squares += (x[i] - centre) * (x[i] - centre);
  }
  return products / squares;
}
