// Losses are means or sums over all elements, [] scalars. Each comes with its gradient, since both need the same
// exponentials; the gradient of the loss by its targets is not kept.
import { requireAxis, requireFloats, requirePositive, requireShape, requireType } from '../graph/check.ts';
import { apply } from '../graph/graph.ts';
import type { Operation } from '../graph/operation.ts';
import type { Tensor, TensorType } from '../graph/tensor.ts';
import type { NoAttributes } from './elementwise.ts';

export interface DivisorAttributes {
  /** What the sum over all elements is divided by: 1 for the sum, the number of rows for a mean per row. */
  readonly divisor: number;
}

const scalar: TensorType = { shape: [], dtype: 'f32' };

/**
 * (logits [..., v], targets i32 [...], mask [...]?) → loss [], dlogits [..., v]. The loss is
 * Σ mask·(log Σ e^logits − logits[target]) / Σ mask, 0 where the mask is all 0; dlogits is its gradient. A mask is
 * any weight ≥ 0; targets are in [0, v) even where it is 0.
 */
export const softmaxCrossEntropyOperation: Operation<NoAttributes> = {
  name: 'softmaxCrossEntropy',
  infer([logits, targets, mask]) {
    const name = 'softmaxCrossEntropy';
    requireFloats(name, mask === undefined ? { logits } : { logits, mask });
    requireType(name, 'targets', targets, 'i32');
    requireAxis(name, 'logits', logits);
    const rows = logits.shape.slice(0, -1);
    requireShape(name, 'targets', targets, rows, 'that of the logits without their last axis');
    if (mask !== undefined) requireShape(name, 'mask', mask, rows, 'that of the targets');
    return [scalar, { shape: logits.shape, dtype: 'f32' }];
  },
};

/** (logits, targets) → loss [], dlogits: Σ (max(l, 0) − l·t + log(1 + e^−|l|)) / divisor. */
export const bceWithLogitsOperation: Operation<DivisorAttributes> = {
  name: 'bceWithLogits',
  infer([logits, targets], { divisor }) {
    requireFloats('bceWithLogits', { logits, targets });
    requirePositive('bceWithLogits.divisor', divisor);
    requireShape('bceWithLogits', 'targets', targets, logits.shape, 'that of the logits');
    return [scalar, { shape: logits.shape, dtype: 'f32' }];
  },
};

/** (x, target) → loss [], dx: ½ Σ (x − target)² / divisor. */
export const squaredErrorOperation: Operation<DivisorAttributes> = {
  name: 'squaredError',
  infer([x, target], { divisor }) {
    requireFloats('squaredError', { x, target });
    requirePositive('squaredError.divisor', divisor);
    requireShape('squaredError', 'target', target, x.shape, 'that of x');
    return [scalar, { shape: x.shape, dtype: 'f32' }];
  },
};

/** (mean, logVariance) → loss [], dmean, dlogVariance: −½ Σ (1 + lv − m² − e^lv) / divisor. */
export const gaussianKlOperation: Operation<DivisorAttributes> = {
  name: 'gaussianKl',
  infer([mean, logVariance], { divisor }) {
    requireFloats('gaussianKl', { mean, logVariance });
    requirePositive('gaussianKl.divisor', divisor);
    requireShape('gaussianKl', 'logVariance', logVariance, mean.shape, 'that of the means');
    const like: TensorType = { shape: mean.shape, dtype: 'f32' };
    return [scalar, like, like];
  },
};

/**
 * Cross-entropy of integer targets, averaged over the positions (over the weight of the mask where there is one).
 *
 * @param logits [..., v]
 * @param targets i32 [...], each in [0, v)
 * @param options mask [...]: 1 where a position counts, 0 where not
 * @returns []
 */
export function softmaxCrossEntropy(
  logits: Tensor,
  targets: Tensor,
  { mask }: { readonly mask?: Tensor } = {},
): Tensor {
  const inputs = mask === undefined ? [logits, targets] : [logits, targets, mask];
  return apply(softmaxCrossEntropyOperation, inputs, {})[0];
}

/**
 * Binary cross-entropy of targets in [0, 1], from logits: the negative log-likelihood of a Bernoulli decoder.
 *
 * @param options divisor: the sum over all elements is divided by it; 1 when left out
 * @returns []
 */
export function bceWithLogits(
  logits: Tensor,
  targets: Tensor,
  { divisor = 1 }: Partial<DivisorAttributes> = {},
): Tensor {
  return apply(bceWithLogitsOperation, [logits, targets], { divisor })[0];
}

/**
 * ½‖x − target‖² / divisor: the negative log-likelihood of a Gaussian decoder of unit variance, up to a constant.
 *
 * @param options divisor: 1 when left out
 * @returns []
 */
export function squaredError(
  x: Tensor,
  target: Tensor,
  { divisor = 1 }: Partial<DivisorAttributes> = {},
): Tensor {
  return apply(squaredErrorOperation, [x, target], { divisor })[0];
}

/**
 * Kullback–Leibler divergence of N(mean, e^logVariance) from N(0, 1), summed over all elements, / divisor
 * (Kingma and Welling 2014, appendix B).
 *
 * @param options divisor: 1 when left out
 * @returns []
 */
export function gaussianKl(
  mean: Tensor,
  logVariance: Tensor,
  { divisor = 1 }: Partial<DivisorAttributes> = {},
): Tensor {
  return apply(gaussianKlOperation, [mean, logVariance], { divisor })[0];
}
