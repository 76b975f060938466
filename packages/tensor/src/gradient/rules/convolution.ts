import type { Shape } from '../../graph/shape.ts';
import {
  type Conv2dAttributes,
  type Conv2dTransposeAttributes,
  conv2d,
  conv2dFilterGradient,
  conv2dTranspose,
} from '../../operations/convolution.ts';
import { beforeActivation } from '../before-activation.ts';
import { reduceTo } from '../reduce-to.ts';
import type { GradientRule } from '../rule.ts';

/** Rows and columns at the bottom and on the right that the windows of the convolution never reached. */
function remainder(x: Shape, filter: Shape, { stride, padding }: Conv2dAttributes): [number, number] {
  return [(x[1] + 2 * padding - filter[0]) % stride, (x[2] + 2 * padding - filter[1]) % stride];
}

const convolve: GradientRule<Conv2dAttributes> = (
  { inputs: [x, filter, bias], outputs: [y], attributes },
  [dy],
) => {
  const { stride, padding, activation } = attributes;
  const dp = beforeActivation(y, dy!, activation);
  const outputPadding = remainder(x.shape, filter.shape, attributes);
  const [kh, kw] = filter.shape;
  return [
    conv2dTranspose(dp, filter, { stride, padding, outputPadding }),
    conv2dFilterGradient(x, dp, { stride, padding, kernel: [kh, kw] }),
    bias === undefined ? undefined : reduceTo(dp, bias.shape),
  ];
};

const convolveTransposed: GradientRule<Conv2dTransposeAttributes> = (
  { inputs: [x, filter, bias], attributes: { stride, padding } },
  [dy],
) => {
  const [kh, kw] = filter.shape;
  return [
    conv2d(dy!, filter, { stride, padding }),
    conv2dFilterGradient(dy!, x, { stride, padding, kernel: [kh, kw] }),
    bias === undefined ? undefined : reduceTo(dy!, bias.shape),
  ];
};

export const convolutionRules: Readonly<Record<string, GradientRule>> = {
  conv2d: convolve,
  conv2dTranspose: convolveTransposed,
};
