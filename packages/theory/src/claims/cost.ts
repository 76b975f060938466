/** How long a claim takes, from what it simulates: for the longest first, and for a progress bar. */
import { countsOf } from '../prediction/moments/moment-law.ts';
import type { Claim, ClaimSampler } from './claim.ts';
import {
  type Experiment,
  generationsOf,
  plannedReplicates,
  replicatesAt,
  runsIn,
} from './measure/experiment.ts';
import type { OpenSetting, Setting } from './measure/setting.ts';

type KnownSetting = Exclude<Setting, OpenSetting>;

/** Seconds on one core, about: a fit to points, beside the points themselves. */
const perPointsFit = { gaussian: 1e-6, categorical: 4e-6, poisson: 1e-6 };
const perPoint = 30e-9;

/** A law-exact fit: plain replace, replace by a schedule or another workflow, categorical. */
function perLawFit({ family, workflow, sizes }: KnownSetting): number {
  if (family !== 'gaussian') return 0.25e-6;
  return workflow.kind === 'replace' && typeof sizes.new === 'number' ? 0.15e-6 : 0.5e-6;
}

/**
 * Estimated seconds on one core; deterministic, meant for ordering. 0 where the claim does not run under the
 * sampler.
 */
export function estimateCost(claim: Claim, sampler: ClaimSampler, scale = 1, full = false): number {
  const experiments = claim.experiments.filter((experiment) => runsIn(experiment, full));
  return experiments.reduce(
    (sum, experiment) => sum + experimentCost(experiment, { sampler, scale, full }),
    0,
  );
}

interface Run {
  readonly sampler: ClaimSampler;
  readonly scale: number;
  readonly full: boolean;
}

function experimentCost(experiment: Experiment, { sampler, scale, full }: Run): number {
  const { setting, simulation } = experiment;
  const replicates = replicatesAt(plannedReplicates(experiment, sampler, full) ?? 0, scale);
  if (simulation !== undefined) return replicates * simulation.seconds;
  if ('real' in setting) return replicates * (setting.seconds[sampler] ?? 0);
  const fits = generationsOf(experiment) + 1;
  if (sampler === 'statistics') return replicates * fits * perLawFit(setting);
  return replicates * (fits * perPointsFit[setting.family] + pointsOf(setting, fits) * perPoint);
}

/** Points drawn and read by one replicate. */
function pointsOf({ workflow, sizes }: KnownSetting, fits: number): number {
  const counts = countsOf(workflow, sizes);
  let points = sizes.initial;
  for (let t = 1; t < fits; t++) {
    points += counts.of('model', t) + counts.of('real', t) + counts.of('pool', t) + counts.total(t);
  }
  return points;
}
