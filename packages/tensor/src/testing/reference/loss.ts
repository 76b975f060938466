import { exp } from '@collapse-lab/math';
import type { DivisorAttributes } from '../../operations/loss.ts';
import { sigmoidOf, softplusOf } from './activation.ts';
import type { ReferenceKernel, Values } from './kernel.ts';
import { logSumExp } from './log-sum-exp.ts';
import { lastSize, rowsOf, total } from './rows.ts';

const softmaxCrossEntropy: ReferenceKernel = ({ inputs: [x] }, [logits, targets, mask]) => {
  const v = lastSize(x);
  const weights = mask ?? new Float64Array(targets.length).fill(1);
  const sum = total(weights);
  const dlogits = new Float64Array(logits.length);
  let loss = 0;
  if (sum === 0) return [Float64Array.of(0), dlogits];
  rowsOf(logits, v).forEach((row, i) => {
    const norm = logSumExp(row);
    const weight = weights[i] / sum;
    loss += weight * (norm - row[targets[i]]);
    row.forEach((logit, j) => {
      dlogits[i * v + j] = weight * (exp(logit - norm) - (j === targets[i] ? 1 : 0));
    });
  });
  return [Float64Array.of(loss), dlogits];
};

const bceWithLogits: ReferenceKernel<DivisorAttributes> = (
  { attributes: { divisor } },
  [logits, targets],
) => [
  Float64Array.of(total(logits.map((l, i) => softplusOf(l) - l * targets[i])) / divisor),
  logits.map((l, i) => (sigmoidOf(l) - targets[i]) / divisor),
];

const squaredError: ReferenceKernel<DivisorAttributes> = ({ attributes: { divisor } }, [x, target]) => {
  const difference = x.map((value, i) => value - target[i]);
  const loss = (0.5 * total(difference.map((value) => value * value))) / divisor;
  return [Float64Array.of(loss), difference.map((value) => value / divisor)];
};

function divergence(mean: Values, logVariance: Values): number {
  return -0.5 * total(mean.map((m, i) => 1 + logVariance[i] - m * m - exp(logVariance[i])));
}

const gaussianKl: ReferenceKernel<DivisorAttributes> = ({ attributes: { divisor } }, [mean, logVariance]) => [
  Float64Array.of(divergence(mean, logVariance) / divisor),
  mean.map((m) => m / divisor),
  logVariance.map((lv) => (0.5 * (exp(lv) - 1)) / divisor),
];

export const lossKernels: Readonly<Record<string, ReferenceKernel>> = {
  softmaxCrossEntropy,
  bceWithLogits,
  squaredError,
  gaussianKl,
};
