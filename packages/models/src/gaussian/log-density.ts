import { log } from '@collapse-lab/math';
import type { Points } from '../data/data.ts';
import { fullFactor, type GaussianModel } from './gaussian-model.ts';

/** log √(2π). */
const halfLogTwoPi = 0.9189385332046728;

/**
 * log N(x; μ, Σ) of each point (the fitted density: the sampling bias does not enter). Where Σ is singular: Infinity
 * on the affine subspace that carries the mass, −Infinity off it.
 */
export function gaussianLogDensities(model: GaussianModel, data: Points): Float64Array {
  const { d, mean } = model;
  const factor = fullFactor(model);
  const result = new Float64Array(data.n);
  let constant = -d * halfLogTwoPi;
  for (let j = 0; j < d; j++) constant -= log(Math.abs(factor[j * d + j]));
  const standard = new Float64Array(d);
  for (let i = 0; i < data.n; i++) {
    let squares = 0;
    for (let j = 0; j < d; j++) {
      let rest = data.values[i * d + j] - mean[j];
      for (let k = 0; k < j; k++) rest -= factor[j * d + k] * standard[k];
      standard[j] = rest === 0 ? 0 : rest / factor[j * d + j];
      squares += standard[j] * standard[j];
    }
    result[i] = squares === Infinity ? -Infinity : constant - squares / 2;
  }
  return result;
}
