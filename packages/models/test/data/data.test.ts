import {
  allocateData,
  checkData,
  concatData,
  dataSize,
  decodeNumber,
  decodeNumbers,
  describeShape,
  encodeNumbers,
  families,
  type Json,
  pointsOf,
  sameShape,
  sequencesOf,
  shapeOf,
  symbolsOf,
  takeRows,
} from '@collapse-lab/models';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

describe('points and symbols', () => {
  it('wrap typed arrays and copy lists', () => {
    const values = Float64Array.of(1, 2, 3, 4);
    expect(pointsOf(values, 2)).toEqual({ kind: 'points', n: 2, d: 2, values });
    expect(pointsOf(values, 2).values).toBe(values);
    expect(pointsOf([1, 2], 1).values).toEqual(Float64Array.of(1, 2));
    expect(symbolsOf([0, 2], 3)).toEqual({ kind: 'symbols', n: 2, k: 3, values: Uint32Array.of(0, 2) });
  });

  it.each([
    ['d', () => pointsOf([1], 0), 'd: got 0, expected a positive integer.'],
    [
      'length',
      () => pointsOf([1, 2, 3], 2),
      'values.length: got 3, expected a multiple of d = 2 (n × d, row-major).',
    ],
    [
      'symbol',
      () => symbolsOf([0, -1], 2),
      'values[1]: got -1, expected a symbol, that is an integer from 0 to 1.',
    ],
    [
      'fraction',
      () => symbolsOf([0.5], 2),
      'values[0]: got 0.5, expected a symbol, that is an integer from 0 to 1.',
    ],
    ['k', () => symbolsOf([], -1), 'k: got -1, expected a positive integer.'],
    [
      'length of sequences',
      () => sequencesOf([0, 1, 2], 2, 3),
      'values.length: got 3, expected a multiple of length = 2 (n × length, row-major).',
    ],
    [
      'token',
      () => sequencesOf([0, 3], 2, 3),
      'values[1]: got 3, expected a symbol, that is an integer from 0 to 2.',
    ],
  ])('refuse a wrong %s', (_, action, message) => {
    expect(action).toThrow(message);
  });
});

describe('rows', () => {
  const rows = fc
    .tuple(
      fc.integer({ min: 1, max: 3 }),
      fc.array(fc.double({ noNaN: true }), { minLength: 3, maxLength: 30 }),
    )
    .map(([d, values]) => pointsOf(values.slice(0, Math.floor(values.length / d) * d), d));

  it('taken one by one and joined are the data', () => {
    fc.assert(
      fc.property(rows, (data) => {
        const parts = Array.from({ length: data.n }, (_, i) => takeRows(data, [i]));
        expect(concatData(parts)).toEqual(data);
        expect(dataSize(concatData([data, data]))).toBe(2 * data.n);
      }),
    );
  });

  it('may be repeated and reordered', () => {
    expect(takeRows(pointsOf([1, 2, 3, 4], 2), [1, 1, 0]).values).toEqual(Float64Array.of(3, 4, 3, 4, 1, 2));
    expect(takeRows(symbolsOf([2, 0], 3), [1]).values).toEqual(Uint32Array.of(0));
    expect(takeRows(symbolsOf([2, 0], 3), []).n).toBe(0);
    const sequences = sequencesOf([0, 1, 2, 2, 1, 0], 3, 3);
    expect(takeRows(sequences, [1, 0])).toEqual(sequencesOf([2, 1, 0, 0, 1, 2], 3, 3));
    expect(concatData([sequences, takeRows(sequences, [1])]).n).toBe(3);
  });

  it.each([
    [
      'index',
      () => takeRows(pointsOf([1, 2], 1), [2]),
      'indices[0]: got 2, expected an integer from 0 to 1, a row of the data.',
    ],
    [
      'shape',
      () => concatData([pointsOf([1], 1), pointsOf([1, 2], 2)]),
      'parts[1]: got {"kind":"points","d":2}, expected points with d = 1, the shape of the first part.',
    ],
    ['parts', () => concatData([]), 'parts: got [], expected at least one data set.'],
  ])('refuse a wrong %s', (_, action, message) => {
    expect(action).toThrow(message);
  });
});

describe('shapes', () => {
  it('are compared and described', () => {
    expect(shapeOf(symbolsOf([0], 3))).toEqual({ kind: 'symbols', k: 3 });
    expect(sameShape({ kind: 'points', d: 1 }, { kind: 'points', d: 2 })).toBe(false);
    expect(sameShape({ kind: 'points', d: 3 }, { kind: 'symbols', k: 3 })).toBe(false);
    expect(describeShape({ kind: 'symbols', k: 3 })).toBe('symbols with k = 3');
    const sequences = shapeOf(sequencesOf([0, 1, 2], 3, 5));
    expect(describeShape(sequences)).toBe('sequences of length 3 with k = 5');
    expect(sameShape(sequences, { kind: 'sequences', length: 3, k: 6 })).toBe(false);
    expect(sameShape(sequences, { kind: 'sequences', length: 2, k: 5 })).toBe(false);
    expect(sameShape(sequences, allocateData(sequences, 2) as never)).toBe(true);
    expect(allocateData({ kind: 'points', d: 2 }, 3).values.length).toBe(6);
  });

  it('are checked against the numbers that are there', () => {
    const short = { kind: 'points', n: 3, d: 2, values: new Float64Array(4) } as const;
    expect(() => checkData('train', short, { kind: 'points', d: 2 }, 1)).toThrow(
      'train.values.length: got 4, expected 6, which n = 3 points with d = 2 hold.',
    );
    expect(() => checkData('train', null as never, { kind: 'points', d: 2 }, 1)).toThrow(
      'train: got null, expected points with d = 2.',
    );
  });
});

describe('numbers in JSON', () => {
  it('come back bit for bit', () => {
    fc.assert(
      fc.property(fc.array(fc.double()), (values) => {
        const text = JSON.stringify(encodeNumbers(values));
        const decoded = decodeNumbers('x', JSON.parse(text) as Json, values.length);
        expect(decoded.every((value, i) => Object.is(value, values[i]))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('are refused where they are none', () => {
    expect(() => decodeNumber('mean', 'nan')).toThrow(
      'mean: got "nan", expected a number, or "NaN", "Infinity", "-Infinity" or "-0".',
    );
    expect(() => decodeNumbers('mean', [1], 2)).toThrow('mean: got [1], expected a list of 2 numbers.');
    expect(() => decodeNumbers('mean', [1, null], 2)).toThrow('mean[1]: got null, expected a number');
  });
});

describe('families', () => {
  it('are known by their names', () => {
    for (const [name, definition] of Object.entries(families)) expect(definition.name).toBe(name);
    const names = [
      'categorical',
      'gaussian',
      'kde',
      'linear-regression',
      'logistic-regression',
      'mixture',
      'poisson',
    ];
    expect(Object.keys(families)).toEqual(expect.arrayContaining(names));
  });
});
