/** How long a claim takes, from what it simulates: for the longest first, and for a progress bar. */
import { countsOf } from '../prediction/moments/moment-law.ts';
import type { Claim, ClaimSampler } from './claim.ts';
import { type Experiment, generationsOf } from './measure/experiment.ts';

/** Seconds on one core of 2024: of one law-exact fit, of one fit to points, and of one point. */
const perLawFit = { gaussian: 0.3e-6, categorical: 0.5e-6 };
const perPointsFit = 1e-6;
const perPoint = 25e-9;

/** Estimated seconds on one core; deterministic, meant for ordering. 0 where the claim does not run under the sampler. */
export function estimateCost(claim: Claim, sampler: ClaimSampler, scale = 1): number {
  return claim.experiments.reduce((sum, experiment) => sum + experimentCost(experiment, sampler), 0) * scale;
}

function experimentCost(experiment: Experiment, sampler: ClaimSampler): number {
  const replicates = experiment.replicates[sampler] ?? 0;
  const { setting } = experiment;
  const generations = generationsOf(experiment);
  if (sampler === 'statistics') return replicates * (generations + 1) * perLawFit[setting.family];
  const counts = countsOf(setting.workflow, setting.sizes);
  let points = setting.sizes.initial;
  for (let t = 1; t <= generations; t++) {
    points += counts.of('model', t) + counts.of('real', t) + counts.of('pool', t) + counts.total(t);
  }
  return replicates * (generations * perPointsFit + points * perPoint);
}
