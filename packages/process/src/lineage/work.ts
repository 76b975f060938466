/** The long parts of a generation of a family that works in steps: each can be stored between any two of its steps. */
import type { Json, Stepwise } from '@collapse-lab/models';

export type Phase = 'pretraining' | 'generating' | 'training';

/** How far the part is that is worked on. */
export interface WorkProgress {
  readonly phase: Phase;
  readonly made: number;
  readonly steps: number;
  /** What is counted for a rate, such as tokens. */
  readonly units?: { readonly name: string; readonly made: number };
}

export function progressOf(phase: Phase, { made, steps, units }: Stepwise<unknown>): WorkProgress {
  return { phase, made, steps, ...(units === undefined ? {} : { units }) };
}

/** What can only be done at once, as one step. */
export function inOneStep<Result>(make: () => Result): Stepwise<Result> {
  let result: { readonly value: Result } | undefined;
  const finish = (): Result => {
    result ??= { value: make() };
    return result.value;
  };
  return {
    steps: 1,
    get made() {
      return result === undefined ? 0 : 1;
    },
    stride: 1,
    advance: (steps) => {
      if (steps > 0) finish();
    },
    finish,
    encode: (): Json => null,
    restore: () => {},
  };
}
