// Ids that pick rows or elements must lie inside what they pick from, or an engine would read elsewhere. The bounds of
// inputs are found here, once, and sessions check the numbers before every run.
import { ShapeError } from '../graph/shape-error.ts';
import type { Node, Tensor } from '../graph/tensor.ts';
import type { SizeAttributes } from '../operations/embedding.ts';

/** The ids of a node that picks by ids, and the number of things to pick from. */
function picks({ operation, inputs, attributes }: Node): { ids: Tensor; size: number } | undefined {
  switch (operation) {
    case 'embedding':
      return { ids: inputs[1], size: inputs[0].shape[0] };
    case 'gatherLast':
    case 'softmaxCrossEntropy':
      return { ids: inputs[1], size: inputs[0].shape[inputs[0].shape.length - 1] };
    case 'scatterLast':
      return { ids: inputs[1], size: (attributes as SizeAttributes).size };
    case 'embeddingGradient':
      return { ids: inputs[0], size: (attributes as SizeAttributes).size };
    default:
      return undefined;
  }
}

/** The nodes that the elements of an i32 tensor come from: all operations in between only move them. */
function origins({ node }: Tensor): Node[] {
  return node.operation === 'argmax' || node.inputs.length === 0 ? [node] : node.inputs.flatMap(origins);
}

function checkArgmax(by: Node, { inputs: [x] }: Node, size: number): void {
  const largest = x.shape[x.shape.length - 1];
  if (largest <= size) return;
  throw new ShapeError(
    by.operation,
    `ids: got argmax over ${largest} elements, expected at most ${size}, the number of things to pick from.`,
  );
}

/** For every input whose elements are ids, the number of things that all of its uses can pick from. */
export function inputBounds(nodes: readonly Node[]): Map<Node, number> {
  const bounds = new Map<Node, number>();
  for (const node of nodes) {
    const pick = picks(node);
    if (pick === undefined) continue;
    for (const origin of origins(pick.ids)) {
      if (origin.operation === 'argmax') checkArgmax(node, origin, pick.size);
      else bounds.set(origin, Math.min(pick.size, bounds.get(origin) ?? Infinity));
    }
  }
  return bounds;
}
