/** Rules that options of several families have. */
import { isNonNegative, isPositive, isPositiveInteger } from '../data/is-number.ts';
import type { OptionRule } from './resolve-options.ts';

export function positiveInteger(standard: number): OptionRule {
  return { expected: 'a positive integer', accepts: isPositiveInteger, default: standard };
}

export function positive(standard: number): OptionRule {
  return { expected: 'a positive number', accepts: isPositive, default: standard };
}

export function nonNegative(standard: number): OptionRule {
  return { expected: 'a number of at least 0', accepts: isNonNegative, default: standard };
}

export function oneOf(words: readonly string[], standard: string): OptionRule {
  const accepts = (value: unknown): boolean => words.includes(value as string);
  return { expected: words.join(' or '), accepts, default: standard };
}
