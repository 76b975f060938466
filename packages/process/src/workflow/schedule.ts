/** A number that may depend on the generation it is used for, t + 1 = 1, 2, …: sizes, and the weights α, β, γ. */
import { InvalidArgumentError, pow } from '@collapse-lab/math';
import type { Problem } from './problem.ts';

export type Schedule =
  | number
  /** intercept + slope·(t+1). */
  | { readonly kind: 'linear'; readonly intercept: number; readonly slope: number }
  /** scale·(t+1)^exponent. */
  | { readonly kind: 'power'; readonly scale: number; readonly exponent: number }
  /** values[t], the last one from then on. */
  | { readonly kind: 'list'; readonly values: readonly number[] };

/** The schedule's value for the step that makes D_generation; `generation` is t + 1 = 1, 2, …. */
export function scheduleAt(schedule: Schedule, generation: number): number {
  if (typeof schedule === 'number') return schedule;
  switch (schedule.kind) {
    case 'linear':
      return schedule.intercept + schedule.slope * generation;
    case 'power':
      return schedule.scale * pow(generation, schedule.exponent);
    case 'list':
      return schedule.values[Math.min(generation, schedule.values.length) - 1];
  }
}

/**
 * The schedule as a number of points: rounded to the nearest integer, halves up.
 *
 * @throws InvalidArgumentError when the value is negative or not finite at this generation
 */
export function sizeAt(schedule: Schedule, generation: number, argument: string): number {
  const value = scheduleAt(schedule, generation);
  if (isSize(value)) return Math.round(value);
  throw new InvalidArgumentError({
    argument,
    got: value,
    expected: `a number of points from 0 to 2^53 at generation ${generation}`,
  });
}

/** Whether a schedule's value can be rounded to a number of points. */
export function isSize(value: number): boolean {
  return value >= 0 && value <= Number.MAX_SAFE_INTEGER;
}

/** Whether the schedule gives the same number for every generation. */
export function isConstant(schedule: Schedule): boolean {
  if (typeof schedule === 'number') return true;
  if (schedule.kind === 'linear') return schedule.slope === 0;
  if (schedule.kind === 'power') return schedule.exponent === 0;
  return schedule.values.every((value) => value === schedule.values[0]);
}

/** What is wrong with the form of a schedule; its values are a matter of where it is used. */
export function scheduleProblems(schedule: Schedule, path: Problem['path']): Problem[] {
  if (typeof schedule === 'number') return finite(schedule, path);
  if (typeof schedule !== 'object' || schedule === null) {
    return [{ path, got: schedule, expected: 'a number, or a schedule with kind linear, power or list' }];
  }
  switch (schedule.kind) {
    case 'linear':
      return [
        ...finite(schedule.intercept, [...path, 'intercept']),
        ...finite(schedule.slope, [...path, 'slope']),
      ];
    case 'power':
      return [
        ...finite(schedule.scale, [...path, 'scale']),
        ...finite(schedule.exponent, [...path, 'exponent']),
      ];
    case 'list':
      return listProblems(schedule.values, [...path, 'values']);
    default:
      return [
        {
          path: [...path, 'kind'],
          got: (schedule as { kind: unknown }).kind,
          expected: 'linear, power or list',
        },
      ];
  }
}

function listProblems(values: readonly number[], path: Problem['path']): Problem[] {
  if (!Array.isArray(values) || values.length === 0) {
    return [{ path, got: values, expected: 'a list of one number or more' }];
  }
  return values.flatMap((value, index) => finite(value, [...path, index]));
}

function finite(value: unknown, path: Problem['path']): Problem[] {
  return Number.isFinite(value) ? [] : [{ path, got: value, expected: 'a finite number' }];
}
