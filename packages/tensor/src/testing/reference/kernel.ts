import type { Node } from '../../graph/tensor.ts';

/** Elements of one tensor, row-major; integers are held exactly. */
export type Values = Float64Array;

/**
 * What an operation means, in double precision and in the plainest way. Updates have no outputs and change the values of their
 * parameter and slots in place, as what takes a buffer does its values.
 */
export type ReferenceKernel<A extends object = object> = {
  kernel(node: Node<A>, inputs: readonly Values[]): readonly Values[];
}['kernel'];
