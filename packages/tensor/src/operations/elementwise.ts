// Arithmetic element by element, with broadcasting as in NumPy.
import { requireFinite, requireFloats } from '../graph/check.ts';
import { apply, graphOf } from '../graph/graph.ts';
import type { Operation } from '../graph/operation.ts';
import { broadcastShapes, shapeText } from '../graph/shape.ts';
import { ShapeError } from '../graph/shape-error.ts';
import type { Tensor, TensorType } from '../graph/tensor.ts';
import type { ConstantAttributes } from './leaf.ts';

export type NoAttributes = Readonly<Record<string, never>>;

/** scale·x + shift. */
export interface AffineAttributes {
  readonly scale: number;
  readonly shift: number;
}

/** (a, b) → one output of the shape both broadcast to. */
function binary(name: string): Operation<NoAttributes> {
  return {
    name,
    infer([a, b]: readonly TensorType[]) {
      requireFloats(name, { a, b });
      const shape = broadcastShapes(a.shape, b.shape);
      if (shape !== undefined) return [{ shape, dtype: 'f32' }];
      throw new ShapeError(
        name,
        `a ${shapeText(a.shape)} and b ${shapeText(b.shape)} do not fit: got sizes that differ, expected equal ones or 1 on every axis, counted from the last.`,
      );
    },
  };
}

/** (x) → one output of the shape of x. */
function unary(name: string): Operation<NoAttributes> {
  return {
    name,
    infer([x]: readonly TensorType[]) {
      requireFloats(name, { x });
      return [{ shape: x.shape, dtype: 'f32' }];
    },
  };
}

/** `maximum`: the larger of both. `greaterEqual`: 1 where a ≥ b, else 0; it has no gradient. */
export type BinaryName = 'add' | 'subtract' | 'multiply' | 'divide' | 'maximum' | 'greaterEqual';

/** `sign`: −1, 0 or 1; it has no gradient. */
export type UnaryName = 'negate' | 'exp' | 'log' | 'sqrt' | 'square' | 'reciprocal' | 'abs' | 'sign';

export const binaryOperations: Readonly<Record<BinaryName, Operation<NoAttributes>>> = {
  add: binary('add'),
  subtract: binary('subtract'),
  multiply: binary('multiply'),
  divide: binary('divide'),
  maximum: binary('maximum'),
  greaterEqual: binary('greaterEqual'),
};

export const unaryOperations: Readonly<Record<UnaryName, Operation<NoAttributes>>> = {
  negate: unary('negate'),
  exp: unary('exp'),
  log: unary('log'),
  sqrt: unary('sqrt'),
  square: unary('square'),
  reciprocal: unary('reciprocal'),
  abs: unary('abs'),
  sign: unary('sign'),
};

export const affineOperation: Operation<AffineAttributes> = {
  name: 'affine',
  infer([x], { scale, shift }) {
    requireFloats('affine', { x });
    requireFinite('affine.scale', scale);
    requireFinite('affine.shift', shift);
    return [{ shape: x.shape, dtype: 'f32' }];
  },
};

/** scale·x + shift. A constant stays one constant. */
export function affine(x: Tensor, scale: number, shift = 0): Tensor {
  if (scale === 1 && shift === 0) return x;
  const known = constantOf(x);
  if (known !== undefined) return graphOf(x).constant(known * scale + shift);
  return apply(affineOperation, [x], { scale, shift })[0];
}

/** A tensor, or a number that stretches to any shape. At least one operand is a tensor. */
export type Operand = Tensor | number;

function combine(name: BinaryName, a: Operand, b: Operand): Tensor {
  const graph = graphOf((typeof a === 'number' ? b : a) as Tensor);
  const [left, right] = [a, b].map((operand) =>
    typeof operand === 'number' ? graph.constant(operand) : operand,
  );
  return apply(binaryOperations[name], [left, right], {})[0];
}

/** The number of a constant, undefined for any other tensor. */
function constantOf(operand: Tensor): number | undefined {
  return operand.node?.operation === 'constant'
    ? (operand.node.attributes as ConstantAttributes).value
    : undefined;
}

/** a + b. */
export function add(a: Operand, b: Operand): Tensor {
  if (typeof b === 'number' && typeof a !== 'number') return affine(a, 1, b);
  if (typeof a === 'number' && typeof b !== 'number') return affine(b, 1, a);
  return combine('add', a, b);
}

/** a − b. */
export function subtract(a: Operand, b: Operand): Tensor {
  if (typeof b === 'number' && typeof a !== 'number') return affine(a, 1, -b);
  if (typeof a === 'number' && typeof b !== 'number') return affine(b, -1, a);
  return combine('subtract', a, b);
}

/** a·b. A factor that is a constant makes it affine. */
export function multiply(a: Operand, b: Operand): Tensor {
  const left = typeof a === 'number' ? a : constantOf(a);
  const right = typeof b === 'number' ? b : constantOf(b);
  if (left !== undefined && typeof b !== 'number') return affine(b, left);
  if (right !== undefined && typeof a !== 'number') return affine(a, right);
  return combine('multiply', a, b);
}

/** a / b. */
export function divide(a: Operand, b: Operand): Tensor {
  if (typeof b === 'number' && typeof a !== 'number') return affine(a, 1 / b);
  return combine('divide', a, b);
}

/** The larger of a and b; its gradient goes to a where both are equal. */
export function maximum(a: Operand, b: Operand): Tensor {
  return combine('maximum', a, b);
}

/** 1 where a ≥ b, else 0. No gradient passes. */
export function greaterEqual(a: Operand, b: Operand): Tensor {
  return combine('greaterEqual', a, b);
}

/** −x. */
export function negate(x: Tensor): Tensor {
  return apply(unaryOperations.negate, [x], {})[0];
}

/** eˣ. */
export function exp(x: Tensor): Tensor {
  return apply(unaryOperations.exp, [x], {})[0];
}

/** Natural logarithm. */
export function log(x: Tensor): Tensor {
  return apply(unaryOperations.log, [x], {})[0];
}

/** Square root. */
export function sqrt(x: Tensor): Tensor {
  return apply(unaryOperations.sqrt, [x], {})[0];
}

/** x². */
export function square(x: Tensor): Tensor {
  return apply(unaryOperations.square, [x], {})[0];
}

/** 1/x. */
export function reciprocal(x: Tensor): Tensor {
  return apply(unaryOperations.reciprocal, [x], {})[0];
}

/** |x|; its gradient at 0 is 0. */
export function abs(x: Tensor): Tensor {
  return apply(unaryOperations.abs, [x], {})[0];
}

/** −1, 0 or 1. No gradient passes. */
export function sign(x: Tensor): Tensor {
  return apply(unaryOperations.sign, [x], {})[0];
}
