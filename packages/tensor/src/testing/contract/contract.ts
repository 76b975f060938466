/** Assertions of the contract suite. They throw, and say which number was off, by how much, and what was allowed. */
import { CollapseLabError } from '@collapse-lab/math';

export class ContractViolation extends CollapseLabError {
  override readonly name: string = 'ContractViolation';
}

export function require(condition: boolean, message: string): asserts condition {
  if (!condition) throw new ContractViolation(message);
}

/** ε of f32, 2⁻²³. */
export const epsilon = 1.1920928955078125e-7;

/** Largest difference, in ε of the largest element that is expected (of 1 where that is smaller). */
export function errorOf(got: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (got.length !== expected.length) return Infinity;
  let scale = 1;
  let most = 0;
  for (let i = 0; i < expected.length; i++) {
    const error = Math.abs(got[i] - expected[i]);
    scale = Math.max(scale, Math.abs(expected[i]));
    most = error <= most ? most : error > most ? error : Infinity;
  }
  return most / scale / epsilon;
}

/** The error is at most `limit` ε. */
export function requireNear(
  got: ArrayLike<number>,
  expected: ArrayLike<number>,
  limit: number,
  label: string,
): void {
  const error = errorOf(got, expected);
  require(error <= limit, `${label}: off by ${error} ε of the largest element, expected at most ${limit} ε`);
}

/** Equal to the last bit: the same numbers by Object.is. */
export function requireIdentical(got: ArrayLike<number>, expected: ArrayLike<number>, label: string): void {
  require(got.length === expected.length, `${label}: got ${got.length} numbers, expected ${expected.length}`);
  for (let i = 0; i < got.length; i++) {
    require(Object.is(got[i], expected[i]), `${label}[${i}]: got ${got[i]}, expected ${expected[i]}`);
  }
}

/** `action` throws an error with this message. */
export function requireRefusal(action: () => unknown, message: string): void {
  let thrown: unknown;
  try {
    action();
  } catch (error) {
    thrown = error;
  }
  require(thrown instanceof Error &&
    thrown.message === message, `got ${thrown}, expected the error: ${message}`);
}
