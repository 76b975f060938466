// Matrix products with transposes, a bias and an activation on the way out: act(alpha·op(a)·op(b) + bias).
import { requireFinite, requireFloats, requireOneOf, requireShape } from '../graph/check.ts';
import { apply } from '../graph/graph.ts';
import type { Operation } from '../graph/operation.ts';
import { sameShape, shapeText } from '../graph/shape.ts';
import { ShapeError } from '../graph/shape-error.ts';
import type { Tensor, TensorType } from '../graph/tensor.ts';
import { type FusedActivation, fusedActivations } from './activation.ts';

export interface MatmulAttributes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  /** Factor of the product, before the bias. */
  readonly alpha: number;
  readonly activation: FusedActivation;
}

export interface MatmulOptions extends Partial<MatmulAttributes> {
  /** [n], added to every row. */
  readonly bias?: Tensor;
}

/** Rows, inner size and columns of the product, and the leading axes that are carried along. */
interface Sizes {
  readonly m: number;
  readonly innerA: number;
  readonly innerB: number;
  readonly n: number;
}

function fail(problem: string): never {
  throw new ShapeError('matmul', problem);
}

function sizesOf(a: TensorType, b: TensorType, { transposeA, transposeB }: MatmulAttributes): Sizes {
  const [rowsA, columnsA] = a.shape.slice(-2);
  const [rowsB, columnsB] = b.shape.slice(-2);
  return {
    m: transposeA ? columnsA : rowsA,
    innerA: transposeA ? rowsA : columnsA,
    innerB: transposeB ? columnsB : rowsB,
    n: transposeB ? rowsB : columnsB,
  };
}

function checkRanks(a: TensorType, b: TensorType, attributes: MatmulAttributes): void {
  const both = `a ${shapeText(a.shape)} and b ${shapeText(b.shape)}`;
  if (a.shape.length < 2 || b.shape.length < 2) {
    fail(
      `${both} do not fit: got ranks ${a.shape.length} and ${b.shape.length}, expected at least 2 axes each.`,
    );
  }
  if (b.shape.length > 2 && !sameShape(a.shape.slice(0, -2), b.shape.slice(0, -2))) {
    fail(`${both} do not fit: got different leading axes, expected equal ones, or b of rank 2.`);
  }
  if (b.shape.length === 2 && a.shape.length > 2 && attributes.transposeA) {
    fail(
      `${both} do not fit: got transposeA with leading axes of a alone, expected a of rank 2; reshape it.`,
    );
  }
}

function checkInner(a: TensorType, b: TensorType, attributes: MatmulAttributes): void {
  const sizes = sizesOf(a, b, attributes);
  if (sizes.innerA === sizes.innerB) return;
  const transposed = sizesOf(a, b, { ...attributes, transposeB: !attributes.transposeB });
  const remedy =
    transposed.innerA !== transposed.innerB
      ? '.'
      : attributes.transposeB
        ? '; leave transposeB out to multiply by b itself.'
        : '; use transposeB to multiply by b transposed.';
  fail(
    `a ${shapeText(a.shape)} and b ${shapeText(b.shape)} do not fit: got inner sizes ${sizes.innerA} and ${sizes.innerB}, expected equal ones${remedy}`,
  );
}

/**
 * (a, b, bias?) → y. b [k, n] of rank 2: a is [..., m, k] and its leading axes are rows; else a and b have the same
 * leading axes and are multiplied matrix by matrix. Shapes of a and b are those before transposition.
 */
export const matmulOperation: Operation<MatmulAttributes> = {
  name: 'matmul',
  infer([a, b, bias], attributes) {
    requireFloats('matmul', bias === undefined ? { a, b } : { a, b, bias });
    requireFinite('matmul.alpha', attributes.alpha);
    requireOneOf('matmul.activation', attributes.activation, fusedActivations);
    checkRanks(a, b, attributes);
    checkInner(a, b, attributes);
    const { m, n } = sizesOf(a, b, attributes);
    if (bias !== undefined) requireShape('matmul', 'bias', bias, [n], 'the columns of the product');
    return [{ shape: [...a.shape.slice(0, -2), m, n], dtype: 'f32' }];
  },
};

/**
 * act(alpha·op(a)·op(b) + bias).
 *
 * @param a [..., m, k], or [..., k, m] with transposeA
 * @param b [k, n], or [n, k] with transposeB; or with the leading axes of a
 * @returns [..., m, n]
 * @throws ShapeError where the shapes do not fit
 */
export function matmul(a: Tensor, b: Tensor, options: MatmulOptions = {}): Tensor {
  const { bias, transposeA = false, transposeB = false, alpha = 1, activation = 'none' } = options;
  const inputs = bias === undefined ? [a, b] : [a, b, bias];
  return apply(matmulOperation, inputs, { transposeA, transposeB, alpha, activation })[0];
}
