import { adam, adamw, learningRateAt, momentum, type Schedule, sgd } from '@collapse-lab/tensor';
import { describe, expect, it } from 'vitest';
import { messageOf } from '../support/message-of.ts';

const ramp = { peak: 1, end: 0.1, warmup: 4, steps: 12 } as const;

describe('learning rates', () => {
  const at = (schedule: Schedule, steps: readonly number[]) =>
    steps.map((step) => learningRateAt(schedule, step));

  it('a number stays', () => {
    expect(at(0.5, [0, 1000])).toEqual([0.5, 0.5]);
  });

  it('linear: up to the peak in the last step of the warm-up, down to the end, and stays', () => {
    expect(at({ kind: 'linear', ...ramp }, [0, 1, 3, 4, 12, 99])).toEqual([0.25, 0.5, 1, 1, 0.1, 0.1]);
    expect(learningRateAt({ kind: 'linear', ...ramp }, 8)).toBeCloseTo(0.55, 15);
  });

  it('cosine: as linear, half of the fall in the middle, a quarter of the way in: 1 − (1 − √½)/2 of it', () => {
    const cosine = { kind: 'cosine', ...ramp } as const;
    expect(at(cosine, [0, 3, 4, 12, 99])).toEqual([0.25, 1, 1, 0.1, 0.1]);
    expect(learningRateAt(cosine, 8)).toBeCloseTo(0.55, 15);
    expect(learningRateAt(cosine, 6)).toBeCloseTo(0.1 + (0.9 * (1 + Math.SQRT1_2)) / 2, 15);
  });

  it('no warm-up starts at the peak', () => {
    expect(learningRateAt({ kind: 'cosine', ...ramp, warmup: 0 }, 0)).toBe(1);
    expect(learningRateAt({ kind: 'linear', peak: 1, end: 0, warmup: 3, steps: 3 }, 3)).toBe(1);
    expect(learningRateAt({ kind: 'linear', peak: 1, end: 0, warmup: 3, steps: 3 }, 4)).toBe(0);
  });

  it('exponential: a factor every few steps', () => {
    const schedule = { kind: 'exponential', initial: 8, factor: 0.5, every: 3 } as const;
    expect(at(schedule, [0, 2, 3, 5, 6])).toEqual([8, 8, 4, 4, 2]);
  });
});

describe('optimisers refuse', () => {
  it.each<readonly [string, () => unknown]>([
    ['sgd.learningRate: got 0, expected a finite number > 0.', () => sgd({ learningRate: 0 })],
    [
      'sgd.weightDecay: got -1, expected a finite number ≥ 0.',
      () => sgd({ learningRate: 1, weightDecay: -1 }),
    ],
    [
      'momentum.momentum: got 1, expected a number in [0, 1).',
      () => momentum({ learningRate: 1, momentum: 1 }),
    ],
    ['adam.beta2: got 1, expected a number in [0, 1).', () => adam({ learningRate: 1, beta2: 1 })],
    ['adamw.epsilon: got 0, expected a finite number > 0.', () => adamw({ learningRate: 1, epsilon: 0 })],
    [
      'adam.learningRate.kind: got "step", expected one of "linear", "cosine", "exponential".',
      () => adam({ learningRate: { kind: 'step' } as never }),
    ],
    [
      'adam.learningRate.warmup: got 13, expected at most steps, 12.',
      () => adam({ learningRate: { kind: 'linear', ...ramp, warmup: 13 } }),
    ],
    [
      'adam.learningRate.peak: got 0, expected a finite number > 0.',
      () => adam({ learningRate: { kind: 'cosine', ...ramp, peak: 0 } }),
    ],
    [
      'adam.learningRate.end: got -1, expected a finite number ≥ 0.',
      () => adam({ learningRate: { kind: 'cosine', ...ramp, end: -1 } }),
    ],
    [
      'adam.learningRate.every: got 0, expected an integer ≥ 1.',
      () => adam({ learningRate: { kind: 'exponential', initial: 1, factor: 0.5, every: 0 } }),
    ],
  ])('%s', (message, action) => {
    expect(messageOf(action)).toBe(message);
  });
});
