/**
 * The manifold of a set of points as Kynkäänniemi et al. (2019, Improved Precision and Recall Metric) estimate it: the
 * union of balls around the points, each of which reaches to the k-th nearest other point. Precision is the share of
 * generated points on the manifold of real ones, recall that of real points on the manifold of generated ones. Exact:
 * all pairs are compared, O(n² d).
 */
import { InvalidArgumentError } from '../error.ts';
import { checkDimension } from '../linear/check.ts';

export interface NeighbourManifold {
  readonly d: number;
  /** n × d, row-major. */
  readonly points: Float64Array;
  /** n: squared distance of each point to its k-th nearest other point. */
  readonly squaredRadii: Float64Array;
}

/**
 * @param points n × d, row-major; n > k
 * @param k ≥ 1; the paper takes 3
 */
export function neighbourManifold(points: Float64Array, d: number, k: number): NeighbourManifold {
  checkDimension(d);
  checkDimension(k, 'k');
  const n = points.length / d;
  if (!(Number.isInteger(n) && n > k))
    throw new InvalidArgumentError({
      argument: 'points',
      got: `${points.length} numbers`,
      expected: `n × d of them with d = ${d} and n > k = ${k}`,
    });
  const nearest = new Float64Array(n * k).fill(Infinity);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < i; j++) {
      const distance = squaredDistance(points, i, points, j, d);
      insert(nearest, i * k, k, distance);
      insert(nearest, j * k, k, distance);
    }
  const squaredRadii = Float64Array.from({ length: n }, (_, i) => nearest[i * k + k - 1]);
  return { d, points, squaredRadii };
}

/** The share of the points (n × d, n ≥ 1) that lie on the manifold, in at least one ball; balls are closed. */
export function shareOn(
  { d, points: centres, squaredRadii }: NeighbourManifold,
  points: Float64Array,
): number {
  const n = points.length / d;
  if (!(Number.isInteger(n) && n >= 1))
    throw new InvalidArgumentError({
      argument: 'points',
      got: `${points.length} numbers`,
      expected: `n × d of them with d = ${d} and n ≥ 1`,
    });
  let inside = 0;
  for (let i = 0; i < n; i++) {
    let j = 0;
    while (j < squaredRadii.length && squaredDistance(points, i, centres, j, d) > squaredRadii[j]) j++;
    if (j < squaredRadii.length) inside++;
  }
  return inside / n;
}

function squaredDistance(a: Float64Array, i: number, b: Float64Array, j: number, d: number): number {
  let total = 0;
  for (let c = 0; c < d; c++) {
    const difference = a[i * d + c] - b[j * d + c];
    total += difference * difference;
  }
  return total;
}

/** Keeps the k smallest numbers from `start` on, ascending. */
function insert(smallest: Float64Array, start: number, k: number, value: number): void {
  let place = start + k - 1;
  if (!(value < smallest[place])) return;
  for (; place > start && smallest[place - 1] > value; place--) smallest[place] = smallest[place - 1];
  smallest[place] = value;
}
