import type { LayerNormAttributes } from '../../../operations/normalisation.ts';
import type { Tfjs, TfjsTensor } from '../tfjs.ts';
import type { TfjsKernel } from '../tfjs-kernel.ts';

/** Matrices whose rows are the last axis. */
function asRows(tf: Tfjs, x: TfjsTensor): TfjsTensor {
  return tf.reshape(x, [-1, x.shape[x.shape.length - 1]]);
}

const layerNorm: TfjsKernel<LayerNormAttributes> = (tf, node, [x, gain, bias]) => {
  const rows = asRows(tf, x);
  const mean = tf.mean(rows, [1], true);
  const centred = tf.sub(rows, mean);
  const variance = tf.mean(tf.square(centred), [1], true);
  const rstd = tf.reciprocal(tf.sqrt(tf.add(variance, node.attributes.epsilon)));
  const y = tf.add(tf.mul(tf.mul(centred, rstd), gain), bias);
  return [y, mean, rstd].map((value, i) => tf.reshape(value, [...node.outputs[i].shape]));
};

const layerNormGradient: TfjsKernel = (tf, { outputs }, [x, gain, mean, rstd, dy]) => {
  const columns = [mean, rstd].map((statistic) => tf.reshape(statistic, [-1, 1]));
  const normal = tf.mul(tf.sub(asRows(tf, x), columns[0]), columns[1]);
  const slopes = asRows(tf, dy);
  const inner = tf.mul(slopes, gain);
  const a = tf.mean(inner, [1], true);
  const b = tf.mean(tf.mul(inner, normal), [1], true);
  const dx = tf.mul(tf.sub(tf.sub(inner, a), tf.mul(normal, b)), columns[1]);
  return [tf.reshape(dx, [...outputs[0].shape]), tf.sum(tf.mul(slopes, normal), [0]), tf.sum(slopes, [0])];
};

const softmax: TfjsKernel = (tf, _, [x]) => [tf.softmax(x)];

const softmaxGradient: TfjsKernel = (tf, _, [y, dy]) => {
  const mean = tf.sum(tf.mul(y, dy), [-1], true);
  return [tf.mul(y, tf.sub(dy, mean))];
};

const logSoftmax: TfjsKernel = (tf, _, [x]) => [tf.logSoftmax(x)];

const logSoftmaxGradient: TfjsKernel = (tf, _, [y, dy]) => [
  tf.sub(dy, tf.mul(tf.exp(y), tf.sum(dy, [-1], true))),
];

export const normalisationKernels: Readonly<Record<string, TfjsKernel>> = {
  layerNorm,
  layerNormGradient,
  softmax,
  softmaxGradient,
  logSoftmax,
  logSoftmaxGradient,
};
