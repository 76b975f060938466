/** Generations as an option: which of those that are recorded have an artifact. */
import type { OptionRule } from '@collapse-lab/models';

export type ChosenGenerations = 'all' | readonly number[];

export const generationsRule: OptionRule = {
  expected: 'all, or a list of generations',
  accepts: (value) => value === 'all' || (Array.isArray(value) && value.every(isGeneration)),
  default: 'all',
};

function isGeneration(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

export function isChosen(at: ChosenGenerations, t: number): boolean {
  return at === 'all' || at.includes(t);
}
