/** Counting, choosing and joining the rows (points, symbols or sequences) of data. */
import { InvalidArgumentError } from '@collapse-lab/math';
import type { Data } from './data.ts';
import { describeShape, sameShape, shapeOf, widthOf } from './data-shape.ts';
import { allocateData } from './make-data.ts';

/** n: how many rows. */
export function dataSize(data: Data): number {
  return data.n;
}

/**
 * The rows at the given indices, in that order, copied; an index may occur more than once.
 *
 * @throws InvalidArgumentError naming the first index that is not an integer from 0 to n − 1.
 */
export function takeRows<D extends Data>(data: D, indices: ArrayLike<number>): D {
  const columns = widthOf(data);
  const result = allocateData(shapeOf(data), indices.length);
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i];
    if (!(Number.isInteger(index) && index >= 0 && index < data.n))
      throw new InvalidArgumentError({
        argument: `indices[${i}]`,
        got: index,
        expected: `an integer from 0 to ${data.n - 1}, a row of the data`,
      });
    for (let j = 0; j < columns; j++) result.values[i * columns + j] = data.values[index * columns + j];
  }
  return result as D;
}

/** The first n rows, copied. @throws InvalidArgumentError where there are fewer */
export function firstRows<D extends Data>(data: D, n: number): D {
  return takeRows(
    data,
    Uint32Array.from({ length: n }, (_, i) => i),
  );
}

/**
 * One data set from several of one shape, in the order given; with one part, that part itself.
 *
 * @throws InvalidArgumentError where there is no part or the shapes differ.
 */
export function concatData<D extends Data>(parts: readonly D[]): D {
  if (parts.length === 0)
    throw new InvalidArgumentError({ argument: 'parts', got: parts, expected: 'at least one data set' });
  if (parts.length === 1) return parts[0];
  const shape = shapeOf(parts[0]);
  let n = 0;
  for (const [i, part] of parts.entries()) {
    if (!sameShape(shapeOf(part), shape))
      throw new InvalidArgumentError({
        argument: `parts[${i}]`,
        got: shapeOf(part),
        expected: `${describeShape(shape)}, the shape of the first part`,
      });
    n += part.n;
  }
  const result = allocateData(shape, n);
  let offset = 0;
  for (const part of parts) {
    const { values } = part;
    result.values.set(values, offset);
    offset += values.length;
  }
  return result as D;
}
