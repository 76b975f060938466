import { bufferOf } from '../graph/buffer.ts';
import type { Node, Tensor } from '../graph/tensor.ts';

/** Whether a node changes memory that outlives the run: parameters, slots or a buffer. */
function changesMemory(node: Node): boolean {
  return node.outputs.length === 0 || bufferOf(node) !== undefined;
}

function needed(nodes: readonly Node[], outputs: readonly Tensor[]): Set<Node> {
  const found = new Set<Node>(outputs.map(({ node }) => node));
  for (const node of [...nodes].reverse()) {
    if (changesMemory(node) || node.operation === 'input') found.add(node);
    if (found.has(node)) for (const input of node.inputs) found.add(input.node);
  }
  return found;
}

/** The node with a new id and inputs among `copies`. */
function copyOf(node: Node, id: number, copies: Map<Tensor, Tensor>): Node {
  const outputs: Tensor[] = [];
  const { operation, attributes } = node;
  const copy: Node = {
    id,
    operation,
    inputs: node.inputs.map((input) => copies.get(input)!),
    attributes,
    outputs,
  };
  node.outputs.forEach((output) => {
    const { index, shape, dtype } = output;
    const twin: Tensor = { node: copy, index, shape, dtype };
    outputs.push(twin);
    copies.set(output, twin);
  });
  return copy;
}

/**
 * Copies of the nodes that outputs, updates and buffers need, and of all inputs, with ids 0, 1, … in the same order; updates,
 * which were recorded last, stay last.
 */
export function prune(
  nodes: readonly Node[],
  outputs: Readonly<Record<string, Tensor>>,
): { nodes: readonly Node[]; outputs: Readonly<Record<string, Tensor>> } {
  const keep = needed(nodes, Object.values(outputs));
  const copies = new Map<Tensor, Tensor>();
  const kept = nodes.filter((node) => keep.has(node)).map((node, id) => copyOf(node, id, copies));
  const twins = Object.entries(outputs).map(([name, tensor]) => [name, copies.get(tensor)!]);
  return { nodes: kept, outputs: Object.fromEntries(twins) };
}
