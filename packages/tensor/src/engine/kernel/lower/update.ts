import { elementCount } from '../../../graph/shape.ts';
import type { AdamAttributes, MomentumAttributes, SgdAttributes } from '../../../operations/update.ts';
import { at, instruction, real, scratch } from '../instruction.ts';
import type { KernelOperation } from '../kernel-operation.ts';

/** SUM_BLOCK in kernel/vector.h. */
const sumBlock = 512;

export const update: Readonly<Record<string, KernelOperation>> = {
  globalNorm: {
    lower({ inputs, outputs: [norm] }) {
      const squares = inputs.map((tensor) => {
        const n = elementCount(tensor.shape);
        const blocks = Math.ceil(n / sumBlock);
        const sums = scratch(blocks);
        return {
          made: instruction('SUMS_OF_SQUARES', blocks, n, at(tensor), sums),
          operands: [sums, blocks],
        };
      });
      const operands = squares.flatMap((each) => each.operands);
      return [...squares.map(({ made }) => made), instruction('GLOBAL_NORM', at(norm), ...operands)];
    },
  },
  sgd: {
    lower({ inputs: [parameter, gradient, hyper, scale], attributes }) {
      const { weightDecay } = attributes as SgdAttributes;
      const tensors = [at(parameter), at(gradient), at(hyper), scale && at(scale)];
      return [instruction('SGD', elementCount(parameter.shape), ...tensors, real(weightDecay))];
    },
  },
  momentum: {
    lower({ inputs: [parameter, gradient, hyper, velocity, scale], attributes }) {
      const { weightDecay, momentum, nesterov } = attributes as MomentumAttributes;
      const tensors = [at(parameter), at(velocity), at(gradient), at(hyper), scale && at(scale)];
      const numbers = [real(weightDecay), real(momentum), nesterov ? 1 : 0];
      return [instruction('MOMENTUM', elementCount(parameter.shape), ...tensors, ...numbers)];
    },
  },
  adam: {
    lower({ inputs: [parameter, gradient, hyper, first, second, scale], attributes }) {
      const { beta1, beta2, epsilon, weightDecay, decoupled } = attributes as AdamAttributes;
      const tensors = [at(parameter), at(first), at(second), at(gradient), at(hyper), scale && at(scale)];
      const decays = decoupled ? [0, weightDecay] : [weightDecay, 0];
      const numbers = [beta1, beta2, epsilon, 1 - beta1, 1 - beta2, ...decays].map(real);
      return [instruction('ADAM', elementCount(parameter.shape), ...tensors, ...numbers)];
    },
  },
};
