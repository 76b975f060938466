import type { ReductionAttributes } from '../../../operations/reduction.ts';
import type { TfjsKernel } from '../tfjs-kernel.ts';

/** Without axes to reduce, TensorFlow.js differs between backends: the value is what it was. */
function reduction(name: 'sum' | 'mean' | 'max'): TfjsKernel<ReductionAttributes> {
  return (tf, { attributes: { axes, keepDimensions } }, [x]) => [
    axes.length === 0 ? tf.clone(x) : tf[name](x, [...axes], keepDimensions),
  ];
}

const argmax: TfjsKernel = (tf, _, [x]) => [tf.argMax(x, -1)];

export const reductionKernels: Readonly<Record<string, TfjsKernel>> = {
  sum: reduction('sum'),
  mean: reduction('mean'),
  max: reduction('max'),
  argmax,
};
