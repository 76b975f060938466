import { expect } from 'vitest';

/** Expects every element within tolerance·(1 + |expected|) of the expected one. */
export function expectNear(
  got: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
  label: string,
): void {
  expect(got.length, `${label}: length`).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(got[i] - expected[i]) / (1 + Math.abs(expected[i]));
    const message = `${label}[${i}]: got ${got[i]}, expected ${expected[i]}`;
    expect(got[i] === expected[i] || difference <= tolerance, message).toBe(true);
  }
}
