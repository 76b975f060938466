import { elementCount, type Shape } from '../../../graph/shape.ts';

/** A tensor as rows of its last axis: [rows, size]. */
export function rowsOf(shape: Shape): readonly [rows: number, size: number] {
  const size = shape[shape.length - 1];
  return [elementCount(shape) / size, size];
}
