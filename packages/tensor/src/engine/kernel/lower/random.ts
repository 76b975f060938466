import { elementCount } from '../../../graph/shape.ts';
import type { DropoutAttributes } from '../../../operations/random.ts';
import { at, instruction, real } from '../instruction.ts';
import type { KernelOperation } from '../kernel-operation.ts';

export const random: Readonly<Record<string, KernelOperation>> = {
  reparameterise: {
    lower({ inputs: [mean, logVariance, noise], outputs: [z, deviation] }) {
      const tensors = [z, deviation, mean, logVariance, noise].map((tensor) => at(tensor));
      return [instruction('REPARAMETERISE', elementCount(z.shape), ...tensors)];
    },
    inPlace: [
      [0, 0],
      [1, 1],
    ],
  },
  dropout: {
    lower({ inputs: [x, bits], outputs: [y], attributes }) {
      const { rate } = attributes as DropoutAttributes;
      const threshold = Math.min(Math.ceil(rate * 0x100000000), 0xffffffff) | 0;
      const operands = [at(y), at(x), at(bits), threshold, real(1 / (1 - rate))];
      return [instruction('DROPOUT', elementCount(x.shape), ...operands)];
    },
    inPlace: [[0, 0]],
  },
};
