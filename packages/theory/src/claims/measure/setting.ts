/** A setting of a claim as plain data, and the lineage it stands for. */
import { CollapseLabError } from '@collapse-lab/math';
import {
  categorical,
  categoricalSource,
  gaussian,
  type ModelDefinition,
  normalSource,
  poisson,
  poissonSource,
  type RealSource,
} from '@collapse-lab/models';
import type { LineageSpec, Sizes, WorkflowSpec } from '@collapse-lab/process';
import type { ClaimSampler } from '../claim.ts';

export interface GaussianSetting {
  readonly family: 'gaussian';
  readonly ddof: 0 | 1;
  /** λ; default 1. */
  readonly samplingBias?: number;
  /** Covariance of p_0, d rows of d; default one dimension, variance 1. The mean of p_0 is 0. */
  readonly covariance?: readonly (readonly number[])[];
  readonly workflow: WorkflowSpec;
  readonly sizes: Sizes;
}

export interface CategoricalSetting {
  readonly family: 'categorical';
  readonly probabilities: readonly number[];
  readonly workflow: WorkflowSpec;
  readonly sizes: Sizes;
}

export interface PoissonSetting {
  readonly family: 'poisson';
  /** λ_0. */
  readonly rate: number;
  readonly workflow: WorkflowSpec;
  readonly sizes: Sizes;
}

/** Any other family, or other real data. */
export interface OpenSetting {
  // biome-ignore lint/suspicious/noExplicitAny: the options are checked by the definition itself
  readonly family: ModelDefinition<any>;
  readonly options: Readonly<Record<string, unknown>>;
  readonly real: RealSource;
  readonly workflow: WorkflowSpec;
  readonly sizes: Sizes;
  /** About, of one replicate on one core. */
  readonly seconds: Readonly<Partial<Record<ClaimSampler, number>>>;
}

export type Setting = GaussianSetting | CategoricalSetting | PoissonSetting | OpenSetting;

/** The lineage specification of a setting. */
export function specOf(setting: Setting, sampler: ClaimSampler): LineageSpec {
  const { workflow, sizes } = setting;
  return { ...modelOf(setting), workflow, sizes, sampler, numberFormat: 'f64' };
}

function modelOf(setting: Setting): Pick<LineageSpec, 'real' | 'family'> {
  if ('real' in setting) {
    const { family, options, real } = setting;
    return { real, family: createFamily(family, options, real) };
  }
  if (setting.family === 'poisson') {
    const real = poissonSource({ rate: setting.rate });
    return { real, family: createFamily(poisson, {}, real) };
  }
  if (setting.family === 'categorical') {
    const real = categoricalSource(setting.probabilities);
    return { real, family: createFamily(categorical, {}, real) };
  }
  const covariance = setting.covariance ?? [[1]];
  const real = normalSource({ d: covariance.length, covariance });
  const options = { ddof: setting.ddof, samplingBias: setting.samplingBias ?? 1, covariance: 'full' };
  return { real, family: createFamily(gaussian, options, real) };
}

function createFamily(
  // biome-ignore lint/suspicious/noExplicitAny: the options are checked by the definition itself
  definition: ModelDefinition<any>,
  options: Record<string, unknown>,
  real: RealSource,
): LineageSpec['family'] {
  const resolved = definition.resolve(options);
  if ('problems' in resolved) throw new CollapseLabError(JSON.stringify(resolved.problems));
  return definition.create(resolved.options, real.shape, real);
}
