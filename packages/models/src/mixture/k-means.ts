/**
 * k-means: seeds by greedy k-means++ (Arthur & Vassilvitskii 2007: each further seed is drawn with probability
 * proportional to the squared distance to the nearest seed; the best of 2 + ⌊log k⌋ candidates is taken), then Lloyd's
 * iterations. It stops as scikit-learn's does: labels unchanged, or centres moved by less than 10⁻⁴ of the mean
 * variance of a coordinate (squared, in all), or 300 iterations. Ties go to the first centre.
 *
 * Plain Lloyd: in few dimensions with few centres a pass costs a few nanoseconds a point, less than the bookkeeping of
 * bounds (Elkan, Hamerly) would.
 */
import { log, type Stream, uniformInteger } from '@collapse-lab/math';
import type { Points } from '../data/data.ts';
import { clusterSpaceOfKernel } from './cluster-kernel.ts';

const relativeTolerance = 1e-4;
const mostIterations = 300;

export interface Clustering {
  /** k × d. */
  readonly centres: Float64Array;
  /** n: the nearest centre of each point. */
  readonly labels: Uint32Array;
  readonly iterations: number;
}

/** The memory of a clustering, to be used again for as many points. */
export interface ClusteringSpace {
  /** Does the passes over the points where it is there. */
  readonly passes?: ClusteringPasses;
  /** n each: squared distances to the nearest seed, now and with two candidates. */
  readonly distances: readonly [Float64Array, Float64Array, Float64Array];
  /** n. */
  readonly labels: Uint32Array;
  /** k × d. */
  readonly centres: Float64Array;
  /** k × d. */
  readonly sums: Float64Array;
  /** k. */
  readonly counts: Float64Array;
}

/** Passes over the points that work on the space they came with. */
export interface ClusteringPasses {
  /** See `assign`. */
  assign(): number;
  /** See `nearestTo`; both arrays are distances of the space. */
  nearestTo(index: number, nearest: Float64Array, out: Float64Array): number;
}

export function createClusteringSpace(n: number, d: number, k: number): ClusteringSpace {
  return {
    distances: [new Float64Array(n), new Float64Array(n), new Float64Array(n)],
    labels: new Uint32Array(n),
    centres: new Float64Array(k * d),
    sums: new Float64Array(k * d),
    counts: new Float64Array(k),
  };
}

/**
 * Clusters the points around k centres. Where fewer than k points are distinct, clusters stay empty.
 *
 * @param space where the result is kept, of the sizes n, d and k; overwritten.
 */
export function kMeans(
  points: Points,
  k: number,
  stream: Stream,
  space: ClusteringSpace = createClusteringSpace(points.n, points.d, k),
): Clustering {
  const kernel = points.d === 2 && k === 2 ? clusterSpaceOfKernel(points) : undefined;
  if (kernel === undefined) return cluster(points, k, stream, space);
  const { centres, labels, iterations } = cluster(points, k, stream, kernel);
  space.centres.set(centres);
  space.labels.set(labels);
  return { centres: space.centres, labels: space.labels, iterations };
}

function cluster(points: Points, k: number, stream: Stream, space: ClusteringSpace): Clustering {
  const { centres, labels } = space;
  seedCentres(points, k, stream, space);
  labels.fill(k);
  const tolerance = relativeTolerance * meanVariance(points);
  for (let iteration = 1; iteration <= mostIterations; iteration++) {
    const changed = assign(points, space);
    if (changed === 0) return { centres, labels, iterations: iteration };
    if (moveCentres(space) <= tolerance) {
      assign(points, space);
      return { centres, labels, iterations: iteration };
    }
  }
  return { centres, labels, iterations: mostIterations };
}

/** The mean over coordinates of their variances. */
function meanVariance({ n, d, values }: Points): number {
  let total = 0;
  for (let j = 0; j < d; j++) {
    let mean = 0;
    for (let at = j; at < values.length; at += d) mean += values[at] / n;
    for (let at = j; at < values.length; at += d) total += (values[at] - mean) * (values[at] - mean);
  }
  return total / (n * d);
}

