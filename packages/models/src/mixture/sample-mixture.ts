import { createAliasTable, fillCategorical, fillNormal, type Stream } from '@collapse-lab/math';
import type { Points } from '../data/data.ts';
import { fullFactor } from '../gaussian/gaussian-model.ts';
import { componentOf, type MixtureModel } from './mixture-model.ts';

/**
 * n points, each from a component of its own drawing: the rows are i.i.d. in their order, so that any part of them is
 * a sample too (points grouped by component would not be). First all components are drawn, then all normal variates.
 */
export function sampleMixture(model: MixtureModel, n: number, stream: Stream): Points {
  const { d, k, means, weights } = model;
  const values = new Float64Array(n * d);
  const labels = fillCategorical(stream, createAliasTable(weights), new Uint32Array(n));
  fillNormal(stream, values);
  const factors = new Float64Array(k * d * d);
  for (let c = 0; c < k; c++) factors.set(fullFactor(componentOf(model, c)), c * d * d);
  const place = d === 2 ? placeInPlane : placeInSpace;
  place(values, labels, means, factors, d);
  return { kind: 'points', n, d, values };
}

/** x = μ + L z in place: coordinate j needs z_0 … z_j, so the last is made first. */
type Place = (
  values: Float64Array,
  labels: Uint32Array,
  means: Float64Array,
  factors: Float64Array,
  d: number,
) => void;

const placeInPlane: Place = (values, labels, means, factors) => {
  for (let i = 0; i < labels.length; i++) {
    const c = labels[i];
    const z = values[2 * i];
    values[2 * i] = means[2 * c] + factors[4 * c] * z;
    values[2 * i + 1] = means[2 * c + 1] + factors[4 * c + 2] * z + factors[4 * c + 3] * values[2 * i + 1];
  }
};

const placeInSpace: Place = (values, labels, means, factors, d) => {
  for (let i = 0; i < labels.length; i++) {
    const c = labels[i];
    for (let j = d - 1; j >= 0; j--) {
      const row = (c * d + j) * d;
      let value = means[c * d + j];
      for (let l = 0; l <= j; l++) value += factors[row + l] * values[i * d + l];
      values[i * d + j] = value;
    }
  }
};
