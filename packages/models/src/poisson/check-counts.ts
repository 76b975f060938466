import { InvalidArgumentError } from '@collapse-lab/math';
import { checkData } from '../data/check-data.ts';
import type { Data, DataShape } from '../data/data.ts';

export const countShape: DataShape = { kind: 'points', d: 1 };

/** `checkData` for points with d = 1 that are counts: integers from 0 to 2^53 − 1. */
export function checkCounts(argument: string, data: Data, minimumSize: number): void {
  checkData(argument, data, countShape, minimumSize);
  for (let i = 0; i < data.n; i++)
    if (!(Number.isSafeInteger(data.values[i]) && data.values[i] >= 0))
      throw new InvalidArgumentError({
        argument: `${argument}.values[${i}]`,
        got: data.values[i],
        expected: 'a count, that is a non-negative integer',
        remedy: 'A poisson is fitted to counts; other numbers need another family.',
      });
}
