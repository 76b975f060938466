/** The passes of k-means over points in the plane, with two centres, by WebAssembly: see pair-kernel.ts. */
import type { Points } from '../data/data.ts';
import type { ClusteringSpace } from './k-means.ts';
import { doublesAt, pairKernel } from './pair-kernel.ts';

/** A space with the points in the kernel's memory, good until the next use of it; undefined where it is of no use. */
export function clusterSpaceOfKernel({ n, values }: Points): ClusteringSpace | undefined {
  // Pairs of points are worked on: odd numbers take room for one more.
  const room = n + (n % 2);
  const kernel = pairKernel(8 * 5 * room + 4 * n);
  if (kernel === undefined) return undefined;
  const { exports, address } = kernel;
  doublesAt(exports, address, 2 * n).set(values);
  const distancesAt = (i: number): Float64Array => doublesAt(exports, address + 8 * (2 + i) * room, n);
  const labels = new Uint32Array(exports.memory.buffer, address + 8 * 5 * room, n);
  const state = doublesAt(exports, exports.clusters(), 9);
  const space = {
    distances: [distancesAt(0), distancesAt(1), distancesAt(2)] as const,
    labels,
    centres: state.subarray(0, 4),
    sums: state.subarray(4, 8),
    counts: new Float64Array(2),
  };
  const assign = (): number => {
    const changed = exports.assign(address, n, labels.byteOffset);
    space.counts[0] = n - state[8];
    space.counts[1] = state[8];
    return changed;
  };
  const nearestTo = (index: number, nearest: Float64Array, out: Float64Array): number =>
    exports.nearestTo(address, n, index, nearest.byteOffset, out.byteOffset);
  return { ...space, passes: { assign, nearestTo } };
}
