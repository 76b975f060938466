// Refusals shared by the shape rules. Messages name the operation, the operand and its shape.
import { InvalidArgumentError } from '@collapse-lab/math';
import { type Shape, sameShape, shapeText } from './shape.ts';
import { ShapeError } from './shape-error.ts';
import type { DType, TensorType } from './tensor.ts';

export function requireType(
  operation: string,
  operand: string,
  { dtype, shape }: TensorType,
  expected: DType,
): void {
  if (dtype === expected) return;
  const meaning = expected === 'f32' ? 'f32 (numbers)' : 'i32 (integers)';
  throw new ShapeError(operation, `${operand} ${shapeText(shape)}: got ${dtype}, expected ${meaning}.`);
}

export function requireFloats(operation: string, operands: Readonly<Record<string, TensorType>>): void {
  for (const [operand, type] of Object.entries(operands)) requireType(operation, operand, type, 'f32');
}

/** Refuses an operand whose shape is not `expected`; `because` says where that shape comes from. */
export function requireShape(
  operation: string,
  operand: string,
  { shape }: TensorType,
  expected: Shape,
  because: string,
): void {
  if (sameShape(shape, expected)) return;
  throw new ShapeError(
    operation,
    `${operand}: got shape ${shapeText(shape)}, expected ${shapeText(expected)}, ${because}.`,
  );
}

/** Refuses an operand of another rank; `axes` names what its axes mean: `[n, h, w, c]`. */
export function requireRank(operation: string, operand: string, { shape }: TensorType, axes: string): void {
  if (shape.length === axes.split(',').length) return;
  throw new ShapeError(operation, `${operand}: got shape ${shapeText(shape)}, expected ${axes}.`);
}

/** Refuses a scalar where a last axis is needed. */
export function requireAxis(operation: string, operand: string, { shape }: TensorType): void {
  if (shape.length > 0) return;
  throw new ShapeError(operation, `${operand}: got a scalar, expected at least one axis.`);
}

export function requireInteger(argument: string, got: unknown, least: number): void {
  if (Number.isSafeInteger(got) && (got as number) >= least) return;
  throw new InvalidArgumentError({ argument, got, expected: `an integer ≥ ${least}` });
}

export function requirePositive(argument: string, got: unknown): void {
  if (typeof got === 'number' && got > 0 && got < Infinity) return;
  throw new InvalidArgumentError({ argument, got, expected: 'a finite number > 0' });
}

export function requireFinite(argument: string, got: unknown): void {
  if (typeof got === 'number' && Number.isFinite(got)) return;
  throw new InvalidArgumentError({ argument, got, expected: 'a finite number' });
}

/** Refuses anything but sizes ≥ 1; a size of 0 has no mean and no largest element. */
export function requireSizes(argument: string, got: unknown): void {
  const sizes = Array.isArray(got) && got.every((size) => Number.isSafeInteger(size) && size >= 1);
  if (sizes) return;
  throw new InvalidArgumentError({ argument, got, expected: 'an array of integers ≥ 1, [] for a scalar' });
}

export function requireOneOf(argument: string, got: unknown, accepted: readonly string[]): void {
  if (accepted.includes(got as string)) return;
  throw new InvalidArgumentError({
    argument,
    got,
    expected: `one of ${accepted.map((name) => JSON.stringify(name)).join(', ')}`,
  });
}
