// Sums, means and maxima over axes.
import { InvalidArgumentError } from '@collapse-lab/math';
import { requireAxis, requireFloats } from '../graph/check.ts';
import { apply } from '../graph/graph.ts';
import type { Operation } from '../graph/operation.ts';
import { type Shape, shapeText } from '../graph/shape.ts';
import type { Tensor } from '../graph/tensor.ts';
import type { NoAttributes } from './elementwise.ts';

export interface ReductionAttributes {
  /** Axes that vanish, ascending, each in [0, rank). */
  readonly axes: readonly number[];
  /** Whether they stay with size 1. */
  readonly keepDimensions: boolean;
}

function checkAxes(name: string, shape: Shape, axes: readonly number[]): void {
  const inside = (axis: number) => Number.isInteger(axis) && axis >= 0 && axis < shape.length;
  if (axes.every((axis, i) => inside(axis) && (i === 0 || axes[i - 1] < axis))) return;
  throw new InvalidArgumentError({
    argument: `${name}.axes`,
    got: axes,
    expected: `distinct axes of ${shapeText(shape)}, each in [${-shape.length}, ${shape.length})`,
  });
}

/** The shape that is left. */
export function reducedShape(shape: Shape, { axes, keepDimensions }: ReductionAttributes): Shape {
  if (keepDimensions) return shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  return shape.filter((_, axis) => !axes.includes(axis));
}

function reduction(name: string): Operation<ReductionAttributes> {
  return {
    name,
    infer([x], attributes) {
      requireFloats(name, { x });
      checkAxes(name, x.shape, attributes.axes);
      return [{ shape: reducedShape(x.shape, attributes), dtype: 'f32' }];
    },
  };
}

/** (x) → sum over axes. */
export const sumOperation: Operation<ReductionAttributes> = reduction('sum');
/** (x) → mean over axes. */
export const meanOperation: Operation<ReductionAttributes> = reduction('mean');
/** (x) → largest element over axes; its gradient is shared evenly among equal largest ones. */
export const maxOperation: Operation<ReductionAttributes> = reduction('max');

/** (x [..., v]) → i32 [...]: index of the largest element of the last axis, the first among equal ones. */
export const argmaxOperation: Operation<NoAttributes> = {
  name: 'argmax',
  infer([x]) {
    requireFloats('argmax', { x });
    requireAxis('argmax', 'x', x);
    return [{ shape: x.shape.slice(0, -1), dtype: 'i32' }];
  },
};

export interface ReductionOptions {
  /** Axes to reduce, negative ones counted from the end; all when left out. */
  readonly axes?: readonly number[];
  /** Whether they stay with size 1; false when left out. */
  readonly keepDimensions?: boolean;
}

function reduce(operation: Operation<ReductionAttributes>, x: Tensor, options: ReductionOptions): Tensor {
  const rank = x.shape.length;
  const { axes = x.shape.map((_, axis) => axis), keepDimensions = false } = options;
  const ascending = axes.map((axis) => (axis < 0 ? axis + rank : axis)).sort((a, b) => a - b);
  return apply(operation, [x], { axes: ascending, keepDimensions })[0];
}

/** Sum over axes, over all when none are given. */
export function sum(x: Tensor, options: ReductionOptions = {}): Tensor {
  return reduce(sumOperation, x, options);
}

/** Mean over axes, over all when none are given. */
export function mean(x: Tensor, options: ReductionOptions = {}): Tensor {
  return reduce(meanOperation, x, options);
}

/** Largest element over axes, over all when none are given. */
export function max(x: Tensor, options: ReductionOptions = {}): Tensor {
  return reduce(maxOperation, x, options);
}

/** Index of the largest element of the last axis, i32 [...]; the first among equal ones. No gradient passes. */
export function argmax(x: Tensor): Tensor {
  return apply(argmaxOperation, [x], {})[0];
}
