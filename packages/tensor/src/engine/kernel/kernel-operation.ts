import type { Node } from '../../graph/tensor.ts';
import type { Instruction } from './instruction.ts';

/** How the kernels run an operation. */
export interface KernelOperation {
  /** The instructions of a node, in order. */
  lower(node: Node): readonly Instruction[];
  /**
   * Pairs [output, input]: the output may lie over the input where that is as long and no one reads it later. The first
   * pair that is possible is used.
   */
  readonly inPlace?: readonly (readonly [output: number, input: number])[];
}
