// Layer normalisation and softmax, both along the last axis.
import { requireAxis, requireFloats, requirePositive, requireShape } from '../graph/check.ts';
import { apply } from '../graph/graph.ts';
import type { Operation } from '../graph/operation.ts';
import { elementCount } from '../graph/shape.ts';
import type { Tensor } from '../graph/tensor.ts';
import type { NoAttributes } from './elementwise.ts';

export interface LayerNormAttributes {
  /** Added to the variance. */
  readonly epsilon: number;
}

/**
 * (x [..., d], gain [d], bias [d]) → y [..., d], mean [rows], rstd [rows]: per row (x − mean)·rstd·gain + bias with
 * rstd = 1/√(variance + epsilon), variance over d.
 */
export const layerNormOperation: Operation<LayerNormAttributes> = {
  name: 'layerNorm',
  infer([x, gain, bias], { epsilon }) {
    requireFloats('layerNorm', { x, gain, bias });
    requireAxis('layerNorm', 'x', x);
    requirePositive('layerNorm.epsilon', epsilon);
    const d = x.shape[x.shape.length - 1];
    requireShape('layerNorm', 'gain', gain, [d], 'the last axis of x');
    requireShape('layerNorm', 'bias', bias, [d], 'the last axis of x');
    const rows = elementCount(x.shape) / d;
    const statistic = { shape: [rows], dtype: 'f32' } as const;
    return [{ shape: x.shape, dtype: 'f32' }, statistic, statistic];
  },
};

/** (x, gain, mean, rstd, dy) → dx, dgain, dbias. */
export const layerNormGradientOperation: Operation<NoAttributes> = {
  name: 'layerNormGradient',
  infer([x, gain, mean, rstd, dy]) {
    requireFloats('layerNormGradient', { x, gain, mean, rstd, dy });
    requireShape('layerNormGradient', 'dy', dy, x.shape, 'that of x');
    return [x, gain, gain].map(({ shape }) => ({ shape, dtype: 'f32' }));
  },
};

function rowwise(name: string): Operation<NoAttributes> {
  return {
    name,
    infer([x]) {
      requireFloats(name, { x });
      requireAxis(name, 'x', x);
      return [{ shape: x.shape, dtype: 'f32' }];
    },
  };
}

function rowwiseGradient(name: string): Operation<NoAttributes> {
  return {
    name,
    infer([y, dy]) {
      requireFloats(name, { y, dy });
      requireShape(name, 'dy', dy, y.shape, 'that of y');
      return [{ shape: y.shape, dtype: 'f32' }];
    },
  };
}

/** (x [..., v]) → e^x / Σ e^x along the last axis. */
export const softmaxOperation: Operation<NoAttributes> = rowwise('softmax');
/** (y, dy) → dx, y the output of softmax. */
export const softmaxGradientOperation: Operation<NoAttributes> = rowwiseGradient('softmaxGradient');
/** (x [..., v]) → x − log Σ e^x along the last axis. */
export const logSoftmaxOperation: Operation<NoAttributes> = rowwise('logSoftmax');
/** (y, dy) → dx, y the output of logSoftmax. */
export const logSoftmaxGradientOperation: Operation<NoAttributes> = rowwiseGradient('logSoftmaxGradient');

/**
 * Layer normalisation of every row of x (Ba, Kiros and Hinton 2016).
 *
 * @param x [..., d]
 * @param gain [d]
 * @param bias [d]
 * @param options epsilon 1e-5 when left out
 */
export function layerNorm(
  x: Tensor,
  gain: Tensor,
  bias: Tensor,
  { epsilon = 1e-5 }: Partial<LayerNormAttributes> = {},
): Tensor {
  return apply(layerNormOperation, [x, gain, bias], { epsilon })[0];
}

/** Probabilities along the last axis. */
export function softmax(x: Tensor): Tensor {
  return apply(softmaxOperation, [x], {})[0];
}

/** Logarithms of probabilities along the last axis. */
export function logSoftmax(x: Tensor): Tensor {
  return apply(logSoftmaxOperation, [x], {})[0];
}
