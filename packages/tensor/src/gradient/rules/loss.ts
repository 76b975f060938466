// Losses bring their gradients with them: all that is left is to scale those by the gradient of the loss.
import { affine, multiply } from '../../operations/elementwise.ts';
import type { DivisorAttributes } from '../../operations/loss.ts';
import type { GradientRule } from '../rule.ts';

const softmaxCrossEntropy: GradientRule = ({ outputs: [, dlogits] }, [dy]) => [multiply(dlogits, dy!)];

const bceWithLogits: GradientRule<DivisorAttributes> = (
  { inputs: [logits], outputs: [, dlogits], attributes: { divisor } },
  [dy],
) => [multiply(dlogits, dy!), multiply(affine(logits, -1 / divisor), dy!)];

const squaredError: GradientRule = ({ outputs: [, dx] }, [dy]) => {
  const gradient = multiply(dx, dy!);
  return [gradient, affine(gradient, -1)];
};

const gaussianKl: GradientRule = ({ outputs: [, dmean, dlogVariance] }, [dy]) => [
  multiply(dmean, dy!),
  multiply(dlogVariance, dy!),
];

export const lossRules: Readonly<Record<string, GradientRule>> = {
  softmaxCrossEntropy,
  bceWithLogits: bceWithLogits,
  squaredError,
  gaussianKl,
};
