import type { TensorType } from './tensor.ts';

/**
 * An operation as the graph knows it: a name and what its outputs are. Its gradient (`src/gradient/rules`), its
 * instructions and its float64 reference stand in tables under the same name.
 */
export interface Operation<A extends object = object> {
  readonly name: string;
  /** Which input is a buffer, that it changes; no other operation may take one. */
  readonly buffer?: number;
  /**
   * Types of the outputs.
   *
   * @throws ShapeError where the inputs do not fit each other; InvalidArgumentError for an attribute out of its domain
   */
  infer(inputs: readonly TensorType[], attributes: A): readonly TensorType[];
}
