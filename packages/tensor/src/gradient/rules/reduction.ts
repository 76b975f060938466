import type { Node, Tensor } from '../../graph/tensor.ts';
import { affine, divide, greaterEqual, multiply } from '../../operations/elementwise.ts';
import { type ReductionAttributes, reducedShape, sum } from '../../operations/reduction.ts';
import { broadcastTo, reshape } from '../../operations/shape.ts';
import type { GradientRule } from '../rule.ts';

/** A value of the reduced shape with its axes back in place, of size 1. */
function withAxes(value: Tensor, { inputs: [x], attributes }: Node<ReductionAttributes>): Tensor {
  return reshape(value, reducedShape(x.shape, { ...attributes, keepDimensions: true }));
}

const sumRule: GradientRule<ReductionAttributes> = (node, [dy]) => [
  broadcastTo(withAxes(dy!, node), node.inputs[0].shape),
];

const meanRule: GradientRule<ReductionAttributes> = (node, [dy]) => {
  const [x] = node.inputs;
  const count = node.attributes.axes.reduce((product, axis) => product * x.shape[axis], 1);
  return [broadcastTo(affine(withAxes(dy!, node), 1 / count), x.shape)];
};

const maxRule: GradientRule<ReductionAttributes> = (node, [dy]) => {
  const [x] = node.inputs;
  const largest = greaterEqual(x, withAxes(node.outputs[0], node));
  const count = sum(largest, { axes: node.attributes.axes, keepDimensions: true });
  return [multiply(largest, divide(withAxes(dy!, node), count))];
};

export const reductionRules: Readonly<Record<string, GradientRule>> = {
  sum: sumRule,
  mean: meanRule,
  max: maxRule,
};
