// Multi-head self-attention (Vaswani et al. 2017) from one projection that holds queries, keys and values.
import { InvalidArgumentError } from '@collapse-lab/math';
import { requireFloats, requireInteger, requireRank, requireShape } from '../graph/check.ts';
import { apply } from '../graph/graph.ts';
import type { Operation } from '../graph/operation.ts';
import { shapeText } from '../graph/shape.ts';
import { ShapeError } from '../graph/shape-error.ts';
import type { Tensor } from '../graph/tensor.ts';

export interface AttentionAttributes {
  readonly heads: number;
  /** Whether position i sees positions 0 … i only. */
  readonly causal: boolean;
}

/** Sizes of the last axis of qkv [b, t, 3·d] with d = heads · headSize. */
function checkHeads(name: string, shape: readonly number[], { heads }: AttentionAttributes): number {
  requireInteger(`${name}.heads`, heads, 1);
  if (shape[2] % 3 !== 0) {
    throw new ShapeError(
      name,
      `qkv: got shape ${shapeText(shape)}, expected [b, t, 3·d]: queries, keys and values side by side.`,
    );
  }
  const d = shape[2] / 3;
  if (d % heads === 0) return d;
  throw new InvalidArgumentError({
    argument: `${name}.heads`,
    got: heads,
    expected: `a divisor of ${d}, the width of qkv ${shapeText(shape)} over 3`,
  });
}

/**
 * (qkv [b, t, 3·d]) → out [b, t, d], probabilities [b, heads, t, t]. The last axis is q | k | v, each of d numbers,
 * heads one after the other; scores are q·k/√(d/heads). Probabilities are 0 where causal hides a position.
 */
export const attentionOperation: Operation<AttentionAttributes> = {
  name: 'attention',
  infer([qkv], attributes) {
    requireFloats('attention', { qkv });
    requireRank('attention', 'qkv', qkv, '[b, t, 3·d]');
    const d = checkHeads('attention', qkv.shape, attributes);
    const [b, t] = qkv.shape;
    return [
      { shape: [b, t, d], dtype: 'f32' },
      { shape: [b, attributes.heads, t, t], dtype: 'f32' },
    ];
  },
};

/** (qkv, probabilities, dout) → dqkv [b, t, 3·d]. */
export const attentionGradientOperation: Operation<AttentionAttributes> = {
  name: 'attentionGradient',
  infer([qkv, probabilities, dout], attributes) {
    requireFloats('attentionGradient', { qkv, probabilities, dout });
    requireRank('attentionGradient', 'qkv', qkv, '[b, t, 3·d]');
    const d = checkHeads('attentionGradient', qkv.shape, attributes);
    requireShape('attentionGradient', 'dout', dout, [...qkv.shape.slice(0, 2), d], 'that of the output');
    return [{ shape: qkv.shape, dtype: 'f32' }];
  },
};

/**
 * Multi-head self-attention.
 *
 * @param qkv [b, t, 3·d]: queries, keys and values side by side, heads contiguous within each
 * @returns [b, t, d]
 * @throws ShapeError where the last axis is not 3·d; InvalidArgumentError where heads does not divide d
 */
export function attention(
  qkv: Tensor,
  { heads, causal = false }: Pick<AttentionAttributes, 'heads'> & Partial<AttentionAttributes>,
): Tensor {
  return apply(attentionOperation, [qkv], { heads, causal })[0];
}
