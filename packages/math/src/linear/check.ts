/** The checks that dense linear algebra makes of its arguments. */
import { InvalidArgumentError } from '../error.ts';

export function checkDimension(d: number, argument = 'd'): void {
  if (!(Number.isInteger(d) && d >= 1))
    throw new InvalidArgumentError({ argument, got: d, expected: 'a positive integer' });
}

export function checkLength(argument: string, array: ArrayLike<number>, length: number, shape: string): void {
  if (array.length !== length)
    throw new InvalidArgumentError({
      argument: `${argument}.length`,
      got: array.length,
      expected: `${length} (${shape})`,
    });
}

export function checkFinite(argument: string, array: ArrayLike<number>): void {
  for (let i = 0; i < array.length; i++)
    if (!Number.isFinite(array[i]))
      throw new InvalidArgumentError({
        argument: `${argument}[${i}]`,
        got: array[i],
        expected: 'a finite number',
      });
}
