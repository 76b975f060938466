/** Numbers that must not change unless a law version is raised, since stored results are found by their keys. */
import type { CategoricalModel, GaussianModel } from '@collapse-lab/models';
import { createLineage, type SamplerName, whyNotStatistics } from '@collapse-lab/process';
import { cases, models, specOf, streamsOf } from './settings.ts';

const generations = [0, 1, 4];

/** `family, workflow, sampler` → one number of models 0, 1 and 4. */
export function goldenRows(): Record<string, number[]> {
  const rows: Record<string, number[]> = {};
  for (const model of models) {
    for (const setting of cases) {
      const samplers: SamplerName[] = ['samples'];
      if (whyNotStatistics(specOf(model, setting, 'auto')) === undefined) samplers.push('statistics');
      for (const sampler of samplers) {
        const lineage = createLineage(specOf(model, setting, sampler), streamsOf('golden'));
        let state = lineage.init();
        rows[`${model.label}, ${setting.name}, ${sampler}`] = generations.map((t) => {
          while (state.t < t) state = lineage.step(state);
          return numberOf(state.model);
        });
      }
    }
  }
  return rows;
}

function numberOf(model: unknown): number {
  const { factor, probabilities } = model as Partial<GaussianModel & CategoricalModel>;
  return probabilities === undefined ? factor![factor!.length - 1] : probabilities[0];
}
