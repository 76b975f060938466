import { InvalidArgumentError } from '@collapse-lab/math';
import { requireInteger, requireOneOf, requirePositive } from '../graph/check.ts';
import type { ExponentialSchedule, LinearSchedule, Schedule } from './schedule.ts';

function checkRamp(argument: string, { peak, end, warmup, steps }: Omit<LinearSchedule, 'kind'>): void {
  requirePositive(`${argument}.peak`, peak);
  if (!(typeof end === 'number' && end >= 0 && end < Infinity)) {
    throw new InvalidArgumentError({
      argument: `${argument}.end`,
      got: end,
      expected: 'a finite number ≥ 0',
    });
  }
  requireInteger(`${argument}.warmup`, warmup, 0);
  requireInteger(`${argument}.steps`, steps, 1);
  if (warmup <= steps) return;
  throw new InvalidArgumentError({
    argument: `${argument}.warmup`,
    got: warmup,
    expected: `at most steps, ${steps}`,
  });
}

function checkExponential(argument: string, { initial, factor, every }: ExponentialSchedule): void {
  requirePositive(`${argument}.initial`, initial);
  requirePositive(`${argument}.factor`, factor);
  requireInteger(`${argument}.every`, every, 1);
}

/** @throws InvalidArgumentError where a number of the schedule is out of its domain */
export function checkSchedule(argument: string, schedule: Schedule): void {
  if (typeof schedule !== 'object' || schedule === null) {
    requirePositive(argument, schedule);
    return;
  }
  requireOneOf(`${argument}.kind`, schedule.kind, ['linear', 'cosine', 'exponential']);
  if (schedule.kind === 'exponential') checkExponential(argument, schedule);
  else checkRamp(argument, schedule);
}
