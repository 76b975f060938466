// Operations that move elements without changing them.
import { InvalidArgumentError } from '@collapse-lab/math';
import { requireSizes } from '../graph/check.ts';
import { apply } from '../graph/graph.ts';
import type { Operation } from '../graph/operation.ts';
import { broadcastShapes, elementCount, type Shape, sameShape, shapeText } from '../graph/shape.ts';
import { ShapeError } from '../graph/shape-error.ts';
import type { Tensor, TensorType } from '../graph/tensor.ts';
import type { NoAttributes } from './elementwise.ts';

export interface ShapeAttributes {
  readonly shape: Shape;
}

export interface TransposeAttributes {
  /** Axis i of the output is axis permutation[i] of x. */
  readonly permutation: readonly number[];
}

export interface SliceAttributes {
  /** First index per axis. */
  readonly begin: readonly number[];
  /** Number of indices per axis. */
  readonly size: readonly number[];
}

export interface PadAttributes {
  /** Zeros before the first index, per axis. */
  readonly before: readonly number[];
  /** Zeros after the last index, per axis. */
  readonly after: readonly number[];
}

export interface ConcatAttributes {
  readonly axis: number;
}

/** (x) → the same elements in the same order under another shape; f32 or i32. Engines need not copy. */
export const reshapeOperation: Operation<ShapeAttributes> = {
  name: 'reshape',
  infer([x], { shape }) {
    requireSizes('reshape.shape', shape);
    if (elementCount(shape) === elementCount(x.shape)) return [{ shape, dtype: x.dtype }];
    throw new ShapeError(
      'reshape',
      `x ${shapeText(x.shape)} and shape ${shapeText(shape)} do not fit: got ${elementCount(x.shape)} and ${elementCount(shape)} elements, expected equal numbers.`,
    );
  },
};

/** (x) → axes in another order; f32 or i32. */
export const transposeOperation: Operation<TransposeAttributes> = {
  name: 'transpose',
  infer([x], { permutation }) {
    const axes = x.shape.map((_, axis) => axis);
    if (
      !sameShape(
        [...permutation].sort((a, b) => a - b),
        axes,
      )
    ) {
      throw new InvalidArgumentError({
        argument: 'transpose.permutation',
        got: permutation,
        expected: `the axes ${shapeText(axes)} of x ${shapeText(x.shape)} in some order`,
      });
    }
    return [{ shape: permutation.map((axis) => x.shape[axis]), dtype: x.dtype }];
  },
};

function isInside(shape: Shape, { begin, size }: SliceAttributes): boolean {
  const fits = (length: number, axis: number) =>
    Number.isInteger(begin[axis]) && begin[axis] >= 0 && Number.isInteger(size[axis]) && size[axis] >= 1
      ? begin[axis] + size[axis] <= length
      : false;
  return begin.length === shape.length && size.length === shape.length && shape.every(fits);
}

/** (x) → the block of `size` elements per axis that starts at `begin`; f32 or i32. */
export const sliceOperation: Operation<SliceAttributes> = {
  name: 'slice',
  infer([x], attributes) {
    if (isInside(x.shape, attributes)) return [{ shape: attributes.size, dtype: x.dtype }];
    throw new ShapeError(
      'slice',
      `x ${shapeText(x.shape)}: got begin ${shapeText(attributes.begin)} and size ${shapeText(attributes.size)}, expected a block of at least one element within x, one number per axis.`,
    );
  },
};

/** (x) → x with zeros around it; f32. The gradient of slice. */
export const padOperation: Operation<PadAttributes> = {
  name: 'pad',
  infer([x], { before, after }) {
    const counts = [...before, ...after].every((count) => Number.isInteger(count) && count >= 0);
    if (!counts || before.length !== x.shape.length || after.length !== x.shape.length) {
      throw new ShapeError(
        'pad',
        `x ${shapeText(x.shape)}: got before ${shapeText(before)} and after ${shapeText(after)}, expected integers ≥ 0, one per axis.`,
      );
    }
    return [{ shape: x.shape.map((size, axis) => before[axis] + size + after[axis]), dtype: 'f32' }];
  },
};

