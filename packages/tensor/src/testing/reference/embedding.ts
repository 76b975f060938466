import type { SizeAttributes } from '../../operations/embedding.ts';
import type { ReferenceKernel } from './kernel.ts';
import { lastSize, rowsOf } from './rows.ts';

const embedding: ReferenceKernel = ({ inputs: [table] }, [values, ids]) => {
  const d = lastSize(table);
  const y = new Float64Array(ids.length * d);
  ids.forEach((id, i) => {
    y.set(values.subarray(id * d, (id + 1) * d), i * d);
  });
  return [y];
};

const embeddingGradient: ReferenceKernel<SizeAttributes> = (
  { inputs: [, dy], attributes: { size } },
  [ids, slopes],
) => {
  const d = lastSize(dy);
  const table = new Float64Array(size * d);
  rowsOf(slopes, d).forEach((row, i) => {
    row.forEach((slope, j) => {
      table[ids[i] * d + j] += slope;
    });
  });
  return [table];
};

const gatherLast: ReferenceKernel = ({ inputs: [x] }, [values, ids]) => {
  const rows = rowsOf(values, lastSize(x));
  return [ids.map((id, i) => rows[i][id])];
};

const scatterLast: ReferenceKernel<SizeAttributes> = ({ attributes: { size } }, [values, ids]) => {
  const y = new Float64Array(values.length * size);
  values.forEach((value, i) => {
    y[i * size + ids[i]] = value;
  });
  return [y];
};

export const embeddingKernels: Readonly<Record<string, ReferenceKernel>> = {
  embedding,
  embeddingGradient,
  gatherLast,
  scatterLast,
};
