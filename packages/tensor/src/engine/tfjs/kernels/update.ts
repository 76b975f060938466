import type { AdamAttributes, MomentumAttributes, SgdAttributes } from '../../../operations/update.ts';
import type { Tfjs, TfjsTensor } from '../tfjs.ts';
import type { TfjsKernel } from '../tfjs-kernel.ts';

/** gradient·scale + weightDecay·p. */
function decayed(
  tf: Tfjs,
  parameter: TfjsTensor,
  gradient: TfjsTensor,
  scale: TfjsTensor | undefined,
  weightDecay: number,
): TfjsTensor {
  const scaled = scale === undefined ? gradient : tf.mul(gradient, scale);
  return weightDecay === 0 ? scaled : tf.add(scaled, tf.mul(parameter, weightDecay));
}

/** The numbers of `hyper`, as scalars. */
function scalars(tf: Tfjs, hyper: TfjsTensor): TfjsTensor[] {
  return Array.from({ length: hyper.shape[0] }, (_, i) => tf.reshape(tf.slice(hyper, [i], [1]), []));
}

const sgd: TfjsKernel<SgdAttributes> = (tf, { attributes }, [parameter, gradient, hyper, scale]) => {
  const [rate] = scalars(tf, hyper);
  const g = decayed(tf, parameter, gradient, scale, attributes.weightDecay);
  return [tf.sub(parameter, tf.mul(g, rate))];
};

const momentum: TfjsKernel<MomentumAttributes> = (
  tf,
  node,
  [parameter, gradient, hyper, velocity, scale],
) => {
  const { momentum: factor, nesterov, weightDecay } = node.attributes;
  const [rate] = scalars(tf, hyper);
  const g = decayed(tf, parameter, gradient, scale, weightDecay);
  const v = tf.add(tf.mul(velocity, factor), g);
  const step = nesterov ? tf.add(g, tf.mul(v, factor)) : v;
  return [tf.sub(parameter, tf.mul(step, rate)), v];
};

const adam: TfjsKernel<AdamAttributes> = (tf, node, [parameter, gradient, hyper, m, v, scale]) => {
  const { beta1, beta2, epsilon, weightDecay, decoupled } = node.attributes;
  const [rate, c1, c2] = scalars(tf, hyper);
  const g = decayed(tf, parameter, gradient, scale, decoupled ? 0 : weightDecay);
  const first = tf.add(tf.mul(m, beta1), tf.mul(g, 1 - beta1));
  const second = tf.add(tf.mul(v, beta2), tf.mul(tf.square(g), 1 - beta2));
  const shrunk =
    decoupled && weightDecay !== 0 ? tf.mul(parameter, tf.sub(1, tf.mul(rate, weightDecay))) : parameter;
  const divisor = tf.add(tf.sqrt(tf.mul(second, c2)), epsilon);
  return [tf.sub(shrunk, tf.div(tf.mul(first, tf.mul(rate, c1)), divisor)), first, second];
};

const globalNorm: TfjsKernel = (tf, _, gradients) => {
  const squares = gradients.map((gradient) => tf.sum(tf.square(gradient)));
  return [tf.sqrt(squares.reduce((total, square) => tf.add(total, square)))];
};

export const updateKernels: Readonly<Record<string, TfjsKernel>> = { sgd, momentum, adam, globalNorm };
