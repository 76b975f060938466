// Learning rates as functions of the number of steps done, as data: they survive JSON and threads.
import { cos, pow } from '@collapse-lab/math';

/** A fixed learning rate, or one of the schedules. */
export type Schedule = number | LinearSchedule | CosineSchedule | ExponentialSchedule;

/** Rises linearly to `peak` over `warmup` steps, then falls linearly to `end` at step `steps`, and stays. */
export interface LinearSchedule {
  readonly kind: 'linear';
  readonly peak: number;
  readonly end: number;
  readonly warmup: number;
  readonly steps: number;
}

/** As linear, but falls along half a cosine (Loshchilov and Hutter 2017, without restarts). */
export interface CosineSchedule {
  readonly kind: 'cosine';
  readonly peak: number;
  readonly end: number;
  readonly warmup: number;
  readonly steps: number;
}

/** initial · factor^⌊step/every⌋. */
export interface ExponentialSchedule {
  readonly kind: 'exponential';
  readonly initial: number;
  readonly factor: number;
  readonly every: number;
}

/**
 * The learning rate of a step.
 *
 * @param step number of steps done before, from 0
 */
export function learningRateAt(schedule: Schedule, step: number): number {
  if (typeof schedule === 'number') return schedule;
  if (schedule.kind === 'exponential') {
    return schedule.initial * pow(schedule.factor, Math.floor(step / schedule.every));
  }
  const { peak, end, warmup, steps } = schedule;
  if (step < warmup) return (peak * (step + 1)) / warmup;
  const progress = Math.min(1, (step - warmup) / Math.max(1, steps - warmup));
  const left = schedule.kind === 'linear' ? 1 - progress : 0.5 * (1 + cos(Math.PI * progress));
  return end + (peak - end) * left;
}
