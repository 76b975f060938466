import { elementCount } from '../../../graph/shape.ts';
import type { DivisorAttributes } from '../../../operations/loss.ts';
import { at, instruction, real, scratch } from '../instruction.ts';
import type { KernelOperation } from '../kernel-operation.ts';
import type { Opcode } from '../opcode.ts';
import { rowsOf } from './rows.ts';

/** The terms of a loss are kept in double precision. */
const wordsOfDouble = 2;

/** A sum over all elements with the gradients of the first inputs, which may lie over them. */
function dividedSum(opcode: Opcode, gradients: number): KernelOperation {
  return {
    lower({ inputs, outputs, attributes }) {
      const { divisor } = attributes as DivisorAttributes;
      const tensors = [...outputs, ...inputs].map((tensor) => at(tensor));
      return [instruction(opcode, elementCount(inputs[0].shape), ...tensors, real(divisor))];
    },
    inPlace: Array.from({ length: gradients }, (_, input) => [input + 1, input] as const),
  };
}

export const loss: Readonly<Record<string, KernelOperation>> = {
  softmaxCrossEntropy: {
    lower({ inputs: [logits, targets, mask], outputs: [total, dlogits] }) {
      const [rows, n] = rowsOf(logits.shape);
      const terms = scratch(wordsOfDouble * rows);
      const operands = [terms, at(dlogits), at(logits), at(targets), mask && at(mask)];
      return [
        instruction('CROSS_ENTROPY', rows, n, ...operands, rows, 0),
        instruction('SUM_TERMS', rows, at(total), terms),
      ];
    },
    inPlace: [[1, 0]],
  },
  bceWithLogits: dividedSum('BCE_WITH_LOGITS', 1),
  squaredError: dividedSum('SQUARED_ERROR', 1),
  gaussianKl: dividedSum('GAUSSIAN_KL', 2),
};
