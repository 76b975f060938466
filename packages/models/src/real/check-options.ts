/** What the options of all sources of real data are checked for. */
import { InvalidArgumentError } from '@collapse-lab/math';
import { checkPositiveInteger } from '../data/make-data.ts';

/** Larger covariances (d × d numbers) and alphabets (k numbers, some times over) do not fit in memory. */
const mostCoordinates = 10_000;
const mostSymbols = 100_000_000;

/** @throws InvalidArgumentError where `options` is not an object. */
export function checkOptions(options: unknown): void {
  if (typeof options === 'object' && options !== null && !Array.isArray(options)) return;
  throw new InvalidArgumentError({ argument: 'options', got: options, expected: 'an object of options' });
}

/** @throws InvalidArgumentError where d is no number of coordinates. */
export function checkDimension(argument: string, d: number): void {
  checkPositiveInteger(argument, d);
  checkMost(argument, d, mostCoordinates);
}

/** @throws InvalidArgumentError where k is no size of an alphabet. */
export function checkAlphabetSize(argument: string, k: number): void {
  checkPositiveInteger(argument, k);
  checkMost(argument, k, mostSymbols);
}

function checkMost(argument: string, got: number, most: number): void {
  if (got <= most) return;
  throw new InvalidArgumentError({
    argument,
    got,
    expected: `at most ${most}, of which there is room in memory`,
  });
}
