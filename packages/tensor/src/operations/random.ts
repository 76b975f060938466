// Operations that use random numbers. The numbers are inputs, filled from a Stream by whoever runs the program.
import { InvalidArgumentError } from '@collapse-lab/math';
import { requireFloats, requireShape, requireType } from '../graph/check.ts';
import { apply } from '../graph/graph.ts';
import type { Operation } from '../graph/operation.ts';
import type { Tensor } from '../graph/tensor.ts';
import type { NoAttributes } from './elementwise.ts';

export interface DropoutAttributes {
  /** Probability of an element to become 0, in [0, 1). */
  readonly rate: number;
}

/** (mean, logVariance, noise) → z = mean + noise·deviation, deviation = e^(logVariance/2); all of one shape. */
export const reparameteriseOperation: Operation<NoAttributes> = {
  name: 'reparameterise',
  infer([mean, logVariance, noise]) {
    requireFloats('reparameterise', { mean, logVariance, noise });
    requireShape('reparameterise', 'logVariance', logVariance, mean.shape, 'that of the means');
    requireShape('reparameterise', 'noise', noise, mean.shape, 'that of the means');
    return [mean, mean].map(({ shape }) => ({ shape, dtype: 'f32' }));
  },
};

/** (x, bits i32) → x/(1 − rate) where the bits, read as unsigned, are ≥ rate·2³²; else 0. */
export const dropoutOperation: Operation<DropoutAttributes> = {
  name: 'dropout',
  infer([x, bits], { rate }) {
    requireFloats('dropout', { x });
    requireType('dropout', 'bits', bits, 'i32');
    if (!(typeof rate === 'number' && rate >= 0 && rate < 1)) {
      throw new InvalidArgumentError({ argument: 'dropout.rate', got: rate, expected: 'a number in [0, 1)' });
    }
    requireShape('dropout', 'bits', bits, x.shape, 'that of x');
    return [{ shape: x.shape, dtype: 'f32' }];
  },
};

/**
 * A draw of N(mean, e^logVariance) through which gradients pass (Kingma and Welling 2014).
 *
 * @param noise standard normal numbers, of the shape of the means
 */
export function reparameterise(mean: Tensor, logVariance: Tensor, noise: Tensor): Tensor {
  return apply(reparameteriseOperation, [mean, logVariance, noise], {})[0];
}

/**
 * Dropout (Srivastava et al. 2014), scaled so that the expectation stays.
 *
 * @param bits i32 of the shape of x: random words of a Stream
 */
export function dropout(x: Tensor, bits: Tensor, { rate }: DropoutAttributes): Tensor {
  return rate === 0 ? x : apply(dropoutOperation, [x, bits], { rate })[0];
}
