import { CollapseLabError } from '@collapse-lab/math';
import type { RecordedProgram } from '../../graph/recorded-module.ts';
import type { Node, Tensor } from '../../graph/tensor.ts';
import type { ConstantAttributes, NameAttributes } from '../../operations/leaf.ts';
import type { Values } from './kernel.ts';
import { referenceKernels } from './table.ts';

/** Where the values of leaves come from: arrays by name. Nodes change those of parameters, slots and buffers. */
export interface Leaves {
  readonly parameter: Readonly<Record<string, Values>>;
  readonly input: Readonly<Record<string, Values>>;
  readonly buffer: Readonly<Record<string, Values>>;
  readonly slot: Readonly<Record<string, Values>>;
  readonly hyper: Readonly<Record<string, Values>>;
}

const noValues = new Float64Array(0);

function outputsOf(node: Node, leaves: Leaves, inputs: readonly Values[]): readonly Values[] {
  const { operation, attributes } = node;
  if (operation === 'constant') return [Float64Array.of((attributes as ConstantAttributes).value)];
  if (operation in leaves) {
    return [leaves[operation as keyof Leaves][(attributes as NameAttributes).name]];
  }
  const kernel = referenceKernels.get(operation);
  if (kernel === undefined) throw new CollapseLabError(`reference engine: no kernel of ${operation}.`);
  return kernel(node, inputs);
}

/** Runs a program node by node and returns the values of its outputs, those of parameters before they are updated. */
export function interpret(program: RecordedProgram, leaves: Leaves): Record<string, Values> {
  const known = new Map<Tensor, Values>();
  const shown = new Map<Tensor, Values>(Object.values(program.outputs).map((tensor) => [tensor, noValues]));
  for (const node of program.nodes) {
    const inputs = node.inputs.map((input) => known.get(input)!);
    const outputs = outputsOf(node, leaves, inputs);
    node.outputs.forEach((output, i) => {
      known.set(output, outputs[i]);
      if (shown.has(output)) shown.set(output, outputs[i].slice());
    });
  }
  const outputs = Object.entries(program.outputs);
  return Object.fromEntries(outputs.map(([name, tensor]) => [name, shown.get(tensor)!]));
}
