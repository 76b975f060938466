// Which tensors of a program share memory, and from when to when it is needed. A value is what lies in one block: a tensor,
// other shapes of it, and tensors that were computed in its place after its last use.
import type { RecordedProgram } from '../graph/recorded-module.ts';
import { elementCount } from '../graph/shape.ts';
import type { Node, Tensor } from '../graph/tensor.ts';
import type { Block } from './block.ts';

export interface Value extends Block {
  readonly words: number;
  /** Position of the node that makes it. */
  readonly first: number;
  /** Position of its last use; Infinity where it is an output of the program. */
  last: number;
  /** The leaf whose memory it is, which outlives every run: parameter, slot, buffer, input, hyper or constant. */
  readonly leaf?: Node;
}

/** Pairs [output, input] of a node whose output may lie over the input. */
export type InPlace = (node: Node) => readonly (readonly [output: number, input: number])[];

/** Operations whose output is their input under another shape. */
const views: ReadonlySet<string> = new Set(['reshape', 'stopGradient']);

function lastUses({ nodes, outputs }: RecordedProgram): ReadonlyMap<Tensor, number> {
  const last = new Map<Tensor, number>();
  for (const [position, { inputs, outputs: made }] of nodes.entries()) {
    for (const tensor of [...inputs, ...made]) last.set(tensor, position);
  }
  for (const tensor of Object.values(outputs)) last.set(tensor, Infinity);
  return last;
}

/** The value of every tensor of a program. */
export function valuesOf(program: RecordedProgram, inPlace: InPlace): ReadonlyMap<Tensor, Value> {
  const last = lastUses(program);
  const values = new Map<Tensor, Value>();

  function join(tensor: Tensor, value: Value): void {
    value.last = Math.max(value.last, last.get(tensor)!);
    values.set(tensor, value);
  }

  function replaced(node: Node, position: number, output: Tensor, taken: Set<Value>): Value | undefined {
    const words = elementCount(output.shape);
    const candidates = inPlace(node)
      .filter(([index]) => index === output.index)
      .map(([, input]) => values.get(node.inputs[input])!);
    return candidates.find(
      (value) =>
        value.leaf === undefined && value.words === words && value.last <= position && !taken.has(value),
    );
  }

  function place(node: Node, position: number): void {
    if (views.has(node.operation)) {
      join(node.outputs[0], values.get(node.inputs[0])!);
      return;
    }
    const leaf = node.inputs.length === 0 ? { leaf: node } : {};
    const taken = new Set<Value>();
    for (const output of node.outputs) {
      const own = { words: elementCount(output.shape), first: position, last: position, ...leaf };
      const value = replaced(node, position, output, taken) ?? own;
      taken.add(value);
      join(output, value);
    }
  }

  for (const [position, node] of program.nodes.entries()) place(node, position);
  return values;
}
