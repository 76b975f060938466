/** Draws from p_t by walking back have the multinomial law of the unrolled weights. */
import { chiSquaredSurvival } from '@collapse-lab/math';
import { createLineage, type LineageSpec, mixtureWeights, type WorkflowSpec } from '@collapse-lab/process';
import { describe, expect, it } from 'vitest';
import { streamsOf } from './support/settings.ts';
import { type Origins, taggedFamily, taggedReal } from './support/tagged-family.ts';

const workflow: Extract<WorkflowSpec, { kind: 'mixture' }> = {
  kind: 'mixture',
  alpha: { kind: 'list', values: [0.5, 0.25, 0.5, 0.3] },
  beta: { kind: 'list', values: [0.5, 0.5, 0.25, 0.6] },
  gamma: { kind: 'list', values: [0, 0.25, 0.25, 0.1] },
};
const generations = 4;
const n = 50;

/** Origins of D_4 over seeds. */
function lastOrigins(sampler: 'statistics' | 'samples', seeds: number): Origins[] {
  return Array.from({ length: seeds }, (_, seed) => {
    const { family, log } = taggedFamily({ law: true });
    const spec: LineageSpec = {
      real: taggedReal,
      family,
      workflow,
      sizes: { initial: 5, new: n },
      sampler,
      numberFormat: 'f64',
    };
    const lineage = createLineage(spec, streamsOf(seed));
    let state = lineage.init();
    while (state.t < generations) state = lineage.step(state);
    return log[generations];
  });
}

describe.each(['statistics', 'samples'] as const)('D_4 of a mixture, %s', (sampler) => {
  const seeds = 400;
  const drawn = lastOrigins(sampler, seeds);
  const { real, models } = mixtureWeights(workflow, generations);
  const weights = [real, ...models];
  const counts = weights.map((_, i) => drawn.map((origins) => origins[i - 1] ?? 0));

  // χ² with 4 degrees of freedom; false alarm 1e-6.
  it('has components in the proportions of the unrolled weights', () => {
    const total = seeds * n;
    const statistic = weights.reduce((sum, weight, i) => {
      const observed = counts[i].reduce((a, b) => a + b);
      return sum + (observed - total * weight) ** 2 / (total * weight);
    }, 0);
    expect(chiSquaredSurvival(statistic, weights.length - 1)).toBeGreaterThan(1e-6);
  });

  // Σ (count − n w)² / (n w (1 − w)) over seeds is close to χ² with `seeds` degrees of freedom; two-sided 2e-6 each.
  it('has counts as random as multinomial ones, not fixed shares', () => {
    weights.forEach((weight, i) => {
      const scaled =
        counts[i].reduce((sum, count) => sum + (count - n * weight) ** 2, 0) / (n * weight * (1 - weight));
      const p = chiSquaredSurvival(scaled, seeds);
      expect(p).toBeGreaterThan(1e-6);
      expect(p).toBeLessThan(1 - 1e-6);
    });
  });
});
