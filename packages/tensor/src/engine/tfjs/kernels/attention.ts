import type { AttentionAttributes } from '../../../operations/attention.ts';
import type { Tfjs, TfjsTensor } from '../tfjs.ts';
import type { TfjsKernel } from '../tfjs-kernel.ts';

/** [b, t, heads·size] → [b, heads, t, size]. */
export function splitHeads(tf: Tfjs, x: TfjsTensor, heads: number): TfjsTensor {
  const [b, t, d] = x.shape;
  return tf.transpose(tf.reshape(x, [b, t, heads, d / heads]), [0, 2, 1, 3]);
}

/** [b, heads, t, size] → [b, t, heads·size]. */
export function joinHeads(tf: Tfjs, x: TfjsTensor): TfjsTensor {
  const [b, heads, t, size] = x.shape;
  return tf.reshape(tf.transpose(x, [0, 2, 1, 3]), [b, t, heads * size]);
}

/** Queries, keys and values, each [b, heads, t, size]. */
function vectors(tf: Tfjs, qkv: TfjsTensor, heads: number): TfjsTensor[] {
  return tf.split(qkv, 3, 2).map((part) => splitHeads(tf, part, heads));
}

/** Scores [b, heads, t, t] so low where a position is hidden that their exponentials are 0. */
function hideLater(tf: Tfjs, scores: TfjsTensor): TfjsTensor {
  const t = scores.shape[3];
  const positions = tf.range(0, t, 1, 'int32');
  const seen = tf.greaterEqual(tf.reshape(positions, [t, 1]), tf.reshape(positions, [1, t]));
  return tf.where(tf.broadcastTo(seen, [...scores.shape]), scores, tf.mul(tf.onesLike(scores), -1e30));
}

const attention: TfjsKernel<AttentionAttributes> = (tf, { attributes: { heads, causal } }, [qkv]) => {
  const [queries, keys, values] = vectors(tf, qkv, heads);
  const scale = 1 / Math.sqrt(keys.shape[3]);
  const scores = tf.mul(tf.matMul(queries, keys, false, true), scale);
  const probabilities = tf.softmax(causal ? hideLater(tf, scores) : scores);
  return [joinHeads(tf, tf.matMul(probabilities, values)), probabilities];
};

const attentionGradient: TfjsKernel<AttentionAttributes> = (
  tf,
  { attributes: { heads } },
  [qkv, probabilities, dout],
) => {
  const [queries, keys, values] = vectors(tf, qkv, heads);
  const slopes = splitHeads(tf, dout, heads);
  const dp = tf.matMul(slopes, values, false, true);
  const mean = tf.sum(tf.mul(dp, probabilities), [-1], true);
  const scale = 1 / Math.sqrt(keys.shape[3]);
  const ds = tf.mul(tf.mul(probabilities, tf.sub(dp, mean)), scale);
  const gradients = [
    tf.matMul(ds, keys),
    tf.matMul(ds, queries, true, false),
    tf.matMul(probabilities, slopes, true, false),
  ];
  return [
    tf.concat(
      gradients.map((gradient) => joinHeads(tf, gradient)),
      2,
    ),
  ];
};

export const attentionKernels: Readonly<Record<string, TfjsKernel>> = { attention, attentionGradient };
