/**
 * β unrolled: the distribution p_t that D_t of a `mixture` is drawn from, as weights over p_0 and models 0 … t-1.
 * p_{t+1} = α model_t + β p_t + γ p_0 (Shumailov et al., Nature 631, 2024, "learning with generational data"),
 * so a weight is multiplied by β each generation, and α and γ are added for model t and p_0.
 */
import { scheduleAt } from './schedule.ts';
import type { WorkflowSpec } from './workflow.ts';

export interface MixtureWeights {
  /** Weight of p_0. */
  readonly real: number;
  /** models[j], j = 0 … t-1: weight of model j. With `real` they sum to 1. */
  readonly models: Float64Array;
}

/** Weights of p_t, t = 0, 1, …; p_0 is all real. */
export function mixtureWeights(
  workflow: Extract<WorkflowSpec, { kind: 'mixture' }>,
  t: number,
): MixtureWeights {
  const models = new Float64Array(t);
  let real = 1;
  for (let generation = 1; generation <= t; generation++) {
    const beta = scheduleAt(workflow.beta, generation);
    for (let j = 0; j < generation - 1; j++) models[j] *= beta;
    models[generation - 1] = scheduleAt(workflow.alpha, generation);
    real = beta * real + scheduleAt(workflow.gamma, generation);
  }
  return { real, models };
}
