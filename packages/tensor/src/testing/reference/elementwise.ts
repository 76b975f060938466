import { exp, log } from '@collapse-lab/math';
import { broadcastStrides, elementCount, type Shape } from '../../graph/shape.ts';
import type { AffineAttributes } from '../../operations/elementwise.ts';
import type { ReferenceKernel, Values } from './kernel.ts';

/** The element of a tensor of `shape` that broadcasting puts at row-major position `at` of `target`. */
export function broadcastIndex(shape: Shape, target: Shape, at: number): number {
  const strides = broadcastStrides(shape, target);
  let index = 0;
  let rest = at;
  for (let axis = target.length - 1; axis >= 0; axis--) {
    index += (rest % target[axis]) * strides[axis];
    rest = Math.floor(rest / target[axis]);
  }
  return index;
}

function binary(combine: (a: number, b: number) => number): ReferenceKernel {
  return ({ inputs: [a, b], outputs: [{ shape }] }, [left, right]) => [
    Float64Array.from({ length: elementCount(shape) }, (_, i) =>
      combine(left[broadcastIndex(a.shape, shape, i)], right[broadcastIndex(b.shape, shape, i)]),
    ),
  ];
}

function unary(map: (x: number) => number): ReferenceKernel {
  return (_, [x]) => [x.map(map)];
}

const affine: ReferenceKernel<AffineAttributes> = (
  { attributes: { scale, shift } },
  [x]: readonly Values[],
) => [x.map((value) => scale * value + shift)];

export const elementwiseKernels: Readonly<Record<string, ReferenceKernel>> = {
  add: binary((a, b) => a + b),
  subtract: binary((a, b) => a - b),
  multiply: binary((a, b) => a * b),
  divide: binary((a, b) => a / b),
  maximum: binary((a, b) => (a >= b ? a : b)),
  greaterEqual: binary((a, b) => (a >= b ? 1 : 0)),
  negate: unary((x) => -x),
  exp: unary(exp),
  log: unary(log),
  sqrt: unary(Math.sqrt),
  square: unary((x) => x * x),
  reciprocal: unary((x) => 1 / x),
  abs: unary(Math.abs),
  sign: unary(Math.sign),
  affine,
};
