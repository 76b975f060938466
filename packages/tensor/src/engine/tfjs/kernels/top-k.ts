import type { TopKAttributes } from '../../../operations/top-k.ts';
import type { Tfjs, TfjsTensor } from '../tfjs.ts';
import type { TfjsKernel } from '../tfjs-kernel.ts';
import { elementsAt } from './embedding.ts';

const largestFloat = 3.4028234663852886e38;

/**
 * Infinities as the largest numbers, NaN as the smallest: backends order by differences, and the difference of two
 * infinities is NaN.
 */
function finite(tf: Tfjs, x: TfjsTensor): TfjsTensor {
  const least = tf.mul(tf.onesLike(x), -largestFloat);
  return tf.neg(tf.maximum(tf.neg(tf.where(tf.greaterEqual(x, least), x, least)), -largestFloat));
}

const topK: TfjsKernel<TopKAttributes> = (
  tf,
  { inputs: [{ shape }], outputs: [values], attributes: { k } },
  [x],
) => {
  const rows = tf.reshape(x, [-1, shape[shape.length - 1]]);
  const { indices } = tf.topk(finite(tf, rows), k);
  return [elementsAt(tf, rows, indices), indices].map((each) => tf.reshape(each, [...values.shape]));
};

export const topKKernels: Readonly<Record<string, TfjsKernel>> = { topK };
