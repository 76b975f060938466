import { DataFileError, type DataFileOptions, parseDataFile } from '@collapse-lab/sweep';
import { describe, expect, it } from 'vitest';

const csv: DataFileOptions = { format: 'csv', as: 'points' };
const jsonl: DataFileOptions = { format: 'jsonl', as: 'points' };
const symbols: DataFileOptions = { format: 'csv', as: 'symbols' };

function read(text: string, options: DataFileOptions): unknown {
  const data = parseDataFile(text, options, 'data');
  return { ...data, values: [...data.values] };
}

describe('a CSV file', () => {
  it('is points, with or without a header', () => {
    const points = { kind: 'points', n: 2, d: 2, values: [1, -2.5, 3e2, 0] };
    expect(read('x,y\n1,-2.5\n3e2,0\n', csv)).toEqual(points);
    expect(read('1,-2.5\r\n3e2,0', csv)).toEqual(points);
    expect(read('﻿"x";"y"\n1;-2.5\n\n"3e2";0\n', { ...csv, delimiter: ';' })).toEqual(points);
  });

  it('is read by columns, whatever is in the others', () => {
    const text = 'name,x,y\n"Smith, ""A""\nB",1,2\nb,3,4\n';
    const selected = { kind: 'points', n: 2, d: 1, values: [2, 4] };
    expect(read(text, { ...csv, columns: ['y'] })).toEqual(selected);
    expect(read(text, { ...csv, columns: [2] })).toEqual(selected);
  });

  it('is symbols, with the alphabet of its largest or a given one', () => {
    expect(read('0\n3\n1\n', symbols)).toEqual({ kind: 'symbols', n: 3, k: 4, values: [0, 3, 1] });
    expect(read('0\n3\n1\n', { ...symbols, k: 9 })).toMatchObject({ k: 9 });
  });
});

describe('a JSONL file', () => {
  it('is numbers, lists or objects', () => {
    expect(read('1\n2\n', jsonl)).toEqual({ kind: 'points', n: 2, d: 1, values: [1, 2] });
    expect(read('[1, 2]\n[3, 4]\n', jsonl)).toEqual({ kind: 'points', n: 2, d: 2, values: [1, 2, 3, 4] });
    const objects = '{"x": 1, "y": 2}\n\n{"y": 4, "x": 3}\n';
    expect(read(objects, jsonl)).toEqual({ kind: 'points', n: 2, d: 2, values: [1, 2, 3, 4] });
    expect(read(objects, { ...jsonl, columns: ['y'] })).toEqual({
      kind: 'points',
      n: 2,
      d: 1,
      values: [2, 4],
    });
  });
});

describe('what is wrong in a file', () => {
  it.each<[string, string, DataFileOptions, string]>([
    ['a text', 'x\n1\ntall\n', csv, 'data, line 3, column 1 (x): got "tall", expected a finite number.'],
    ['an empty field', '1,2\n3,\n', csv, 'data, line 2, column 2: got "", expected a finite number.'],
    [
      'an infinity',
      '1\nInfinity\n',
      csv,
      'data, line 2, column 1: got "Infinity", expected a finite number.',
    ],
    ['a short row', '1,2\n\n3\n', csv, 'data, line 3: got 1 fields, expected 2 as in the first line.'],
    [
      'the line after a quoted line end',
      'a,b\n"x\ny",1\nz\n',
      { ...csv, columns: ['b'] },
      'data, line 4: got 1 fields, expected 2 as in the first line.',
    ],
    [
      'an unknown column',
      'x,y\n1,2\n',
      { ...csv, columns: ['z'] },
      'data: got column "z", expected one of 0 … 1, x, y.',
    ],
    [
      'a column by name without a header',
      '1,2\n',
      { ...csv, columns: ['z'] },
      'data: got column "z", expected one of 0 … 1; the file has no header.',
    ],
    ['no rows', 'x,y\n', csv, 'data: got no rows, expected at least one row of numbers.'],
    [
      'two columns of symbols',
      '0,1\n',
      symbols,
      'data: got 2 columns, expected one column of symbols. Choose one with columns: [name].',
    ],
    [
      'a symbol that is no integer',
      '0\n1.5\n',
      symbols,
      'data, line 2, column 1: got "1.5", expected an integer of 0 or more.',
    ],
    [
      'a symbol outside the alphabet',
      '0\n3\n',
      { ...symbols, k: 3 },
      'data, line 2, column 1: got "3", expected an integer from 0 to 2.',
    ],
    [
      'lists of two lengths',
      '[1,2]\n[3]\n',
      jsonl,
      'data, line 2: got 1 numbers, expected 2 as in the first line.',
    ],
    [
      'a missing field',
      '{"x":1}\n{"y":1}\n',
      jsonl,
      'data, line 2, column x: got nothing, expected a finite number.',
    ],
    ['null for a number', '1\nnull\n', jsonl, 'data, line 2, column 1: got null, expected a finite number.'],
  ])('%s', (_, text, options, message) => {
    expect(() => parseDataFile(text, options, 'data')).toThrow(new DataFileError(message));
  });

  it('no JSON', () => {
    expect(() => parseDataFile('1\n{x}\n', jsonl, 'data')).toThrow(/^data, line 2: not JSON: /);
  });
});
