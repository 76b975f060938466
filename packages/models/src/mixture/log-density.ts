import { exp, log, sum } from '@collapse-lab/math';
import type { Points } from '../data/data.ts';
import { gaussianLogDensities } from '../gaussian/log-density.ts';
import { componentOf, type MixtureModel } from './mixture-model.ts';

/**
 * n log densities, by log-sum-exp over the components: as exact in the far tails as in the middle. Infinity on the
 * subspace of a component with a standard deviation of zero.
 */
export function mixtureLogDensities(model: MixtureModel, data: Points): Float64Array {
  const logTotal = log(sum(model.weights));
  const joint = Array.from(model.weights, (weight, c) => {
    const logWeight = log(weight) - logTotal;
    return gaussianLogDensities(componentOf(model, c), data).map((value) =>
      weight === 0 ? -Infinity : value + logWeight,
    );
  });
  return Float64Array.from({ length: data.n }, (_, i) => logSumExp(joint, i));
}

function logSumExp(joint: readonly Float64Array[], i: number): number {
  let largest = -Infinity;
  for (const values of joint) largest = Math.max(largest, values[i]);
  if (Math.abs(largest) === Infinity) return largest;
  let total = 0;
  for (const values of joint) total += exp(values[i] - largest);
  return largest + log(total);
}
