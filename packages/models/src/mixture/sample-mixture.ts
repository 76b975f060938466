import { createAliasTable, categorical as drawComponent, normal, type Stream } from '@collapse-lab/math';
import type { Points } from '../data/data.ts';
import { checkSize } from '../data/make-data.ts';
import { fullFactor } from '../gaussian/gaussian-model.ts';
import { componentOf, type MixtureModel } from './mixture-model.ts';

/**
 * n points, each from a component of its own drawing: the rows are i.i.d. in their order, so that any part of them is
 * a sample too (points grouped by component would not be).
 */
export function sampleMixture(model: MixtureModel, n: number, stream: Stream): Points {
  checkSize('n', n);
  const { d, k, means, weights } = model;
  const values = new Float64Array(n * d);
  const factors = Array.from({ length: k }, (_, c) => fullFactor(componentOf(model, c)));
  const table = createAliasTable(weights);
  const z = new Float64Array(d);
  for (let i = 0; i < n; i++) {
    const c = drawComponent(stream, table);
    const factor = factors[c];
    for (let j = 0; j < d; j++) z[j] = normal(stream);
    for (let j = 0; j < d; j++) {
      let value = means[c * d + j];
      for (let l = 0; l <= j; l++) value += factor[j * d + l] * z[l];
      values[i * d + j] = value;
    }
  }
  return { kind: 'points', n, d, values };
}