/** Greedy k-means++. */
function seedCentres(points: Points, k: number, stream: Stream, space: ClusteringSpace): void {
  const { n, d, values } = points;
  const { centres } = space;
  const candidates = 2 + Math.floor(log(k));
  let [nearest, best, trial] = space.distances;
  nearest.fill(Infinity);
  for (let c = 0; c < k; c++) {
    let least = Infinity;
    let chosen = 0;
    const total = c === 0 ? 0 : sumOf(nearest);
    for (let candidate = 0; candidate < (c === 0 ? 1 : candidates); candidate++) {
      const index =
        total > 0 ? drawProportional(nearest, stream.uniform() * total) : uniformInteger(stream, n);
      const potential =
        space.passes?.nearestTo(index, nearest, trial) ?? nearestTo(points, index, nearest, trial);
      if (potential >= least) continue;
      least = potential;
      chosen = index;
      [best, trial] = [trial, best];
    }
    [nearest, best] = [best, nearest];
    for (let j = 0; j < d; j++) centres[c * d + j] = values[chosen * d + j];
  }
}

function sumOf(values: Float64Array): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total;
}

/** The first index whose cumulative weight exceeds `level`; never one of weight zero. */
function drawProportional(weights: Float64Array, level: number): number {
  let cumulative = 0;
  let last = 0;
  for (let i = 0; i < weights.length; i++) {
    if (weights[i] === 0) continue;
    cumulative += weights[i];
    last = i;
    if (cumulative > level) return i;
  }
  return last;
}

/** out_i = min(nearest_i, |x_i − x_index|²); returns their sum. */
function nearestTo(
  { n, d, values }: Points,
  index: number,
  nearest: Float64Array,
  out: Float64Array,
): number {
  let potential = 0;
  for (let i = 0; i < n; i++) {
    let squares = 0;
    for (let j = 0; j < d; j++) {
      const difference = values[i * d + j] - values[index * d + j];
      squares += difference * difference;
    }
    out[i] = Math.min(nearest[i], squares);
    potential += out[i];
  }
  return potential;
}

/** Labels each point with its nearest centre and adds the clusters up; returns how many labels changed. */
function assign(points: Points, space: ClusteringSpace): number {
  if (space.passes !== undefined) return space.passes.assign();
  space.sums.fill(0);
  space.counts.fill(0);
  return points.d === 2 && space.counts.length === 2
    ? assignPairPlane(points, space)
    : assignAny(points, space);
}

/** Two centres in the plane: no inner loop, and labels that are numbers instead of branches. */
function assignPairPlane({ n, values }: Points, { centres, labels, sums, counts }: ClusteringSpace): number {
  const [a0, a1, b0, b1] = centres;
  let changed = 0;
  let count = 0;
  let second0 = 0;
  let second1 = 0;
  let first0 = 0;
  let first1 = 0;
  for (let i = 0; i < n; i++) {
    const x = values[2 * i];
    const y = values[2 * i + 1];
    const toFirst = (x - a0) * (x - a0) + (y - a1) * (y - a1);
    const toSecond = (x - b0) * (x - b0) + (y - b1) * (y - b1);
    const label = toSecond < toFirst ? 1 : 0;
    changed += labels[i] === label ? 0 : 1;
    labels[i] = label;
    count += label;
    second0 += label * x;
    second1 += label * y;
    first0 += (1 - label) * x;
    first1 += (1 - label) * y;
  }
  counts[0] = n - count;
  counts[1] = count;
  sums[0] = first0;
  sums[1] = first1;
  sums[2] = second0;
  sums[3] = second1;
  return changed;
}

function assignAny({ n, d, values }: Points, space: ClusteringSpace): number {
  const { centres, labels, sums, counts } = space;
  const k = counts.length;
  let changed = 0;
  for (let i = 0; i < n; i++) {
    let least = Infinity;
    let label = 0;
    for (let c = 0; c < k; c++) {
      let squares = 0;
      for (let j = 0; j < d; j++) {
        const difference = values[i * d + j] - centres[c * d + j];
        squares += difference * difference;
      }
      if (squares < least) {
        least = squares;
        label = c;
      }
    }
    if (labels[i] !== label) changed++;
    labels[i] = label;
    counts[label]++;
    for (let j = 0; j < d; j++) sums[label * d + j] += values[i * d + j];
  }
  return changed;
}

/** Centres become means, an empty one stays; returns the squared length of all moves. */
function moveCentres({ centres, sums, counts }: ClusteringSpace): number {
  const k = counts.length;
  const d = centres.length / k;
  let moved = 0;
  for (let at = 0; at < centres.length; at++) {
    const count = counts[Math.floor(at / d)];
    if (count === 0) continue;
    const mean = sums[at] / count;
    moved += (mean - centres[at]) * (mean - centres[at]);
    centres[at] = mean;
  }
  return moved;
}
