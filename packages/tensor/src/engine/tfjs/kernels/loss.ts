import type { DivisorAttributes } from '../../../operations/loss.ts';
import type { TfjsKernel } from '../tfjs-kernel.ts';
import { softplusOf } from './activation.ts';
import { oneHot } from './embedding.ts';

/** Weights are 0 throughout where the mask is, and so is the loss. */
const softmaxCrossEntropy: TfjsKernel = (tf, { inputs }, [logits, targets, mask]) => {
  const v = inputs[0].shape[inputs[0].shape.length - 1];
  const rows = tf.reshape(logits, [-1, v]);
  const weight = mask === undefined ? tf.onesLike(tf.sum(rows, [1])) : tf.reshape(mask, [-1]);
  const weights = tf.reshape(tf.divNoNan(weight, tf.sum(weight)), [-1, 1]);
  const chosen = oneHot(tf, targets, v);
  const logs = tf.logSoftmax(rows);
  const loss = tf.neg(tf.sum(tf.mul(tf.sum(tf.mul(logs, chosen), [1], true), weights)));
  const dlogits = tf.mul(tf.sub(tf.exp(logs), chosen), weights);
  return [loss, tf.reshape(dlogits, [...inputs[0].shape])];
};

const bceWithLogits: TfjsKernel<DivisorAttributes> = (tf, { attributes: { divisor } }, [logits, targets]) => {
  const losses = tf.sub(softplusOf(tf, logits), tf.mul(logits, targets));
  return [tf.div(tf.sum(losses), divisor), tf.div(tf.sub(tf.sigmoid(logits), targets), divisor)];
};

const squaredError: TfjsKernel<DivisorAttributes> = (tf, { attributes: { divisor } }, [x, target]) => {
  const difference = tf.sub(x, target);
  return [tf.div(tf.sum(tf.square(difference)), 2 * divisor), tf.div(difference, divisor)];
};

const gaussianKl: TfjsKernel<DivisorAttributes> = (tf, { attributes: { divisor } }, [mean, logVariance]) => {
  const excess = tf.sub(tf.exp(logVariance), 1);
  const terms = tf.add(tf.sub(excess, logVariance), tf.square(mean));
  return [tf.div(tf.sum(terms), 2 * divisor), tf.div(mean, divisor), tf.div(excess, 2 * divisor)];
};

export const lossKernels: Readonly<Record<string, TfjsKernel>> = {
  softmaxCrossEntropy,
  bceWithLogits,
  squaredError,
  gaussianKl,
};
