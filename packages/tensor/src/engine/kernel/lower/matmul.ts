import { elementCount } from '../../../graph/shape.ts';
import type { Node } from '../../../graph/tensor.ts';
import type { MatmulAttributes } from '../../../operations/matmul.ts';
import { at, instruction, ownScratch, real } from '../instruction.ts';
import type { KernelOperation } from '../kernel-operation.ts';
import { matmulScratch } from '../scratch-size.ts';
import { activationNumbers } from './activation.ts';

/** Bits of the flags in kernel/matmul.h. */
const transposeABit = 1;
const transposeBBit = 2;

export const matmul: Readonly<Record<string, KernelOperation>> = {
  matmul: {
    lower({ inputs: [a, b, bias], outputs: [y], attributes }: Node) {
      const { transposeA, transposeB, alpha, activation } = attributes as MatmulAttributes;
      const flags = (transposeA ? transposeABit : 0) | (transposeB ? transposeBBit : 0);
      const n = y.shape[y.shape.length - 1];
      // A matrix b: the leading axes of a are rows. Else as many products as there are matrices.
      const batch = b.shape.length === 2 ? 1 : elementCount(b.shape.slice(0, -2));
      const m = elementCount(y.shape) / n / batch;
      const k = elementCount(a.shape) / batch / m;
      const [strideA, strideB] = [a, b].map(({ shape }) => shape[shape.length - 1]);
      const operandA = [at(a), strideA, m * k];
      const operandB = [at(b), strideB, k * n];
      const operandC = [at(y), n, m * n];
      const end = [bias && at(bias), real(alpha), ...ownScratch(matmulScratch(m, n, k))];
      const operands = [...operandA, ...operandB, ...operandC, ...end];
      return [instruction('MATMUL', flags, activationNumbers[activation], batch, m, n, k, ...operands)];
    },
  },
};
