/**
 * Numbers to JSON and back, bit for bit: JSON writes a double so that it reads back the same, but has no word for
 * NaN, the infinities and −0, which become strings. (All NaN are one value.)
 */
import { InvalidArgumentError } from '@collapse-lab/math';
import type { Json } from './json.ts';

const words = new Map<string, number>([
  ['NaN', Number.NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
  ['-0', -0],
]);

export function encodeNumber(value: number): number | string {
  if (Number.isFinite(value)) return Object.is(value, -0) ? '-0' : value;
  return String(value);
}

export function decodeNumber(argument: string, encoded: Json | undefined): number {
  if (typeof encoded === 'number') return encoded;
  const value = typeof encoded === 'string' ? words.get(encoded) : undefined;
  if (value === undefined)
    throw new InvalidArgumentError({
      argument,
      got: encoded,
      expected: 'a number, or "NaN", "Infinity", "-Infinity" or "-0"',
    });
  return value;
}

export function encodeNumbers(values: ArrayLike<number>): readonly (number | string)[] {
  return Array.from(values, encodeNumber);
}

/** @param length how many numbers there must be. */
export function decodeNumbers(argument: string, encoded: Json | undefined, length: number): Float64Array {
  if (!Array.isArray(encoded) || encoded.length !== length)
    throw new InvalidArgumentError({ argument, got: encoded, expected: `a list of ${length} numbers` });
  return Float64Array.from(encoded, (value, i) => decodeNumber(`${argument}[${i}]`, value));
}

/** The members of a JSON object. */
export function decodeObject(argument: string, encoded: Json | undefined): { readonly [key: string]: Json } {
  if (encoded === null || typeof encoded !== 'object' || Array.isArray(encoded))
    throw new InvalidArgumentError({ argument, got: encoded, expected: 'a JSON object' });
  return encoded as { readonly [key: string]: Json };
}
