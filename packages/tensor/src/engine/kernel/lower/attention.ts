import type { Node } from '../../../graph/tensor.ts';
import type { AttentionAttributes } from '../../../operations/attention.ts';
import { at, instruction, ownScratch } from '../instruction.ts';
import type { KernelOperation } from '../kernel-operation.ts';
import { matmulScratch } from '../scratch-size.ts';

function sizesOf({ inputs: [qkv], attributes }: Node) {
  const { heads, causal } = attributes as AttentionAttributes;
  const [batch, time, width] = qkv.shape;
  return { batch, time, heads, size: width / 3 / heads, causal: causal ? 1 : 0 };
}

/** Enough for the products of [time, size], [size, time] and [time, time] in every order. */
function packedBlocks(time: number, size: number) {
  return ownScratch(Math.max(matmulScratch(time, time, size), matmulScratch(time, size, time)));
}

export const attention: Readonly<Record<string, KernelOperation>> = {
  attention: {
    lower(node) {
      const { batch, time, heads, size, causal } = sizesOf(node);
      const [out, probabilities] = node.outputs;
      const operands = [at(out), at(probabilities), at(node.inputs[0]), ...packedBlocks(time, size)];
      return [instruction('ATTENTION', batch, time, heads, size, causal, ...operands)];
    },
  },
  attentionGradient: {
    lower(node) {
      const { batch, time, heads, size, causal } = sizesOf(node);
      const tensors = [node.outputs[0], ...node.inputs].map((tensor) => at(tensor));
      const own = [...ownScratch(time * time), ...packedBlocks(time, size)];
      return [instruction('ATTENTION_GRADIENT', batch, time, heads, size, causal, ...tensors, ...own)];
    },
  },
};
