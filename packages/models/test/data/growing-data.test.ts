import { concatData, GrowingData, pointsOf, symbolsOf } from '@collapse-lab/models';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

describe('GrowingData', () => {
  it('holds what concatenation gives, and earlier views stay as they were', () => {
    const batch = fc.array(fc.double({ noNaN: true }), { maxLength: 9 });
    fc.assert(
      fc.property(fc.array(batch, { minLength: 1, maxLength: 8 }), (batches) => {
        const data = new GrowingData({ kind: 'points', d: 1 });
        const parts = batches.map((values) => pointsOf(values, 1));
        const views = parts.map((part) => {
          data.append(part);
          return data.view();
        });
        for (const [i, view] of views.entries()) expect(view).toEqual(concatData(parts.slice(0, i + 1)));
      }),
      { seed: 3, numRuns: 50 },
    );
  });

  it('appends without moving what is there, as long as there is room', () => {
    const data = new GrowingData({ kind: 'points', d: 2 }, 4);
    data.append(pointsOf([1, 2], 2));
    const { buffer } = data.view().values;
    data.append(pointsOf([3, 4, 5, 6], 2));
    expect(data.view().values.buffer).toBe(buffer);
    data.append(pointsOf([7, 8, 9, 10], 2));
    expect(data.n).toBe(5);
    expect(data.view()).toEqual(pointsOf([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 2));
  });

  it('takes symbols, and data of one shape only', () => {
    const data = new GrowingData({ kind: 'symbols', k: 3 });
    data.append(symbolsOf([2, 0], 3));
    expect(data.view()).toEqual(symbolsOf([2, 0], 3));
    expect(() => data.append(pointsOf([1], 1))).toThrow(
      'data: got {"kind":"points","d":1}, expected symbols with k = 3.',
    );
  });
});
