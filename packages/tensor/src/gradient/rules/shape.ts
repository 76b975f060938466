import {
  type ConcatAttributes,
  type PadAttributes,
  pad,
  reshape,
  type SliceAttributes,
  slice,
  type TransposeAttributes,
  transpose,
} from '../../operations/shape.ts';
import { reduceTo } from '../reduce-to.ts';
import type { GradientRule } from '../rule.ts';

const reshapeRule: GradientRule = ({ inputs: [x] }, [dy]) => [reshape(dy!, x.shape)];

const transposeRule: GradientRule<TransposeAttributes> = ({ attributes: { permutation } }, [dy]) => {
  const inverse: number[] = new Array(permutation.length);
  permutation.forEach((from, to) => {
    inverse[from] = to;
  });
  return [transpose(dy!, inverse)];
};

const sliceRule: GradientRule<SliceAttributes> = ({ inputs: [x], attributes: { begin, size } }, [dy]) => [
  pad(
    dy!,
    begin,
    x.shape.map((length, axis) => length - begin[axis] - size[axis]),
  ),
];

const padRule: GradientRule<PadAttributes> = ({ inputs: [x], attributes: { before } }, [dy]) => [
  slice(dy!, before, x.shape),
];

const concatRule: GradientRule<ConcatAttributes> = ({ inputs, attributes: { axis } }, [dy]) => {
  let start = 0;
  return inputs.map(({ shape }) => {
    const part = slice(
      dy!,
      shape.map((_, i) => (i === axis ? start : 0)),
      shape,
    );
    start += shape[axis];
    return part;
  });
};

const broadcastRule: GradientRule = ({ inputs: [x] }, [dy]) => [reduceTo(dy!, x.shape)];

export const shapeRules: Readonly<Record<string, GradientRule>> = {
  reshape: reshapeRule,
  transpose: transposeRule,
  slice: sliceRule,
  pad: padRule,
  concat: concatRule,
  broadcastTo: broadcastRule,
};
