import type { Shape } from '../graph/shape.ts';
import type { Tensor } from '../graph/tensor.ts';
import { sum } from '../operations/reduction.ts';
import { reshape } from '../operations/shape.ts';

/** The gradient of an operand of `shape` that was broadcast: the sum over the axes along which it was repeated. */
export function reduceTo(gradient: Tensor, shape: Shape): Tensor {
  const missing = gradient.shape.length - shape.length;
  const axes = gradient.shape
    .map((_, axis) => axis)
    .filter((axis) => axis < missing || (shape[axis - missing] === 1 && gradient.shape[axis] > 1));
  return reshape(axes.length === 0 ? gradient : sum(gradient, { axes }), shape);
}
