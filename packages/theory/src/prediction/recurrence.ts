/** Laws that are recursions over generations, as functions of t that remember what they computed. */
import { InvalidArgumentError } from '@collapse-lab/math';

/** Throws InvalidArgumentError where `t` is not a generation. */
export function requireGeneration(t: number): void {
  if (!Number.isInteger(t) || t < 0) {
    throw new InvalidArgumentError({ argument: 't', got: t, expected: 'a generation: an integer ≥ 0' });
  }
}

/**
 * x_0 = first, x_t = step(x_{t-1}, t). States are kept, so asking for all of 0 … T costs T steps.
 * The function returned throws InvalidArgumentError where t is not a generation.
 */
export function recurrence<State>(
  first: State,
  step: (previous: State, t: number) => State,
): (t: number) => State {
  const states = [first];
  return (t) => {
    requireGeneration(t);
    while (states.length <= t) states.push(step(states[states.length - 1], states.length));
    return states[t];
  };
}
