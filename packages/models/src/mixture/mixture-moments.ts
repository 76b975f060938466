import { gram, sum } from '@collapse-lab/math';
import { fullFactor } from '../gaussian/gaussian-model.ts';
import { momentsOf } from '../real/gaussian-mixture.ts';
import { componentOf, type MixtureModel } from './mixture-model.ts';

/** Mean (d) and covariance (d × d, row-major) of a mixture as a whole: within its components and between them. */
export function mixtureMoments(model: MixtureModel): { mean: Float64Array; covariance: Float64Array } {
  const total = sum(model.weights);
  const components = Array.from(model.weights, (weight, c) => {
    const component = componentOf(model, c);
    const covariance = gram(fullFactor(component), model.d);
    return { weight: weight / total, mean: component.mean, covariance };
  });
  return momentsOf(components, model.d);
}
