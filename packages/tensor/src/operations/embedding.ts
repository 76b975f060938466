// Rows of a table chosen by integer ids, and elements of a last axis chosen by ids.
import {
  requireAxis,
  requireFloats,
  requireInteger,
  requireRank,
  requireShape,
  requireType,
} from '../graph/check.ts';
import { apply } from '../graph/graph.ts';
import type { Operation } from '../graph/operation.ts';
import type { Tensor } from '../graph/tensor.ts';
import type { NoAttributes } from './elementwise.ts';

export interface SizeAttributes {
  /** Rows of the table, or size of the last axis: ids are in [0, size). */
  readonly size: number;
}

/** (table [v, d], ids i32 [...]) → [..., d]. */
export const embeddingOperation: Operation<NoAttributes> = {
  name: 'embedding',
  infer([table, ids]) {
    requireFloats('embedding', { table });
    requireType('embedding', 'ids', ids, 'i32');
    requireRank('embedding', 'table', table, '[v, d]');
    return [{ shape: [...ids.shape, table.shape[1]], dtype: 'f32' }];
  },
};

/** (ids i32 [...], dy [..., d]) → gradient of the table [size, d]; rows of dy with the same id are added in their order. */
export const embeddingGradientOperation: Operation<SizeAttributes> = {
  name: 'embeddingGradient',
  infer([ids, dy], { size }) {
    requireType('embeddingGradient', 'ids', ids, 'i32');
    requireFloats('embeddingGradient', { dy });
    requireInteger('embeddingGradient.size', size, 1);
    const d = dy.shape[dy.shape.length - 1];
    requireShape('embeddingGradient', 'dy', dy, [...ids.shape, d], 'one row per id');
    return [{ shape: [size, d], dtype: 'f32' }];
  },
};

/** (x [..., v], ids i32 [...]) → x[..., id], [...]. */
export const gatherLastOperation: Operation<NoAttributes> = {
  name: 'gatherLast',
  infer([x, ids]) {
    requireFloats('gatherLast', { x });
    requireType('gatherLast', 'ids', ids, 'i32');
    requireAxis('gatherLast', 'x', x);
    requireShape('gatherLast', 'ids', ids, x.shape.slice(0, -1), 'that of x without its last axis');
    return [{ shape: ids.shape, dtype: 'f32' }];
  },
};

/** (dy [...], ids i32 [...]) → [..., size]: dy at the id, 0 elsewhere. */
export const scatterLastOperation: Operation<SizeAttributes> = {
  name: 'scatterLast',
  infer([dy, ids], { size }) {
    requireFloats('scatterLast', { dy });
    requireType('scatterLast', 'ids', ids, 'i32');
    requireInteger('scatterLast.size', size, 1);
    requireShape('scatterLast', 'ids', ids, dy.shape, 'that of dy');
    return [{ shape: [...dy.shape, size], dtype: 'f32' }];
  },
};

/**
 * Rows of a table.
 *
 * @param table [v, d]
 * @param ids i32 [...], each in [0, v)
 * @returns [..., d]
 */
export function embedding(table: Tensor, ids: Tensor): Tensor {
  return apply(embeddingOperation, [table, ids], {})[0];
}

/** Gradient of the table [size, d] of `embedding`. */
export function embeddingGradient(ids: Tensor, dy: Tensor, size: number): Tensor {
  return apply(embeddingGradientOperation, [ids, dy], { size })[0];
}

/**
 * One element of every last axis.
 *
 * @param x [..., v]
 * @param ids i32 [...], each in [0, v)
 * @returns [...]
 */
export function gatherLast(x: Tensor, ids: Tensor): Tensor {
  return apply(gatherLastOperation, [x, ids], {})[0];
}

/** A new last axis of `size` elements: x at the id, 0 elsewhere. */
export function scatterLast(x: Tensor, ids: Tensor, size: number): Tensor {
  return apply(scatterLastOperation, [x, ids], { size })[0];
}
