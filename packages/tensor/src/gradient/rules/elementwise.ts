import type { Node, Tensor } from '../../graph/tensor.ts';
import {
  type AffineAttributes,
  affine,
  divide,
  greaterEqual,
  multiply,
  type NoAttributes,
  negate,
  sign,
  square,
  subtract,
} from '../../operations/elementwise.ts';
import { reduceTo } from '../reduce-to.ts';
import type { GradientRule } from '../rule.ts';

type Derivative = (dy: Tensor, a: Tensor, b: Tensor, y: Tensor) => Tensor;

/** The rule of a broadcasting operation from its two partial derivatives times dy. */
function binary(byA: Derivative, byB: Derivative): GradientRule<NoAttributes> {
  return ({ inputs: [a, b], outputs: [y] }, [dy]) => [
    reduceTo(byA(dy!, a, b, y), a.shape),
    reduceTo(byB(dy!, a, b, y), b.shape),
  ];
}

function unary(derivative: (dy: Tensor, x: Tensor, y: Tensor) => Tensor): GradientRule<NoAttributes> {
  return ({ inputs: [x], outputs: [y] }, [dy]) => [derivative(dy!, x, y)];
}

function affineRule(
  { attributes: { scale } }: Node<AffineAttributes>,
  [dy]: readonly (Tensor | undefined)[],
) {
  return [affine(dy!, scale)];
}

export const elementwiseRules: Readonly<Record<string, GradientRule>> = {
  add: binary(
    (dy) => dy,
    (dy) => dy,
  ),
  subtract: binary(
    (dy) => dy,
    (dy) => affine(dy, -1),
  ),
  multiply: binary(
    (dy, _, b) => multiply(dy, b),
    (dy, a) => multiply(dy, a),
  ),
  divide: binary(
    (dy, _, b) => divide(dy, b),
    (dy, _a, b, y) => negate(divide(multiply(dy, y), b)),
  ),
  maximum: binary(
    (dy, a, b) => multiply(dy, greaterEqual(a, b)),
    (dy, a, b) => multiply(dy, subtract(1, greaterEqual(a, b))),
  ),
  affine: affineRule,
  negate: unary((dy) => affine(dy, -1)),
  exp: unary((dy, _, y) => multiply(dy, y)),
  log: unary((dy, x) => divide(dy, x)),
  sqrt: unary((dy, _, y) => affine(divide(dy, y), 0.5)),
  square: unary((dy, x) => multiply(dy, affine(x, 2))),
  reciprocal: unary((dy, _, y) => negate(multiply(dy, square(y)))),
  abs: unary((dy, x) => multiply(dy, sign(x))),
};
