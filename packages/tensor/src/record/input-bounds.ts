// Ids that pick rows or elements must lie inside what they pick from, or an engine would read elsewhere. The bounds of
// inputs are found here, once, and sessions check the numbers before every run.
import { ShapeError } from '../graph/shape-error.ts';
import type { Node, Tensor } from '../graph/tensor.ts';
import type { SizeAttributes } from '../operations/embedding.ts';

interface Pick {
  readonly ids: Tensor;
  /** The number of things to pick from. */
  readonly size: number;
}

/** What a node picks by ids. */
function picks({ operation, inputs, attributes }: Node): readonly Pick[] {
  switch (operation) {
    case 'embedding':
      return [{ ids: inputs[1], size: inputs[0].shape[0] }];
    case 'gatherLast':
    case 'softmaxCrossEntropy':
      return [{ ids: inputs[1], size: inputs[0].shape[inputs[0].shape.length - 1] }];
    case 'scatterLast':
      return [{ ids: inputs[1], size: (attributes as SizeAttributes).size }];
    case 'embeddingGradient':
      return [{ ids: inputs[0], size: (attributes as SizeAttributes).size }];
    case 'storeKeysValues':
      return [{ ids: inputs[2], size: inputs[0].shape[0] }];
    case 'cachedAttention':
      return [
        { ids: inputs[2], size: inputs[1].shape[1] },
        { ids: inputs[3], size: inputs[1].shape[0] },
      ];
    default:
      return [];
  }
}

/** The nodes that the elements of an i32 tensor come from: all operations in between only move them. */
function origins({ node }: Tensor): Node[] {
  return isRanking(node) || node.inputs.length === 0 ? [node] : node.inputs.flatMap(origins);
}

/** Whether ids are indices along the last axis of what the node is given. */
function isRanking({ operation }: Node): boolean {
  return operation === 'argmax' || operation === 'topK';
}

function checkRanking(by: Node, { operation, inputs: [x] }: Node, size: number): void {
  const largest = x.shape[x.shape.length - 1];
  if (largest <= size) return;
  throw new ShapeError(
    by.operation,
    `ids: got ${operation} over ${largest} elements, expected at most ${size}, the number of things to pick from.`,
  );
}

/** For every input whose elements are ids, the number of things that all of its uses can pick from. */
export function inputBounds(nodes: readonly Node[]): Map<Node, number> {
  const bounds = new Map<Node, number>();
  for (const node of nodes) {
    for (const { ids, size } of picks(node)) {
      for (const origin of origins(ids)) {
        if (isRanking(origin)) checkRanking(node, origin, size);
        else bounds.set(origin, Math.min(size, bounds.get(origin) ?? Infinity));
      }
    }
  }
  return bounds;
}
