// Movements of elements are copies between strides. `reshape` and `stopGradient` are no work at all: the plan gives their
// output the memory of their input.
import { broadcastStrides, elementCount, type Shape, stridesOf } from '../../../graph/shape.ts';
import type { Node } from '../../../graph/tensor.ts';
import type {
  ConcatAttributes,
  PadAttributes,
  SliceAttributes,
  TransposeAttributes,
} from '../../../operations/shape.ts';
import { at, type Instruction, instruction, real, type TensorOperand } from '../instruction.ts';
import type { KernelOperation } from '../kernel-operation.ts';
import { mergeAxes } from '../merge-axes.ts';

/** Copies a block of `sizes` elements between two sets of strides. */
export function copy(
  to: TensorOperand,
  from: TensorOperand,
  sizes: Shape,
  stridesTo: readonly number[],
  stridesFrom: readonly number[],
): Instruction {
  const walk = mergeAxes({ sizes, strides: [stridesTo, stridesFrom] }, 2);
  // A block of one run or less has no stride of its own on the last axis.
  const last = walk.sizes.length - 1;
  const strides = walk.strides.map((list) =>
    list.map((step, axis) => (axis === last && walk.sizes[axis] === 1 ? 1 : step)),
  );
  return instruction('COPY', walk.sizes.length, to, from, ...walk.sizes, ...strides.flat());
}

const skipOf = (begin: readonly number[], strides: readonly number[]) =>
  begin.reduce((skip, index, axis) => skip + index * strides[axis], 0);

function lowerTranspose({ inputs: [x], outputs: [y], attributes }: Node) {
  const { permutation } = attributes as TransposeAttributes;
  const strides = stridesOf(x.shape);
  return [
    copy(
      at(y),
      at(x),
      y.shape,
      stridesOf(y.shape),
      permutation.map((axis) => strides[axis]),
    ),
  ];
}

function lowerSlice({ inputs: [x], outputs: [y], attributes }: Node) {
  const { begin } = attributes as SliceAttributes;
  const strides = stridesOf(x.shape);
  return [copy(at(y), at(x, skipOf(begin, strides)), y.shape, stridesOf(y.shape), strides)];
}

function lowerPad({ inputs: [x], outputs: [y], attributes }: Node) {
  const { before } = attributes as PadAttributes;
  const strides = stridesOf(y.shape);
  const zeros = instruction('FILL', elementCount(y.shape), at(y), real(0));
  return [zeros, copy(at(y, skipOf(before, strides)), at(x), x.shape, strides, stridesOf(x.shape))];
}

function lowerConcat({ inputs, outputs: [y], attributes }: Node) {
  const { axis } = attributes as ConcatAttributes;
  const strides = stridesOf(y.shape);
  let index = 0;
  return inputs.map((part) => {
    const block = copy(at(y, index * strides[axis]), at(part), part.shape, strides, stridesOf(part.shape));
    index += part.shape[axis];
    return block;
  });
}

export const shape: Readonly<Record<string, KernelOperation>> = {
  transpose: { lower: lowerTranspose },
  slice: { lower: lowerSlice },
  pad: { lower: lowerPad },
  concat: { lower: lowerConcat },
  broadcastTo: {
    lower({ inputs: [x], outputs: [y] }) {
      return [copy(at(y), at(x), y.shape, stridesOf(y.shape), broadcastStrides(x.shape, y.shape))];
    },
  },
  reshape: { lower: () => [] },
  stopGradient: { lower: () => [] },
};
