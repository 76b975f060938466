// TensorFlow.js refuses to slice and pad scalars, which leaves them as they are.
import type {
  ConcatAttributes,
  PadAttributes,
  ShapeAttributes,
  SliceAttributes,
  TransposeAttributes,
} from '../../../operations/shape.ts';
import type { TfjsKernel } from '../tfjs-kernel.ts';

const reshape: TfjsKernel<ShapeAttributes> = (tf, { attributes: { shape } }, [x]) => [
  tf.reshape(x, [...shape]),
];

const stopGradient: TfjsKernel = (tf, _, [x]) => [tf.clone(x)];

const transpose: TfjsKernel<TransposeAttributes> = (tf, { attributes: { permutation } }, [x]) => [
  tf.transpose(x, [...permutation]),
];

const slice: TfjsKernel<SliceAttributes> = (tf, { attributes: { begin, size } }, [x]) => [
  begin.length === 0 ? tf.clone(x) : tf.slice(x, [...begin], [...size]),
];

const pad: TfjsKernel<PadAttributes> = (tf, { attributes: { before, after } }, [x]) => [
  before.length === 0
    ? tf.clone(x)
    : tf.pad(
        x,
        before.map((count, axis): [number, number] => [count, after[axis]]),
      ),
];

const concat: TfjsKernel<ConcatAttributes> = (tf, { attributes: { axis } }, parts) => [
  tf.concat([...parts], axis),
];

const broadcastTo: TfjsKernel<ShapeAttributes> = (tf, { attributes: { shape } }, [x]) => [
  tf.broadcastTo(x, [...shape]),
];

export const shapeKernels: Readonly<Record<string, TfjsKernel>> = {
  reshape,
  stopGradient,
  transpose,
  slice,
  pad,
  concat,
  broadcastTo,
};
