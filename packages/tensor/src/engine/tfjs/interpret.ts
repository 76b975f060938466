import { CollapseLabError } from '@collapse-lab/math';
import type { RecordedProgram } from '../../graph/recorded-module.ts';
import type { Node, Tensor } from '../../graph/tensor.ts';
import type { ConstantAttributes, NameAttributes } from '../../operations/leaf.ts';
import { tfjsKernels } from './kernels/table.ts';
import type { Tfjs, TfjsTensor } from './tfjs.ts';

/** The value of a leaf: parameter, input, slot or hyper. */
export type LeafValue = (kind: string, name: string) => TfjsTensor;

/** What a run leaves behind, all of it new. */
export interface Results {
  readonly outputs: ReadonlyMap<string, TfjsTensor>;
  /** New values of parameters and slots, by their tensor. */
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

/** What an update changes: its parameter, then its slots. */
function targetsOf({ inputs }: Node): Tensor[] {
  return [inputs[0], ...inputs.filter(({ node }) => node.operation === 'slot')];
}

/** Runs a program node by node. Updates, and outputs that are parameters, read the values from before all updates. */
export function interpret(tf: Tfjs, program: RecordedProgram, leaf: LeafValue): Results {
  const known = new Map<Tensor, TfjsTensor>();
  const updated = new Map<Tensor, TfjsTensor>();
  for (const node of program.nodes) {
    const inputs = node.inputs.map((input) => known.get(input)!);
    const values = valuesOf(tf, node, inputs, leaf);
    const update = node.outputs.length === 0;
    (update ? targetsOf(node) : node.outputs).forEach((tensor, i) => {
      (update ? updated : known).set(tensor, values[i]);
    });
  }
  const outputs = Object.entries(program.outputs).map(([name, tensor]) => {
    return [name, tf.clone(known.get(tensor)!)] as const;
  });
  return { outputs: new Map(outputs), updated };
}
