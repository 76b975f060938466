/** What every family refuses to be fitted to. */
import { InvalidArgumentError } from '@collapse-lab/math';
import type { Data, DataShape } from './data.ts';
import { describeShape, sameShape, shapeOf, widthOf } from './data-shape.ts';

/**
 * Throws InvalidArgumentError unless `data` has the shape, holds as many values as it says, all of them finite
 * (points) or in the alphabet (symbols, sequences), and at least `minimumSize` rows.
 *
 * @param argument how the caller calls the data: `train`.
 * @param minimumSize at least this many rows; `why` ends the sentence that says so.
 */
export function checkData(
  argument: string,
  data: Data,
  shape: DataShape,
  minimumSize: number,
  why?: string,
): void {
  checkShape(argument, data, shape);
  if (data.n < minimumSize)
    throw new InvalidArgumentError({
      argument: `${argument}.n`,
      got: data.n,
      expected: `at least ${minimumSize} ${shape.kind}${why === undefined ? '' : ` (${why})`}`,
    });
  if (data.kind === 'points') checkFiniteValues(argument, data.values, data.d);
  else checkAlphabet(argument, data.values, data.k);
}

function checkShape(argument: string, data: Data, shape: DataShape): void {
  if (data === null || typeof data !== 'object' || !['points', 'symbols', 'sequences'].includes(data.kind))
    throw new InvalidArgumentError({ argument, got: data, expected: describeShape(shape) });
  if (!sameShape(shapeOf(data), shape))
    throw new InvalidArgumentError({ argument, got: shapeOf(data), expected: describeShape(shape) });
  const length = data.n * widthOf(shape);
  if (data.values.length !== length)
    throw new InvalidArgumentError({
      argument: `${argument}.values.length`,
      got: data.values.length,
      expected: `${length}, which n = ${data.n} ${describeShape(shape)} hold`,
    });
}

function checkFiniteValues(argument: string, values: Float64Array, d: number): void {
  for (let i = 0; i < values.length; i++)
    if (!Number.isFinite(values[i]))
      throw new InvalidArgumentError({
        argument: `${argument}.values[${i}]`,
        got: values[i],
        expected: 'a finite number',
        remedy: `It is coordinate ${i % d} of point ${Math.floor(i / d)}; remove or replace that point.`,
      });
}

function checkAlphabet(argument: string, values: Uint32Array, k: number): void {
  for (let i = 0; i < values.length; i++)
    if (values[i] >= k)
      throw new InvalidArgumentError({
        argument: `${argument}.values[${i}]`,
        got: values[i],
        expected: `a symbol, that is an integer from 0 to ${k - 1}`,
      });
}
