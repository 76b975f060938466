import { expect } from 'vitest';

/** Asserts |got − expected| ≤ tolerance, and says by how much it is off where it is not. */
export function expectNear(got: number, expected: number, tolerance: number, label = ''): void {
  const difference = Math.abs(got - expected);
  const message = `${label}: got ${got}, expected ${expected}, difference ${difference}, tolerance ${tolerance}`;
  expect(got === expected || difference <= tolerance, message).toBe(true);
}

/** The same for every entry; `scale` times ε is the tolerance of each. */
export function expectAllNear(
  got: ArrayLike<number>,
  expected: ArrayLike<number>,
  scale: number,
  label = '',
): void {
  expect(got.length, `${label}: length`).toBe(expected.length);
  for (let i = 0; i < got.length; i++)
    expectNear(got[i], expected[i], scale * Number.EPSILON, `${label}[${i}]`);
}

export function largest(values: ArrayLike<number>): number {
  return Math.max(...Array.from(values, Math.abs));
}
