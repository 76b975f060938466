import type { Values } from './kernel.ts';

/** Consecutive pieces of `width` elements, as views. */
export function rowsOf(values: Values, width: number): Values[] {
  return Array.from({ length: values.length / width }, (_, i) => values.subarray(i * width, (i + 1) * width));
}

/** Size of the last axis. */
export function lastSize({ shape }: { readonly shape: readonly number[] }): number {
  return shape[shape.length - 1];
}

export function total(values: ArrayLike<number>): number {
  let result = 0;
  for (let i = 0; i < values.length; i++) result += values[i];
  return result;
}

export function dot(a: Values, b: Values): number {
  return total(a.map((value, i) => value * b[i]));
}
