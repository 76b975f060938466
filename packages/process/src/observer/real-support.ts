/**
 * Where real points lie, by a stated rule. A normal density is positive everywhere, so `support` means the region of
 * highest density that holds all but ε of p_0, where its density is known; else the box around the data, or around
 * 100,000 draws.
 */
import { multivariateNormalLogDensity, Stream } from '@collapse-lab/math';
import { mixture, type Points, type RealSource } from '@collapse-lab/models';
import { chiSquaredUpperQuantile } from './chi-squared-quantile.ts';

export interface RealSupport {
  readonly kind: 'density' | 'box';
  /** How many of the points lie outside. */
  countOutside(points: Points): number;
}

type Density = (points: Points) => Float64Array;

/** Draws from p_0 that a region is made from: its mass is then within a few percent of ε. */
const draws = 100_000;

/** Depends on p_0 and ε alone, so that all lineages are measured against the same region. */
export function realSupport(real: RealSource<Points>, epsilon: number): RealSupport {
  const density = densityOf(real);
  if (density === undefined) return boxAround(real.points ?? referencePoints(real, draws));
  const level = levelOf(real, density, epsilon);
  return { kind: 'density', countOutside: (points) => countBelow(density(points), level) };
}

/** log p_0 at the edge of its region of mass 1 − ε: exact for a normal p_0. */
function levelOf(real: RealSource<Points>, density: Density, epsilon: number): number {
  const { truth } = real;
  if (truth?.kind !== 'gaussian') return levelLeavingOut(epsilon, density(referencePoints(real, draws)));
  const peak = multivariateNormalLogDensity(truth.mean, truth.mean, truth.factor);
  return peak - chiSquaredUpperQuantile(epsilon, truth.d) / 2;
}

/** `count` points of p_0: of a data set, evenly spread over it; otherwise draws that are the same for every lineage. */
export function referencePoints(real: RealSource<Points>, count: number): Points {
  const { points } = real;
  if (points === undefined) return real.draw(count, Stream.fromPath(['support', real.identity]));
  const n = Math.min(count, points.n);
  const { d } = points;
  const values = new Float64Array(n * d);
  for (let i = 0; i < n; i++) {
    const from = Math.floor((i * points.n) / n) * d;
    values.set(points.values.subarray(from, from + d), i * d);
  }
  return { kind: 'points', n, d, values };
}

/** log p_0; undefined where it is not known. */
function densityOf({ truth, shape }: RealSource<Points>): Density | undefined {
  if (truth?.kind !== 'gaussian' && truth?.kind !== 'gaussian-mixture') return undefined;
  const resolved = mixture.resolve({ components: 1 });
  if ('problems' in resolved) return undefined;
  const family = mixture.create(resolved.options, shape);
  const model = family.fromTruth!(truth);
  return model === undefined ? undefined : (points) => family.logDensity!(model, points);
}

/** The value that a share ε of the values is below: an order statistic, because densities may be infinite. */
export function levelLeavingOut(epsilon: number, values: Float64Array): number {
  return values.slice().sort()[Math.floor(epsilon * values.length)];
}

/** How many are not at or above the level; NaN, the density off a singular model in some directions, is below. */
export function countBelow(values: Float64Array, level: number): number {
  let count = 0;
  for (const value of values) if (!(value >= level)) count++;
  return count;
}

/** Closed: the outermost points lie in it. */
function boxAround({ n, d, values }: Points): RealSupport {
  const low = values.slice(0, d);
  const high = values.slice(0, d);
  for (let i = 0; i < n * d; i++) {
    const j = i % d;
    low[j] = Math.min(low[j], values[i]);
    high[j] = Math.max(high[j], values[i]);
  }
  const isOutside = (points: Points, i: number): boolean => {
    for (let j = 0; j < d; j++) {
      const x = points.values[i * d + j];
      if (!(x >= low[j] && x <= high[j])) return true;
    }
    return false;
  };
  return {
    kind: 'box',
    countOutside: (points) => {
      let count = 0;
      for (let i = 0; i < points.n; i++) if (isOutside(points, i)) count++;
      return count;
    },
  };
}
