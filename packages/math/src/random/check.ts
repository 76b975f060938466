// Refusals shared by the samplers. The conditions stand in the samplers themselves, where they are cheap; only the
// failing call pays for building a message.

import { InvalidArgumentError } from '../error.ts';

/** Largest count that every sampler takes exactly: 2^53. */
export const LARGEST_COUNT = 9007199254740992;

export function refuse(argument: string, got: unknown, expected: string): never {
  throw new InvalidArgumentError({ argument, got, expected });
}

export function isCount(n: number): boolean {
  return n >= 0 && n <= LARGEST_COUNT && Math.floor(n) === n;
}

export function checkCount(argument: string, got: number): void {
  if (!isCount(got)) refuse(argument, got, 'an integer in [0, 2^53]');
}

export function checkProbability(argument: string, got: number): void {
  if (!(got >= 0 && got <= 1)) refuse(argument, got, 'a number in [0, 1]');
}

export function checkNonNegative(argument: string, got: number): void {
  if (!(got >= 0 && got < Infinity)) refuse(argument, got, 'a finite number ≥ 0');
}

export function checkPositive(argument: string, got: number): void {
  if (!(got > 0 && got < Infinity)) refuse(argument, got, 'a finite number > 0');
}

export function checkFinite(argument: string, got: number): void {
  if (!(got > -Infinity && got < Infinity)) refuse(argument, got, 'a finite number');
}

export function checkNumber(argument: string, got: number): void {
  if (typeof got !== 'number' || Number.isNaN(got)) refuse(argument, got, 'a number');
}

/** Buffer of `length` numbers: `out` when given, else a new one. */
export function buffer(out: Float64Array | undefined, length: number): Float64Array {
  if (out === undefined) return new Float64Array(length);
  if (!(out instanceof Float64Array) || out.length !== length) {
    refuse('out', out, `a Float64Array of length ${length}`);
  }
  return out;
}
