// The recorded graph is plain data: nodes hold the name of their operation, their inputs and attributes, and the types
// of their outputs. What an operation means stands in tables keyed by its name.
import type { Shape } from './shape.ts';

/** Element types, both of 4 bytes: binary32 numbers, and signed 32-bit integers (ids, random bits). */
export type DType = 'f32' | 'i32';

/** What is known of a value before it exists. */
export interface TensorType {
  readonly shape: Shape;
  readonly dtype: DType;
}

/** A symbolic value: output `index` of `node`. */
export interface Tensor extends TensorType {
  readonly node: Node;
  readonly index: number;
}

/** One application of an operation. */
export interface Node<A extends object = object> {
  /** Position among the nodes of its program; inputs have smaller ones. */
  readonly id: number;
  /** Key of the operation tables: `matmul`. */
  readonly operation: string;
  readonly inputs: readonly Tensor[];
  /** What configures the operation: numbers, strings, booleans and arrays of numbers; they survive JSON. */
  readonly attributes: A;
  readonly outputs: readonly Tensor[];
}
