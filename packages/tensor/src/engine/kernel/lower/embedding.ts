import { elementCount } from '../../../graph/shape.ts';
import { at, instruction } from '../instruction.ts';
import type { KernelOperation } from '../kernel-operation.ts';
import { rowsOf } from './rows.ts';

export const embedding: Readonly<Record<string, KernelOperation>> = {
  embedding: {
    lower({ inputs: [table, ids], outputs: [y] }) {
      return [instruction('EMBEDDING', elementCount(ids.shape), ...table.shape, at(y), at(table), at(ids))];
    },
  },
  embeddingGradient: {
    lower({ inputs: [ids, dy], outputs: [dtable] }) {
      const operands = [at(dtable), at(ids), at(dy), dtable.shape[1]];
      return [instruction('EMBEDDING_GRADIENT', elementCount(ids.shape), ...dtable.shape, ...operands)];
    },
  },
  gatherLast: {
    lower({ inputs: [x, ids], outputs: [y] }) {
      return [instruction('GATHER_LAST', ...rowsOf(x.shape), at(y), at(x), at(ids))];
    },
  },
  scatterLast: {
    lower({ inputs: [dy, ids], outputs: [y] }) {
      return [instruction('SCATTER_LAST', ...rowsOf(y.shape), at(y), at(dy), at(ids))];
    },
  },
};
