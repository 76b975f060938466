// The largest elements of every last axis.
import { InvalidArgumentError } from '@collapse-lab/math';
import { requireAxis, requireFloats } from '../graph/check.ts';
import { apply } from '../graph/graph.ts';
import type { Operation } from '../graph/operation.ts';
import { shapeText } from '../graph/shape.ts';
import type { Tensor } from '../graph/tensor.ts';

export interface TopKAttributes {
  readonly k: number;
}

/** (x [..., v]) → values [..., k], indices i32 [..., k]: the k largest elements, as `topK` orders them. */
export const topKOperation: Operation<TopKAttributes> = {
  name: 'topK',
  infer([x], { k }) {
    requireFloats('topK', { x });
    requireAxis('topK', 'x', x);
    const v = x.shape[x.shape.length - 1];
    if (!(Number.isSafeInteger(k) && k >= 1 && k <= v)) {
      const expected = `an integer in [1, ${v}], at most the last axis of x ${shapeText(x.shape)}`;
      throw new InvalidArgumentError({ argument: 'topK.k', got: k, expected });
    }
    const shape = [...x.shape.slice(0, -1), k];
    return [
      { shape, dtype: 'f32' },
      { shape, dtype: 'i32' },
    ];
  },
};

/**
 * The k largest elements of every last axis, the largest first; among equal ones the lower index first. NaN counts
 * as −∞.
 *
 * @param x [..., v]
 * @param k in [1, v]; fast where it is small, since every element is compared with the k-th largest so far
 * @returns values [..., k], and indices i32 [..., k] along the last axis of x
 * @throws InvalidArgumentError for a k out of its domain
 */
export function topK(x: Tensor, k: number): { readonly values: Tensor; readonly indices: Tensor } {
  const [values, indices] = apply(topKOperation, [x], { k });
  return { values, indices };
}
