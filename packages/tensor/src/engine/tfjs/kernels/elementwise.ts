import type { AffineAttributes, BinaryName, UnaryName } from '../../../operations/elementwise.ts';
import type { Tfjs, TfjsTensor } from '../tfjs.ts';
import type { TfjsKernel } from '../tfjs-kernel.ts';

type Binary = (tf: Tfjs, a: TfjsTensor, b: TfjsTensor) => TfjsTensor;
type Unary = (tf: Tfjs, x: TfjsTensor) => TfjsTensor;

const binaries: Readonly<Record<BinaryName, Binary>> = {
  add: (tf, a, b) => tf.add(a, b),
  subtract: (tf, a, b) => tf.sub(a, b),
  multiply: (tf, a, b) => tf.mul(a, b),
  divide: (tf, a, b) => tf.div(a, b),
  maximum: (tf, a, b) => tf.maximum(a, b),
  greaterEqual: (tf, a, b) => tf.cast(tf.greaterEqual(a, b), 'float32'),
};

const unaries: Readonly<Record<UnaryName, Unary>> = {
  negate: (tf, x) => tf.neg(x),
  exp: (tf, x) => tf.exp(x),
  log: (tf, x) => tf.log(x),
  sqrt: (tf, x) => tf.sqrt(x),
  square: (tf, x) => tf.square(x),
  reciprocal: (tf, x) => tf.reciprocal(x),
  abs: (tf, x) => tf.abs(x),
  sign: (tf, x) => tf.sign(x),
};

const affine: TfjsKernel<AffineAttributes> = (tf, { attributes: { scale, shift } }, [x]) => {
  const scaled = scale === 1 ? x : tf.mul(x, scale);
  return [shift === 0 ? tf.clone(scaled) : tf.add(scaled, shift)];
};

function mapValues<A, B>(record: Readonly<Record<string, A>>, map: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}

export const elementwiseKernels: Readonly<Record<string, TfjsKernel>> = {
  ...mapValues(
    binaries,
    (combine): TfjsKernel =>
      (tf, _, [a, b]) => [combine(tf, a, b)],
  ),
  ...mapValues(
    unaries,
    (map): TfjsKernel =>
      (tf, _, [x]) => [map(tf, x)],
  ),
  affine,
};
