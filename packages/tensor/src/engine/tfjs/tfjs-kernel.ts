import type { Node } from '../../graph/tensor.ts';
import type { Tfjs, TfjsTensor } from './tfjs.ts';

/**
 * An operation in terms of TensorFlow.js: the values of the outputs from those of the inputs. Behind them comes what the node changes: the
 * buffer, or for an update the new values of its parameter and its slots, in the order of its inputs.
 */
export type TfjsKernel<A extends object = object> = {
  kernel(tf: Tfjs, node: Node<A>, inputs: readonly TfjsTensor[]): readonly TfjsTensor[];
}['kernel'];
