import type { Node, Tensor } from '../graph/tensor.ts';

/**
 * Gradients of the inputs of a node from those of its outputs; undefined where none passes. Nodes that nothing needs
 * are removed later, so that a rule may record the gradient of every input.
 */
export type GradientRule<A extends object = object> = {
  rule(node: Node<A>, gradients: readonly (Tensor | undefined)[]): readonly (Tensor | undefined)[];
}['rule'];
