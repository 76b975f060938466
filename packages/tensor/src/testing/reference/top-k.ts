import type { TopKAttributes } from '../../operations/top-k.ts';
import type { ReferenceKernel } from './kernel.ts';
import { lastSize, rowsOf } from './rows.ts';

const orderOf = (value: number) => (Number.isNaN(value) ? -Infinity : value);

const topK: ReferenceKernel<TopKAttributes> = ({ inputs: [x], attributes: { k } }, [numbers]) => {
  const rows = rowsOf(numbers, lastSize(x));
  const chosen = rows.map((row) => {
    const order = [...row.keys()];
    // Infinities of one sign differ by NaN, which is no order: they are compared.
    order.sort((i, j) => {
      const [a, b] = [orderOf(row[i]), orderOf(row[j])];
      return a === b ? i - j : a > b ? -1 : 1;
    });
    return order.slice(0, k);
  });
  const values = chosen.flatMap((indices, i) => indices.map((index) => rows[i][index]));
  return [Float64Array.from(values), Float64Array.from(chosen.flat())];
};

export const topKKernels: Readonly<Record<string, ReferenceKernel>> = { topK };
