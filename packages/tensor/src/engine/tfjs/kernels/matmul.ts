import type { MatmulAttributes } from '../../../operations/matmul.ts';
import type { Tfjs, TfjsTensor } from '../tfjs.ts';
import type { TfjsKernel } from '../tfjs-kernel.ts';
import { activated } from './activation.ts';

/** op(a)·op(b): where b is one matrix, the leading axes of a are rows of one product. */
function product(tf: Tfjs, a: TfjsTensor, b: TfjsTensor, attributes: MatmulAttributes): TfjsTensor {
  const { transposeA, transposeB } = attributes;
  if (b.shape.length > 2 || a.shape.length === 2) return tf.matMul(a, b, transposeA, transposeB);
  const width = a.shape[a.shape.length - 1];
  return tf.matMul(tf.reshape(a, [-1, width]), b, false, transposeB);
}

const matmul: TfjsKernel<MatmulAttributes> = (tf, { outputs: [y], attributes }, [a, b, bias]) => {
  const { alpha, activation } = attributes;
  const plain = product(tf, a, b, attributes);
  const scaled = alpha === 1 ? plain : tf.mul(plain, alpha);
  const shifted = bias === undefined ? scaled : tf.add(scaled, bias);
  return [tf.reshape(activated(tf, shifted, activation), [...y.shape])];
};

export const matmulKernels: Readonly<Record<string, TfjsKernel>> = { matmul };
