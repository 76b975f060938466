// Attention of one new position per sequence to keys and values that were kept: what makes a token of generated text cost
// one position, not all of them (incremental decoding; Shazeer 2019, "Fast transformer decoding", section 2.3).
//
// Keys and values of row r and position s lie in a cache, a buffer [rows, length, 2·d]. Which row holds position s of
// sequence i is said by a small table, `sources`, which the caller changes: beams that go on from another beam take over its
// row of the table, beams of one prompt share the row of the prompt, and no key or value is ever moved.
import { InvalidArgumentError } from '@collapse-lab/math';
import { isBuffer } from '../graph/buffer.ts';
import { requireFloats, requireInteger, requireRank, requireShape, requireType } from '../graph/check.ts';
import { apply } from '../graph/graph.ts';
import type { Operation } from '../graph/operation.ts';
import { type Shape, shapeText } from '../graph/shape.ts';
import { ShapeError } from '../graph/shape-error.ts';
import type { Tensor, TensorType } from '../graph/tensor.ts';
import type { NoAttributes } from './elementwise.ts';

export interface CachedAttentionAttributes {
  readonly heads: number;
}

/** d of a cache [rows, length, 2·d] and of what goes into it, whose last axis is 3·d. */
function widthOf(name: string, cache: TensorType, qkv: TensorType): number {
  requireRank(name, 'cache', cache, '[rows, length, 2·d]');
  const [given, kept] = [qkv.shape[qkv.shape.length - 1], cache.shape[2]];
  if (2 * given === 3 * kept) return kept / 2;
  throw new ShapeError(
    name,
    `qkv ${shapeText(qkv.shape)} and cache ${shapeText(cache.shape)} do not fit: got last axes of ${given} and ${kept}, expected 3·d and 2·d: queries, keys and values, and of these the keys and values.`,
  );
}

function requireBuffer(name: string, cache: Tensor): void {
  if (cache?.node === undefined || isBuffer(cache)) return;
  throw new ShapeError(
    name,
    `cache: got the result of ${cache.node.operation}, expected a buffer of the module; declare it in buffers of record().`,
  );
}

/** (cache [rows, length, 2·d], qkv [b, t, 3·d], ids i32 [b]): cache[ids[i], s] = keys and values of qkv[i, s]; no outputs. */
export const storeKeysValuesOperation: Operation<NoAttributes> = {
  name: 'storeKeysValues',
  buffer: 0,
  infer([cache, qkv, rows]) {
    requireFloats('storeKeysValues', { cache, qkv });
    requireType('storeKeysValues', 'rows', rows, 'i32');
    requireRank('storeKeysValues', 'qkv', qkv, '[b, t, 3·d]');
    widthOf('storeKeysValues', cache, qkv);
    const [b, t] = qkv.shape;
    requireShape('storeKeysValues', 'rows', rows, [b], 'one row of the cache per sequence');
    if (t <= cache.shape[1]) return [];
    throw new ShapeError(
      'storeKeysValues',
      `qkv ${shapeText(qkv.shape)} and cache ${shapeText(cache.shape)} do not fit: got ${t} positions, expected at most ${cache.shape[1]}, the length of the cache.`,
    );
  },
};

function requirePosition({ shape, dtype }: TensorType): void {
  const one = (given: Shape) => given.length === 0 || (given.length === 1 && given[0] === 1);
  if (dtype === 'i32' && one(shape)) return;
  throw new ShapeError(
    'cachedAttention',
    `position: got ${dtype} of shape ${shapeText(shape)}, expected i32 of shape [] or [1]: the same for all sequences.`,
  );
}

/**
 * (qkv [b, 3·d], cache [rows, length, 2·d], position i32 [], sources i32 [b, length]) → out [b, d]. First
 * cache[sources[i, position], position] = keys and values of qkv[i], for all i in order; then softmax(q·k/√(d/heads))·v
 * over the positions 0 … position of each sequence.
 */
export const cachedAttentionOperation: Operation<CachedAttentionAttributes> = {
  name: 'cachedAttention',
  buffer: 1,
  infer([qkv, cache, position, sources], { heads }) {
    requireFloats('cachedAttention', { qkv, cache });
    requireRank('cachedAttention', 'qkv', qkv, '[b, 3·d]');
    const d = widthOf('cachedAttention', cache, qkv);
    requirePosition(position);
    requireType('cachedAttention', 'sources', sources, 'i32');
    const [[b], [, length]] = [qkv.shape, cache.shape];
    requireShape('cachedAttention', 'sources', sources, [b, length], 'a row of the cache per position');
    requireInteger('cachedAttention.heads', heads, 1);
    if (d % heads === 0) return [{ shape: [b, d], dtype: 'f32' }];
    throw new InvalidArgumentError({
      argument: 'cachedAttention.heads',
      got: heads,
      expected: `a divisor of ${d}, the width of qkv ${shapeText(qkv.shape)} over 3`,
    });
  },
};

/**
 * Keeps the keys and values of whole sequences: position s of sequence i goes to row rows[i] of the cache, position s. Where
 * two sequences name one row, the later one stays. It happens in its place among the operations of the program, whether
 * or not anything uses it. No gradient.
 *
 * @param cache a buffer [rows, length, 2·d]: a key and a value for each position
 * @param qkv [b, t, 3·d], t ≤ length, as `attention` takes it
 * @param rows i32 [b], each in [0, rows)
 * @throws ShapeError where shapes do not fit, or the cache is no buffer
 */
export function storeKeysValues(cache: Tensor, qkv: Tensor, rows: Tensor): void {
  requireBuffer('storeKeysValues', cache);
  apply(storeKeysValuesOperation, [cache, qkv, rows], {});
}

/**
 * Causal self-attention of one new position of every sequence. Its keys and values are kept first, in the cache row that
 * `sources` names for it; so the sources of one position must differ between sequences (else the last one stays). No
 * gradient.
 *
 * @param qkv [b, 3·d]: queries, keys and values of the new position
 * @param cache a buffer [rows, length, 2·d]: a key and a value for each position
 * @param position i32 [] or [1], in [0, length): index of the new position, the same for all sequences
 * @param sources i32 [b, length], each in [0, rows): the cache row that holds position s of sequence i; sequences may share them
 * @returns [b, d]
 * @throws ShapeError where shapes do not fit, or the cache is no buffer; InvalidArgumentError where heads does not divide d
 */
export function cachedAttention(
  qkv: Tensor,
  cache: Tensor,
  position: Tensor,
  sources: Tensor,
  { heads }: CachedAttentionAttributes,
): Tensor {
  requireBuffer('cachedAttention', cache);
  return apply(cachedAttentionOperation, [qkv, cache, position, sources], { heads })[0];
}
