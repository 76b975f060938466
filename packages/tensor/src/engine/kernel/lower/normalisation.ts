import type { LayerNormAttributes } from '../../../operations/normalisation.ts';
import { at, instruction, real } from '../instruction.ts';
import type { KernelOperation } from '../kernel-operation.ts';
import type { Opcode } from '../opcode.ts';
import { rowsOf } from './rows.ts';

function rowwise(opcode: Opcode): KernelOperation {
  return {
    lower({ inputs: [x], outputs: [y] }) {
      return [instruction(opcode, ...rowsOf(x.shape), at(y), at(x))];
    },
    inPlace: [[0, 0]],
  };
}

function rowwiseGradient(opcode: Opcode): KernelOperation {
  return {
    lower({ inputs: [y, dy], outputs: [dx] }) {
      return [instruction(opcode, ...rowsOf(y.shape), at(dx), at(y), at(dy))];
    },
    inPlace: [
      [0, 1],
      [0, 0],
    ],
  };
}

export const normalisation: Readonly<Record<string, KernelOperation>> = {
  layerNorm: {
    lower({ inputs: [x, gain, bias], outputs: [y, mean, rstd], attributes }) {
      const { epsilon } = attributes as LayerNormAttributes;
      const operands = [at(y), at(mean), at(rstd), at(x), at(gain), at(bias), real(epsilon)];
      return [instruction('LAYER_NORM', ...rowsOf(x.shape), ...operands)];
    },
    inPlace: [[0, 0]],
  },
  layerNormGradient: {
    lower({ inputs: [x, gain, mean, rstd, dy], outputs: [dx, dgain, dbias] }) {
      const [rows, n] = rowsOf(x.shape);
      const columns = [dgain, dbias, x, mean, rstd, dy].map((tensor) => at(tensor));
      // Last, since dx may lie over dy.
      const all = [dx, x, gain, mean, rstd, dy].map((tensor) => at(tensor));
      return [
        instruction('LAYER_NORM_PARAMETER_GRADIENTS', n, rows, n, ...columns),
        instruction('LAYER_NORM_GRADIENT', rows, n, ...all),
      ];
    },
    inPlace: [[0, 4]],
  },
  softmax: rowwise('SOFTMAX'),
  softmaxGradient: rowwiseGradient('SOFTMAX_GRADIENT'),
  logSoftmax: rowwise('LOG_SOFTMAX'),
  logSoftmaxGradient: rowwiseGradient('LOG_SOFTMAX_GRADIENT'),
};
