// A buffer is replaced by one in which some rows are others: kernels return it behind their outputs. Which row comes from where is
// computed here, from the ids, so that of two sequences that name one row the later one stays, as in the other engines.
import type { CachedAttentionAttributes } from '../../../operations/cached-attention.ts';
import type { Tfjs, TfjsTensor } from '../tfjs.ts';
import type { TfjsKernel } from '../tfjs-kernel.ts';
import { joinHeads, splitHeads } from './attention.ts';

function integers(tf: Tfjs, values: ArrayLike<number>): TfjsTensor {
  return tf.tensor(Int32Array.from(values), [values.length], 'int32');
}

/** The cache with `given` [b, t, 2·d] in its rows `ids`, from a position on. */
function written(
  tf: Tfjs,
  cache: TfjsTensor,
  given: TfjsTensor,
  ids: ArrayLike<number>,
  position: number,
): TfjsTensor {
  const [rows, length, width] = cache.shape;
  const t = given.shape[1];
  const from = Int32Array.from({ length: rows }, (_, row) => row);
  for (let i = 0; i < ids.length; i++) from[ids[i]] = rows + i;
  const old = tf.slice(cache, [0, position, 0], [rows, t, width]);
  const part = tf.gather(tf.concat([old, given], 0), integers(tf, from));
  const around = [
    [0, position],
    [position + t, length],
  ].map(([begin, end]) =>
    end === begin ? [] : [tf.slice(cache, [0, begin, 0], [rows, end - begin, width])],
  );
  return tf.concat([...around[0], part, ...around[1]], 1);
}

/** The last 2·d of 3·d numbers, [b, t, 2·d]. */
function keysValuesOf(tf: Tfjs, qkv: TfjsTensor): TfjsTensor {
  const [b, t, width] = qkv.shape;
  return tf.slice(qkv, [0, 0, width / 3], [b, t, (2 * width) / 3]);
}

const storeKeysValues: TfjsKernel = (tf, _, [cache, qkv, rows]) => [
  written(tf, cache, keysValuesOf(tf, qkv), rows.dataSync(), 0),
];

/** Keys and values of positions 0 … position of every sequence, [b, position + 1, 2·d]. */
function seen(
  tf: Tfjs,
  cache: TfjsTensor,
  sources: ArrayLike<number>,
  b: number,
  position: number,
): TfjsTensor {
  const [rows, length, width] = cache.shape;
  const at = Int32Array.from({ length: b * (position + 1) }, (_, i) => {
    const s = i % (position + 1);
    return sources[((i - s) / (position + 1)) * length + s] * length + s;
  });
  const flat = tf.reshape(cache, [rows * length, width]);
  return tf.reshape(tf.gather(flat, integers(tf, at)), [b, position + 1, width]);
}

const cachedAttention: TfjsKernel<CachedAttentionAttributes> = (
  tf,
  { attributes: { heads } },
  [qkv, cache, positions, sources],
) => {
  const [b, width] = qkv.shape;
  const [position] = positions.dataSync();
  const table = sources.dataSync();
  const own = Int32Array.from({ length: b }, (_, i) => table[i * cache.shape[1] + position]);
  const rows = tf.reshape(qkv, [b, 1, width]);
  const after = written(tf, cache, keysValuesOf(tf, rows), own, position);
  const query = splitHeads(tf, tf.slice(rows, [0, 0, 0], [b, 1, width / 3]), heads);
  const kept = tf.split(seen(tf, after, table, b, position), 2, 2);
  const [keys, values] = kept.map((part) => splitHeads(tf, part, heads));
  const scores = tf.mul(tf.matMul(query, keys, false, true), 1 / Math.sqrt(keys.shape[3]));
  const out = joinHeads(tf, tf.matMul(tf.softmax(scores), values));
  return [tf.reshape(out, [b, width / 3]), after];
};

export const cachedAttentionKernels: Readonly<Record<string, TfjsKernel>> = {
  storeKeysValues,
  cachedAttention,
};
