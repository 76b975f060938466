import type { CachedAttentionAttributes } from '../../../operations/cached-attention.ts';
import { at, instruction, scratch } from '../instruction.ts';
import type { KernelOperation } from '../kernel-operation.ts';

/** Scores are computed four positions at a time (kernel/cached-attention.h). */
const positionMultiple = 4;

export const cachedAttention: Readonly<Record<string, KernelOperation>> = {
  storeKeysValues: {
    lower({ inputs: [cache, qkv, rows] }) {
      const [b, t] = qkv.shape;
      return [instruction('STORE_KEYS_VALUES', b, t, ...cache.shape, at(cache), at(qkv), at(rows))];
    },
  },
  cachedAttention: {
    lower({ inputs: [qkv, cache, position, sources], outputs: [out], attributes }) {
      const { heads } = attributes as CachedAttentionAttributes;
      const [[b], [rows, length, width]] = [qkv.shape, cache.shape];
      const scores = scratch(b * Math.ceil(length / positionMultiple) * positionMultiple);
      const operands = [at(out), at(qkv), at(cache), at(position), at(sources), scores];
      const all = [b, rows, length, heads, width / 2 / heads, ...operands];
      return [instruction('STORE_POSITION', ...all), instruction('CACHED_ATTENTION', ...all)];
    },
  },
};
