import type { DropoutAttributes } from '../../../operations/random.ts';
import type { Tfjs, TfjsTensor } from '../tfjs.ts';
import type { TfjsKernel } from '../tfjs-kernel.ts';

/** 2³¹ */
const half = 2147483648;

const reparameterise: TfjsKernel = (tf, _, [mean, logVariance, noise]) => {
  const deviation = tf.exp(tf.mul(logVariance, 0.5));
  return [tf.add(mean, tf.mul(noise, deviation)), deviation];
};

/** Whether bits, read as unsigned, are ≥ the threshold in [0, 2³²): integers are signed here, negative ones are large. */
function reach(tf: Tfjs, bits: TfjsTensor, threshold: number): TfjsTensor {
  const large = tf.less(bits, tf.scalar(0, 'int32'));
  return threshold < half
    ? tf.logicalOr(large, tf.greaterEqual(bits, tf.scalar(threshold, 'int32')))
    : tf.logicalAnd(large, tf.greaterEqual(bits, tf.scalar(threshold - 2 * half, 'int32')));
}

const dropout: TfjsKernel<DropoutAttributes> = (tf, { attributes: { rate } }, [x, bits]) => {
  const kept = reach(tf, bits, Math.ceil(rate * 2 * half));
  return [tf.where(kept, tf.div(x, 1 - rate), tf.zerosLike(x))];
};

export const randomKernels: Readonly<Record<string, TfjsKernel>> = { reparameterise, dropout };