function checkParts(parts: readonly TensorType[], axis: number): void {
  const [first] = parts;
  if (!(Number.isInteger(axis) && axis >= 0 && axis < first.shape.length)) {
    throw new InvalidArgumentError({
      argument: 'concat.axis',
      got: axis,
      expected: `an axis of ${shapeText(first.shape)}, in [${-first.shape.length}, ${first.shape.length})`,
    });
  }
  const rest = (shape: Shape) => shape.filter((_, i) => i !== axis);
  const odd = parts.find(
    (part) => part.dtype !== first.dtype || !sameShape(rest(part.shape), rest(first.shape)),
  );
  if (odd === undefined) return;
  throw new ShapeError(
    'concat',
    `${shapeText(first.shape)} ${first.dtype} and ${shapeText(odd.shape)} ${odd.dtype} do not fit: got other sizes or types, expected equal ones but for axis ${axis}.`,
  );
}

/** (parts …) → the parts one after another along an axis; all f32 or all i32. */
export const concatOperation: Operation<ConcatAttributes> = {
  name: 'concat',
  infer(parts, { axis }) {
    checkParts(parts, axis);
    const [{ shape, dtype }] = parts;
    const joined = parts.reduce((size, part) => size + part.shape[axis], 0);
    return [{ shape: shape.map((size, i) => (i === axis ? joined : size)), dtype }];
  },
};

/** (x) → x repeated along the axes where it has size 1 or none; f32. */
export const broadcastToOperation: Operation<ShapeAttributes> = {
  name: 'broadcastTo',
  infer([x], { shape }) {
    requireSizes('broadcastTo.shape', shape);
    const reached = broadcastShapes(x.shape, shape);
    if (reached !== undefined && sameShape(reached, shape)) return [{ shape, dtype: 'f32' }];
    throw new ShapeError(
      'broadcastTo',
      `x ${shapeText(x.shape)} and shape ${shapeText(shape)} do not fit: got sizes of x that are neither 1 nor those of the shape, expected one of them on every axis, counted from the last.`,
    );
  },
};

/** (x) → x; gradients stop here. Engines need not copy. */
export const stopGradientOperation: Operation<NoAttributes> = {
  name: 'stopGradient',
  infer([x]) {
    return [{ shape: x.shape, dtype: x.dtype }];
  },
};

/** The same elements under another shape. */
export function reshape(x: Tensor, shape: Shape): Tensor {
  if (sameShape(x.shape, shape)) return x;
  return apply(reshapeOperation, [x], { shape: [...shape] })[0];
}

/** Axes in another order, reversed when no permutation is given. */
export function transpose(x: Tensor, permutation: readonly number[] = reversed(x.shape.length)): Tensor {
  return apply(transposeOperation, [x], { permutation: [...permutation] })[0];
}

function reversed(rank: number): number[] {
  return Array.from({ length: rank }, (_, axis) => rank - 1 - axis);
}

/** The block of `size` elements per axis that starts at `begin`. */
export function slice(x: Tensor, begin: readonly number[], size: readonly number[]): Tensor {
  return apply(sliceOperation, [x], { begin: [...begin], size: [...size] })[0];
}

/** Zeros before and after, per axis. */
export function pad(x: Tensor, before: readonly number[], after: readonly number[]): Tensor {
  return apply(padOperation, [x], { before: [...before], after: [...after] })[0];
}

/** The tensors one after another along an axis, negative ones counted from the end. */
export function concat(parts: readonly Tensor[], axis: number): Tensor {
  if (parts.length === 0) {
    throw new InvalidArgumentError({ argument: 'concat.parts', got: parts, expected: 'at least one tensor' });
  }
  return apply(concatOperation, parts, { axis: axis < 0 ? axis + parts[0].shape.length : axis })[0];
}

/** x repeated to a shape that it broadcasts to. */
export function broadcastTo(x: Tensor, shape: Shape): Tensor {
  if (sameShape(x.shape, shape)) return x;
  return apply(broadcastToOperation, [x], { shape: [...shape] })[0];
}

/** x as a constant to the gradient. */
export function stopGradient(x: Tensor): Tensor {
  return apply(stopGradientOperation, [x], {})[0];
}
