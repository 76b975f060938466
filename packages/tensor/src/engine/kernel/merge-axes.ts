// Axes that several operands walk through alike are one axis to a kernel: two contiguous tensors of any rank are one
// run of elements, a matrix and a row are two axes.
import { InvalidArgumentError } from '@collapse-lab/math';

export interface Walk {
  readonly sizes: readonly number[];
  /** One list of strides per operand, in elements. */
  readonly strides: readonly (readonly number[])[];
}

/** Axes of the kernels' loops (`MOST_AXES` in kernel/elementwise.h). */
const mostAxes = 8;

/**
 * The same walk with as few axes as possible: axes of size 1 vanish, and two neighbours become one where every operand
 * steps through both as through one. At least `least` axes are left.
 */
export function mergeAxes({ sizes, strides }: Walk, least: number): Walk {
  const axes: { size: number; steps: number[] }[] = [];
  for (const [axis, size] of sizes.entries()) {
    if (size === 1) continue;
    const steps = strides.map((operand) => operand[axis]);
    const last = axes[axes.length - 1];
    if (last?.steps.every((step, operand) => step === steps[operand] * size)) {
      last.size *= size;
      last.steps = steps;
    } else axes.push({ size, steps });
  }
  while (axes.length < least) axes.unshift({ size: 1, steps: strides.map(() => 0) });
  if (axes.length > mostAxes) refuse(sizes);
  return {
    sizes: axes.map(({ size }) => size),
    strides: strides.map((_, operand) => axes.map(({ steps }) => steps[operand])),
  };
}

function refuse(sizes: readonly number[]): never {
  throw new InvalidArgumentError({
    argument: 'shape',
    got: sizes,
    expected: `at most ${mostAxes} axes that cannot be merged`,
    remedy: 'Reshape the tensor to fewer axes first.',
  });
}
