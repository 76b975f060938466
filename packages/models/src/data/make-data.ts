/** Data from plain numbers, and empty data. */
import { InvalidArgumentError } from '@collapse-lab/math';
import type { Data, DataShape, Points, Sequences, Symbols } from './data.ts';
import { widthOf } from './data-shape.ts';

/**
 * Points from n × d numbers in row-major order. A Float64Array is wrapped without a copy.
 *
 * @throws InvalidArgumentError where d is not a positive integer or does not divide the number of values.
 */
export function pointsOf(values: ArrayLike<number>, d: number): Points {
  checkPositiveInteger('d', d);
  if (values.length % d !== 0)
    throw new InvalidArgumentError({
      argument: 'values.length',
      got: values.length,
      expected: `a multiple of d = ${d} (n × d, row-major)`,
    });
  const array = values instanceof Float64Array ? values : Float64Array.from(values);
  return { kind: 'points', n: values.length / d, d, values: array };
}

/**
 * Symbols 0 … k − 1. A Uint32Array is wrapped without a copy.
 *
 * @throws InvalidArgumentError naming the first value that is not such a symbol.
 */
export function symbolsOf(values: ArrayLike<number>, k: number): Symbols {
  return { kind: 'symbols', n: values.length, k, values: alphabetOf(values, k) };
}

/**
 * Sequences of `length` symbols 0 … k − 1, one after the other. A Uint32Array is wrapped without a copy.
 *
 * @throws InvalidArgumentError naming the first value that is not such a symbol; where `length` is not a positive
 * integer or does not divide the number of values.
 */
export function sequencesOf(values: ArrayLike<number>, length: number, k: number): Sequences {
  checkPositiveInteger('length', length);
  if (values.length % length !== 0)
    throw new InvalidArgumentError({
      argument: 'values.length',
      got: values.length,
      expected: `a multiple of length = ${length} (n × length, row-major)`,
    });
  return { kind: 'sequences', n: values.length / length, length, k, values: alphabetOf(values, k) };
}

function alphabetOf(values: ArrayLike<number>, k: number): Uint32Array {
  checkPositiveInteger('k', k);
  for (let i = 0; i < values.length; i++)
    if (!(Number.isInteger(values[i]) && values[i] >= 0 && values[i] < k))
      throw new InvalidArgumentError({
        argument: `values[${i}]`,
        got: values[i],
        expected: `a symbol, that is an integer from 0 to ${k - 1}`,
      });
  return values instanceof Uint32Array ? values : Uint32Array.from(values);
}

/** Room for n rows of a shape, all zero. */
export function allocateData(shape: DataShape, n: number): Data {
  const size = n * widthOf(shape);
  return shape.kind === 'points'
    ? { ...shape, n, values: new Float64Array(size) }
    : { ...shape, n, values: new Uint32Array(size) };
}

export function checkPositiveInteger(argument: string, value: unknown): void {
  if (!(Number.isInteger(value) && (value as number) >= 1))
    throw new InvalidArgumentError({ argument, got: value, expected: 'a positive integer' });
}

export function checkSize(argument: string, n: number): void {
  if (!(Number.isInteger(n) && n >= 0))
    throw new InvalidArgumentError({ argument, got: n, expected: 'a non-negative integer' });
}
