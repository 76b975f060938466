// Buffers are memory that operations change: a node that takes one is kept even where nothing needs its outputs, and runs in
// its place among the others.
import type { Node, Tensor } from './tensor.ts';

export function isBuffer({ node }: Tensor): boolean {
  return node.operation === 'buffer';
}

/** The buffer that a node changes. */
export function bufferOf({ inputs }: Node): Tensor | undefined {
  return inputs.find(isBuffer);
}
