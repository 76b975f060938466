// Gradients are scattered, not multiplied by one-hot matrices: `tf.scatterND` adds where an index comes twice, and every backend
// has it, unlike `tf.unsortedSegmentSum`.
import type { SizeAttributes } from '../../../operations/embedding.ts';
import type { Tfjs, TfjsTensor } from '../tfjs.ts';
import type { TfjsKernel } from '../tfjs-kernel.ts';

const embedding: TfjsKernel = (tf, { outputs: [y] }, [table, ids]) => [
  tf.reshape(tf.gather(table, tf.reshape(ids, [-1])), [...y.shape]),
];

const embeddingGradient: TfjsKernel<SizeAttributes> = (tf, { outputs: [table] }, [ids, dy]) => {
  const rows = tf.reshape(dy, [-1, table.shape[1]]);
  return [tf.scatterND(tf.reshape(ids, [-1, 1]), rows, [...table.shape])];
};

/** Pairs [row, id]. */
function places(tf: Tfjs, ids: TfjsTensor): TfjsTensor {
  const flat = tf.reshape(ids, [-1]);
  return tf.stack([tf.range(0, flat.shape[0], 1, 'int32'), flat], 1);
}

/** Values [ids] scattered to rows [ids, size], 0 elsewhere. */
function scatterRows(tf: Tfjs, values: TfjsTensor, ids: TfjsTensor, size: number): TfjsTensor {
  return tf.scatterND(places(tf, ids), values, [values.shape[0], size]);
}

/** A row per id: 1 at the id, 0 elsewhere; `tf.oneHot` refuses a size of 1. */
export function oneHot(tf: Tfjs, ids: TfjsTensor, size: number): TfjsTensor {
  const ones = tf.onesLike(tf.cast(tf.reshape(ids, [-1]), 'float32'));
  return scatterRows(tf, ones, ids, size);
}

const gatherLast: TfjsKernel = (tf, { inputs: [{ shape }], outputs: [y] }, [x, ids]) => {
  const rows = tf.reshape(x, [-1, shape[shape.length - 1]]);
  return [tf.reshape(tf.gatherND(rows, places(tf, ids)), [...y.shape])];
};

/** rows [n, v] at indices [n, k] of each. */
export function elementsAt(tf: Tfjs, rows: TfjsTensor, indices: TfjsTensor): TfjsTensor {
  const [n, k] = indices.shape;
  const numbers = tf.broadcastTo(tf.reshape(tf.range(0, n, 1, 'int32'), [n, 1]), [n, k]);
  const pairs = [numbers, indices].map((each) => tf.reshape(each, [-1]));
  return tf.gatherND(rows, tf.stack(pairs, 1));
}

const scatterLast: TfjsKernel<SizeAttributes> = (tf, { outputs: [y], attributes: { size } }, [dy, ids]) => [
  tf.reshape(scatterRows(tf, tf.reshape(dy, [-1]), ids, size), [...y.shape]),
];

export const embeddingKernels: Readonly<Record<string, TfjsKernel>> = {
  embedding,
  embeddingGradient,
  gatherLast,
  scatterLast,
};
