import { elementCount, type Shape, stridesOf } from '../../graph/shape.ts';
import type {
  ConcatAttributes,
  PadAttributes,
  SliceAttributes,
  TransposeAttributes,
} from '../../operations/shape.ts';
import { broadcastIndex } from './elementwise.ts';
import type { ReferenceKernel, Values } from './kernel.ts';

/** Index per axis of a row-major position. */
function coordinates(shape: Shape, at: number): number[] {
  return stridesOf(shape).map((stride, axis) => Math.floor(at / stride) % shape[axis]);
}

/** Row-major position of an index per axis. */
function position(shape: Shape, index: readonly number[]): number {
  return stridesOf(shape).reduce((sum, stride, axis) => sum + stride * index[axis], 0);
}

/** Writes every element of a tensor of `from` to the place in one of `to` that `move` says. */
function moveInto(
  target: Values,
  to: Shape,
  values: Values,
  from: Shape,
  move: (index: number[]) => number[],
): Values {
  values.forEach((value, i) => {
    target[position(to, move(coordinates(from, i)))] = value;
  });
  return target;
}

const copy: ReferenceKernel = (_, [x]) => [x.slice()];

const transpose: ReferenceKernel<TransposeAttributes> = (node, [values]) => {
  const {
    inputs: [x],
    outputs: [y],
    attributes: { permutation },
  } = node;
  const move = (index: number[]) => permutation.map((axis) => index[axis]);
  return [moveInto(new Float64Array(values.length), y.shape, values, x.shape, move)];
};

const slice: ReferenceKernel<SliceAttributes> = (
  { inputs: [x], outputs: [y], attributes: { begin } },
  [values],
) => [
  Float64Array.from(
    { length: elementCount(y.shape) },
    (_, i) =>
      values[
        position(
          x.shape,
          coordinates(y.shape, i).map((at, axis) => at + begin[axis]),
        )
      ],
  ),
];

const pad: ReferenceKernel<PadAttributes> = (
  { inputs: [x], outputs: [y], attributes: { before } },
  [values],
) => [
  moveInto(new Float64Array(elementCount(y.shape)), y.shape, values, x.shape, (index) =>
    index.map((at, axis) => at + before[axis]),
  ),
];

const concat: ReferenceKernel<ConcatAttributes> = ({ inputs, outputs: [y], attributes: { axis } }, parts) => {
  const values = new Float64Array(elementCount(y.shape));
  let start = 0;
  inputs.forEach(({ shape }, i) => {
    const shift = start;
    const move = (index: number[]) => index.map((at, a) => (a === axis ? at + shift : at));
    moveInto(values, y.shape, parts[i], shape, move);
    start += shape[axis];
  });
  return [values];
};

const broadcastTo: ReferenceKernel = ({ inputs: [x], outputs: [y] }, [values]) => [
  Float64Array.from({ length: elementCount(y.shape) }, (_, i) => values[broadcastIndex(x.shape, y.shape, i)]),
];

export const shapeKernels: Readonly<Record<string, ReferenceKernel>> = {
  reshape: copy,
  stopGradient: copy,
  transpose,
  slice,
  pad,
  concat,
  broadcastTo,
};
