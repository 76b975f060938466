import { apply } from '../../graph/graph.ts';
import type { Operation } from '../../graph/operation.ts';
import type { NoAttributes } from '../../operations/elementwise.ts';
import {
  layerNormGradientOperation,
  logSoftmaxGradientOperation,
  softmaxGradientOperation,
} from '../../operations/normalisation.ts';
import type { GradientRule } from '../rule.ts';

const layerNorm: GradientRule = ({ inputs: [x, gain], outputs: [, mean, rstd] }, [dy]) =>
  apply(layerNormGradientOperation, [x, gain, mean, rstd, dy!], {});

function fromOutput(operation: Operation<NoAttributes>): GradientRule {
  return ({ outputs: [y] }, [dy]) => apply(operation, [y, dy!], {});
}

export const normalisationRules: Readonly<Record<string, GradientRule>> = {
  layerNorm,
  softmax: fromOutput(softmaxGradientOperation),
  logSoftmax: fromOutput(logSoftmaxGradientOperation),
};
