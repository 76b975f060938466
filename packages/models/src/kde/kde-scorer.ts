/**
 * Log densities of kernel density estimates, one after another, at the same places. Where an estimate has the points of
 * the one before and more after them, and the same kernel, only the new ones are added: a pool that grows by n points
 * costs n kernels per place and generation, not all of the pool.
 *
 * What may be reused is found by comparing the points themselves with a copy of those that were added, never by the
 * identity of an object; and kernel sums are folds over the points (kernel-sums.ts). So the scores are bit for bit those
 * of a scorer that has seen nothing before: after a resumed run, or for models of many lineages in any order.
 */
import type { Points } from '../data/data.ts';
import { GrowingData } from '../data/growing-data.ts';
import { pointsOf } from '../data/make-data.ts';
import type { KdeModel } from './kde-model.ts';
import { KernelSums } from './kernel-sums.ts';

export interface KdeScorer {
  /** n log densities at the places. */
  logDensities(model: KdeModel): Float64Array;
  /** How many points the last call added: all points of the model, or its new ones. */
  readonly added: number;
}

/** @param places must not be written to as long as the scorer is used. */
export function createKdeScorer(places: Points): KdeScorer {
  let sums: KernelSums | undefined;
  let factor = new Float64Array();
  let seen = new GrowingData({ kind: 'points', d: places.d });
  let added = 0;
  return {
    get added() {
      return added;
    },
    logDensities(model) {
      const { d, points } = model;
      const before = seen.view().values as Float64Array;
      if (sums === undefined || !sameNumbers(factor, model.factor) || !startsWith(points, before)) {
        factor = model.factor.slice();
        sums = new KernelSums(places, factor);
        seen = new GrowingData({ kind: 'points', d });
      }
      const from = seen.n;
      const n = points.length / d;
      sums.add(points, from, n);
      seen.append(pointsOf(points.subarray(from * d), d));
      added = n - from;
      return sums.logDensities();
    },
  };
}

function sameNumbers(a: Float64Array, b: Float64Array): boolean {
  return a.length === b.length && startsWith(a, b);
}

/** By value: 0 and −0 are one place, and NaN is no place at all. */
function startsWith(values: Float64Array, start: Float64Array): boolean {
  if (start.length > values.length) return false;
  for (let i = 0; i < start.length; i++) if (values[i] !== start[i]) return false;
  return true;
}
