import { exp } from '@collapse-lab/math';
import type { CachedAttentionAttributes } from '../../operations/cached-attention.ts';
import type { ReferenceKernel, Values } from './kernel.ts';
import { logSumExp } from './log-sum-exp.ts';
import { dot, rowsOf } from './rows.ts';

const storeKeysValues: ReferenceKernel = ({ inputs: [{ shape }, given] }, [cache, qkv, rows]) => {
  const [, length, width] = shape;
  const t = given.shape[1];
  rowsOf(qkv, (3 * width) / 2).forEach((row, i) => {
    const position = i % t;
    const to = rows[(i - position) / t] * length + position;
    cache.set(row.subarray(width / 2), to * width);
  });
  return [];
};

/** Attention of one head of a query to keys and values, written to `out`. */
function attend(out: Values, query: Values, keys: readonly Values[], values: readonly Values[]): void {
  const scores = Float64Array.from(keys, (key) => dot(query, key) / Math.sqrt(query.length));
  const norm = logSumExp(scores);
  scores.forEach((score, s) => {
    values[s].forEach((value, c) => {
      out[c] += exp(score - norm) * value;
    });
  });
}

const cachedAttention: ReferenceKernel<CachedAttentionAttributes> = (
  { inputs: [, { shape }], attributes: { heads } },
  [qkv, cache, [position], sources],
) => {
  const [, length, width] = shape;
  const d = width / 2;
  const size = d / heads;
  const sequences = rowsOf(qkv, 3 * d);
  const kept = (i: number, s: number) => (sources[i * length + s] * length + s) * width;
  for (const [i, row] of sequences.entries()) cache.set(row.subarray(d), kept(i, position));
  const out = new Float64Array(sequences.length * d);
  for (const [i, row] of sequences.entries()) {
    for (let h = 0; h < heads; h++) {
      const part = (skip: number) =>
        Array.from({ length: position + 1 }, (_, s) => {
          const at = kept(i, s) + skip + h * size;
          return cache.subarray(at, at + size);
        });
      const at = i * d + h * size;
      attend(out.subarray(at, at + size), row.subarray(h * size, (h + 1) * size), part(0), part(d));
    }
  }
  return [out];
};

export const cachedAttentionKernels: Readonly<Record<string, ReferenceKernel>> = {
  storeKeysValues,
  cachedAttention,
};
