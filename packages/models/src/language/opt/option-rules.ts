/** Rules that options of language models share. */
import type { OptionRule } from '../../family/resolve-options.ts';

export const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 1;
export const isPositive = (value: unknown): boolean =>
  typeof value === 'number' && value > 0 && value < Infinity;
export const isNonNegative = (value: unknown): boolean => value === 0 || isPositive(value);

export function positiveInteger(standard: number): OptionRule {
  return { expected: 'a positive integer', accepts: isCount, default: standard };
}

export function oneOf(words: readonly string[], standard: string): OptionRule {
  const accepts = (value: unknown): boolean => words.includes(value as string);
  return { expected: words.join(' or '), accepts, default: standard };
}
