import type {
  ActivationAttributes,
  ActivationKind,
  FusedActivation,
} from '../../../operations/activation.ts';
import type { Tfjs, TfjsTensor } from '../tfjs.ts';
import type { TfjsKernel } from '../tfjs-kernel.ts';

/** √(2/π) */
const geluScale = 0.7978845608028654;
const geluCubic = 0.044715;

/** log(1 + eˣ) as max(x, 0) + log(1 + e^−|x|); `tf.softplus` cuts its tails off. */
export function softplusOf(tf: Tfjs, x: TfjsTensor): TfjsTensor {
  return tf.add(tf.relu(x), tf.log1p(tf.exp(tf.neg(tf.abs(x)))));
}

/** tanh(√(2/π)(x + 0.044715x³)). */
function geluInner(tf: Tfjs, x: TfjsTensor): TfjsTensor {
  const factor = tf.add(tf.mul(tf.square(x), geluScale * geluCubic), geluScale);
  return tf.tanh(tf.mul(x, factor));
}

type Map = (tf: Tfjs, x: TfjsTensor) => TfjsTensor;

const functions: Readonly<Record<ActivationKind, Map>> = {
  relu: (tf, x) => tf.relu(x),
  gelu: (tf, x) => tf.mul(tf.mul(x, 0.5), tf.add(geluInner(tf, x), 1)),
  silu: (tf, x) => tf.mul(x, tf.sigmoid(x)),
  sigmoid: (tf, x) => tf.sigmoid(x),
  tanh: (tf, x) => tf.tanh(x),
  softplus: softplusOf,
};

/** ½(1 + t) + ½x(1 − t²)√(2/π)(1 + 3·0.044715x²) with t = geluInner(x). */
function geluDerivative(tf: Tfjs, x: TfjsTensor): TfjsTensor {
  const t = geluInner(tf, x);
  const inner = tf.add(tf.mul(tf.square(x), 1.5 * geluScale * geluCubic), 0.5 * geluScale);
  const slope = tf.mul(tf.mul(x, tf.sub(1, tf.square(t))), inner);
  return tf.add(tf.add(tf.mul(t, 0.5), 0.5), slope);
}

function siluDerivative(tf: Tfjs, x: TfjsTensor): TfjsTensor {
  const s = tf.sigmoid(x);
  return tf.mul(s, tf.add(tf.mul(x, tf.sub(1, s)), 1));
}

/** Derivatives as functions of the saved value: the output for relu, sigmoid and tanh, else the input. */
const derivatives: Readonly<Record<ActivationKind, Map>> = {
  relu: (tf, y) => tf.cast(tf.greater(y, 0), 'float32'),
  gelu: geluDerivative,
  silu: siluDerivative,
  sigmoid: (tf, y) => tf.mul(y, tf.sub(1, y)),
  tanh: (tf, y) => tf.sub(1, tf.square(y)),
  softplus: (tf, x) => tf.sigmoid(x),
};

/** The value behind a fused activation. */
export function activated(tf: Tfjs, x: TfjsTensor, kind: FusedActivation): TfjsTensor {
  return kind === 'none' ? x : functions[kind](tf, x);
}

const activation: TfjsKernel<ActivationAttributes> = (tf, { attributes: { kind } }, [x]) => [
  functions[kind](tf, x),
];

const activationGradient: TfjsKernel<ActivationAttributes> = (tf, { attributes: { kind } }, [saved, dy]) => [
  tf.mul(dy, derivatives[kind](tf, saved)),
];

export const activationKernels: Readonly<Record<string, TfjsKernel>> = { activation, activationGradient };
