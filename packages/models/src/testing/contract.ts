/** Assertions of the contract suite. They throw, and say which number was off, by how much, and what was allowed. */
import { CollapseLabError, InvalidArgumentError } from '@collapse-lab/math';
import type { Data } from '../data/data.ts';

export class ContractViolation extends CollapseLabError {
  override readonly name: string = 'ContractViolation';
}

export function require(condition: boolean, message: string): asserts condition {
  if (!condition) throw new ContractViolation(message);
}

/** |got − expected| ≤ tolerance. */
export function requireNear(got: number, expected: number, tolerance: number, label: string): void {
  const difference = Math.abs(got - expected);
  require(Object.is(got, expected) ||
    difference <=
      tolerance, `${label}: got ${got}, expected ${expected}, difference ${difference}, tolerance ${tolerance}`);
}

/** Equal up to rounding: 10⁻¹² of the largest of the numbers. */
export function requireSame(got: ArrayLike<number>, expected: ArrayLike<number>, label: string): void {
  require(got.length === expected.length, `${label}: got ${got.length} numbers, expected ${expected.length}`);
  let scale = 0;
  for (let i = 0; i < expected.length; i++) scale = Math.max(scale, Math.abs(expected[i]));
  for (let i = 0; i < got.length; i++)
    requireNear(got[i], expected[i], 1e-12 * scale, `${label}, number ${i}`);
}

/** Equal to the last bit: the same sequence of numbers by Object.is. */
export function requireIdentical(got: ArrayLike<number>, expected: ArrayLike<number>, label: string): void {
  require(got.length === expected.length, `${label}: got ${got.length} numbers, expected ${expected.length}`);
  for (let i = 0; i < got.length; i++)
    require(Object.is(got[i], expected[i]), `${label}, number ${i}: got ${got[i]}, expected ${expected[i]}`);
}

/** `action` throws an InvalidArgumentError that says what it expected. */
export function requireRefusal(action: () => unknown, label: string): void {
  let thrown: unknown;
  try {
    action();
  } catch (error) {
    thrown = error;
  }
  require(thrown !== undefined, `${label}: accepted, expected an InvalidArgumentError`);
  require(thrown instanceof InvalidArgumentError &&
    thrown.argument !== '' &&
    thrown.expected !==
      '', `${label}: threw ${thrown}, expected an InvalidArgumentError that names its argument`);
}

export function numbersOf(data: Data): ArrayLike<number> {
  return data.values;
}
