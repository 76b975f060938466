import { elementCount } from '../../../graph/shape.ts';
import type { ActivationAttributes } from '../../../operations/activation.ts';
import { at, instruction } from '../instruction.ts';
import type { KernelOperation } from '../kernel-operation.ts';

/** Numbers of the activations in kernel/activation.h. */
export const activationNumbers = {
  none: 0,
  relu: 1,
  sigmoid: 2,
  tanh: 3,
  gelu: 4,
  silu: 5,
  softplus: 6,
} as const;

export const activation: Readonly<Record<string, KernelOperation>> = {
  activation: {
    lower({ inputs: [x], outputs: [y], attributes }) {
      const { kind } = attributes as ActivationAttributes;
      return [instruction('ACTIVATION', activationNumbers[kind], elementCount(y.shape), at(y), at(x))];
    },
    inPlace: [[0, 0]],
  },
  activationGradient: {
    lower({ inputs: [saved, dy], outputs: [dx], attributes }) {
      const { kind } = attributes as ActivationAttributes;
      const count = elementCount(dx.shape);
      return [instruction('ACTIVATION_GRADIENT', activationNumbers[kind], count, at(dx), at(saved), at(dy))];
    },
    inPlace: [
      [0, 1],
      [0, 0],
    ],
  },
};
