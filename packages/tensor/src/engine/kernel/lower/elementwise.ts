import { broadcastStrides, elementCount } from '../../../graph/shape.ts';
import type { Node } from '../../../graph/tensor.ts';
import type { AffineAttributes } from '../../../operations/elementwise.ts';
import { at, instruction, real } from '../instruction.ts';
import type { KernelOperation } from '../kernel-operation.ts';
import { mergeAxes } from '../merge-axes.ts';

/** Numbers of the kinds in kernel/elementwise.h. */
const binaryKinds = { add: 0, subtract: 1, multiply: 2, divide: 3, maximum: 4, greaterEqual: 5 } as const;
const unaryKinds = { negate: 0, exp: 1, log: 2, sqrt: 3, square: 4, reciprocal: 5, abs: 6, sign: 7 } as const;

function binary(kind: number): KernelOperation {
  return {
    lower({ inputs: [a, b], outputs: [y] }: Node) {
      const sizes = y.shape;
      const strides = [broadcastStrides(a.shape, sizes), broadcastStrides(b.shape, sizes)];
      const walk = mergeAxes({ sizes, strides }, 1);
      const lists = [walk.sizes, ...walk.strides].flat();
      return [instruction('BINARY', kind, walk.sizes.length, at(y), at(a), at(b), ...lists)];
    },
    inPlace: [
      [0, 0],
      [0, 1],
    ],
  };
}

function unary(kind: number): KernelOperation {
  return {
    lower({ inputs: [x], outputs: [y] }: Node) {
      return [instruction('UNARY', kind, elementCount(y.shape), at(y), at(x))];
    },
    inPlace: [[0, 0]],
  };
}

const affine: KernelOperation = {
  lower({ inputs: [x], outputs: [y], attributes }) {
    const { scale, shift } = attributes as AffineAttributes;
    return [instruction('AFFINE', elementCount(y.shape), at(y), at(x), real(scale), real(shift))];
  },
  inPlace: [[0, 0]],
};

const table = (kinds: Readonly<Record<string, number>>, make: (kind: number) => KernelOperation) =>
  Object.fromEntries(Object.entries(kinds).map(([name, kind]) => [name, make(kind)]));

export const elementwise: Readonly<Record<string, KernelOperation>> = {
  ...table(binaryKinds, binary),
  ...table(unaryKinds, unary),
  affine,
};
