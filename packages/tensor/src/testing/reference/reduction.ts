import { elementCount } from '../../graph/shape.ts';
import type { Node } from '../../graph/tensor.ts';
import { type ReductionAttributes, reducedShape } from '../../operations/reduction.ts';
import { broadcastIndex } from './elementwise.ts';
import type { ReferenceKernel, Values } from './kernel.ts';
import { lastSize, rowsOf } from './rows.ts';

/** Combines every element with the one of the result that its axes reduce to. */
function reduce(
  { inputs: [{ shape }], attributes }: Node<ReductionAttributes>,
  x: Values,
  start: number,
  combine: (a: number, b: number) => number,
): Values {
  const kept = reducedShape(shape, { ...attributes, keepDimensions: true });
  const result = new Float64Array(elementCount(kept)).fill(start);
  x.forEach((value, i) => {
    const at = broadcastIndex(kept, shape, i);
    result[at] = combine(result[at], value);
  });
  return result;
}

const sum: ReferenceKernel<ReductionAttributes> = (node, [x]) => [reduce(node, x, 0, (a, b) => a + b)];

const mean: ReferenceKernel<ReductionAttributes> = (node, [x]) => {
  const total = reduce(node, x, 0, (a, b) => a + b);
  return [total.map((value) => (value * total.length) / x.length)];
};

const max: ReferenceKernel<ReductionAttributes> = (node, [x]) => [
  reduce(node, x, -Infinity, (a, b) => Math.max(a, b)),
];

const argmax: ReferenceKernel = ({ inputs: [x] }, [values]) => [
  Float64Array.from(rowsOf(values, lastSize(x)), (row) =>
    row.reduce((best, value, i) => (value > row[best] ? i : best), 0),
  ),
];

export const reductionKernels: Readonly<Record<string, ReferenceKernel>> = { sum, mean, max, argmax };
