import { CollapseLabError } from '@collapse-lab/math';
import { bufferOf, isBuffer } from '../../graph/buffer.ts';
import type { RecordedProgram } from '../../graph/recorded-module.ts';
import type { Node, Tensor } from '../../graph/tensor.ts';
import type { ConstantAttributes, NameAttributes } from '../../operations/leaf.ts';
import { tfjsKernels } from './kernels/table.ts';
import type { Tfjs, TfjsTensor } from './tfjs.ts';

/** The value of a leaf: parameter, buffer, input, slot or hyper. */
export type LeafValue = (kind: string, name: string) => TfjsTensor;

/** What a run leaves behind, all of it new. */
export interface Results {
  readonly outputs: ReadonlyMap<string, TfjsTensor>;
  /** New values of parameters, slots and buffers, by their tensor. */
  readonly updated: ReadonlyMap<Tensor, TfjsTensor>;
}

function kernelOf({ operation }: Node) {
  const kernel = tfjsKernels.get(operation);
  if (kernel !== undefined) return kernel;
  throw new CollapseLabError(`tfjs: no kernel of ${operation}.`);
}

function valuesOf(
  tf: Tfjs,
  node: Node,
  inputs: readonly TfjsTensor[],
  leaf: LeafValue,
): readonly TfjsTensor[] {
  const { operation, attributes } = node;
  if (operation === 'constant') return [tf.scalar((attributes as ConstantAttributes).value, 'float32')];
  if (inputs.length === 0) return [leaf(operation, (attributes as NameAttributes).name)];
  return kernelOf(node)(tf, node, inputs);
}

/** What a node changes: the buffer, or the parameter and the slots of an update. */
function targetsOf(node: Node): Tensor[] {
  const buffer = bufferOf(node);
  if (buffer !== undefined) return [buffer];
  if (node.outputs.length > 0) return [];
  return [node.inputs[0], ...node.inputs.filter((input) => input.node.operation === 'slot')];
}

/**
 * Runs a program node by node. Updates, and outputs that are parameters, read the values from before all updates; what uses a
 * buffer reads what the nodes before it left there.
 */
export function interpret(tf: Tfjs, program: RecordedProgram, leaf: LeafValue): Results {
  const known = new Map<Tensor, TfjsTensor>();
  const updated = new Map<Tensor, TfjsTensor>();
  for (const node of program.nodes) {
    const inputs = node.inputs.map((input) => known.get(input)!);
    const values = valuesOf(tf, node, inputs, leaf);
    node.outputs.forEach((tensor, i) => {
      known.set(tensor, values[i]);
    });
    targetsOf(node).forEach((tensor, i) => {
      const value = values[node.outputs.length + i];
      updated.set(tensor, value);
      if (isBuffer(tensor)) known.set(tensor, value);
    });
  }
  const outputs = Object.entries(program.outputs).map(([name, tensor]) => {
    return [name, tf.clone(known.get(tensor)!)] as const;
  });
  return { outputs: new Map(outputs), updated };
}
