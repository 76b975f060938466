/** Two Gaussians fitted again and again to points of one, as a simulation: the metric compares with model 0. */
import { log } from '@collapse-lab/math';
import {
  componentOf,
  fullFactor,
  type MixtureModel,
  mixture,
  normalSource,
  squaredL2Mixtures,
} from '@collapse-lab/models';
import { createLineage, replicateStreams } from '@collapse-lab/process';
import type { Simulation } from './experiment.ts';
import type { Quantity } from './quantity.ts';
import { specOf } from './setting.ts';

/** The setting of the released notebook: n points of N(0, I_2), two full components, k-means afresh for every fit. */
function lineageOf(n: number) {
  return specOf(
    {
      family: mixture,
      options: { components: 2, tolerance: 1e-5, iterations: 2000 },
      real: normalSource({ d: 2 }),
      workflow: { kind: 'replace' },
      sizes: { initial: n, new: n },
      seconds: {},
    },
    'samples',
  );
}

export function mixtureLineage(n: number, times: readonly number[], seconds: number): Simulation {
  const spec = lineageOf(n);
  const last = times[times.length - 1];
  return {
    seconds,
    run(stream) {
      const lineage = createLineage(spec, replicateStreams(stream, 0), { generations: last });
      let state = lineage.init();
      const first = lineage.decode(lineage.encode(state)).model as MixtureModel;
      const rows = new Map<number, Record<string, number>>();
      for (const t of times) {
        while (state.t < t) state = lineage.step(state);
        const model = state.model as MixtureModel;
        rows.set(t, { squaredL2: squaredL2Mixtures(first, model), width: componentWidth(model) });
      }
      return (metric, t) => rows.get(t)![metric];
    },
  };
}

/** Root mean variance of a coordinate within a component, mean over components. */
function componentWidth(model: MixtureModel): number {
  let sum = 0;
  for (let c = 0; c < model.k; c++) {
    const factor = fullFactor(componentOf(model, c));
    let trace = 0;
    for (const entry of factor) trace += entry * entry;
    sum += Math.sqrt(trace / model.d) / model.k;
  }
  return sum;
}

export const squaredL2: Quantity = {
  name: 'L2² between model t and model 0',
  metrics: ['squaredL2'],
  value: (read, t) => read('squaredL2', t),
};

/** Light-tailed where L2² itself is not. */
export const logSquaredL2: Quantity = {
  ...squaredL2,
  name: 'log L2² between model t and model 0',
  value: (read, t) => log(read('squaredL2', t)),
};

export const width: Quantity = {
  name: 'standard deviation of a component',
  metrics: ['width'],
  value: (read, t) => read('width', t),
};
