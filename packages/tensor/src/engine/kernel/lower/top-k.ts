import type { TopKAttributes } from '../../../operations/top-k.ts';
import { at, instruction } from '../instruction.ts';
import type { KernelOperation } from '../kernel-operation.ts';
import { rowsOf } from './rows.ts';

export const topK: Readonly<Record<string, KernelOperation>> = {
  topK: {
    lower({ inputs: [x], outputs: [values, indices], attributes }) {
      const { k } = attributes as TopKAttributes;
      return [instruction('TOP_K', ...rowsOf(x.shape), k, at(values), at(indices), at(x))];
    },
  },
};
