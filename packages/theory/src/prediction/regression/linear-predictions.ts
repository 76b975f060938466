/**
 * Predictions for linear regression by least squares on normal inputs. The errors that fits add are independent given
 * the inputs, and E G⁻¹ = Σ⁻¹ / (n − d − 1) for G = XᵀX of n inputs, so that the mean squared error of the weights is
 * e_t Σ⁻¹, and the excess risk e_t d. With σ_0 the noise of real labels, σ of synthetic ones, T = |D_0| and
 * m_t = new / T rounds of the same inputs:
 *   fixed inputs, replace:     e_t = (σ_0² + σ² Σ 1/m_i) / (T − d − 1)
 *   fixed inputs, accumulate:  e_t = (σ_0² + σ² Σ m_i/M_i²) / (T − d − 1),  M_i = 1 + m_1 + … + m_i
 *   new inputs, replace:       e_t = σ_0² / (T − d − 1) + σ² Σ 1/(n_i − d − 1)
 *   new inputs, accumulate:    e_t = σ_0² / (T − d − 1) + σ² Σ n_i/(N_i (N_i − d − 1)),  N_i rows so far
 * Gerstgrasser et al. 2024, Theorems 1 and 2, are the second and first for m = 1 and σ = σ_0; Dohmatob et al. 2024 has
 * the third; the fourth by exchangeability of batches, E[G⁻¹ G_i G⁻¹] = (n_i/N_i) E G⁻¹. A noise that is refitted
 * without bias keeps its mean under replace only.
 */
import { solveLower } from '@collapse-lab/math';
import type { LineageSpec } from '@collapse-lab/process';
import { isConstant } from '@collapse-lab/process';
import { type Counts, countsOf } from '../moments/moment-law.ts';
import type { Prediction } from '../prediction.ts';
import { recurrence } from '../recurrence.ts';

interface LinearSetting {
  readonly initial: number;
  readonly counts: Counts;
  /** d + 1. */
  readonly lost: number;
  /** σ_0² and σ². */
  readonly real: number;
  readonly synthetic: number;
}

type ErrorLaw = (setting: LinearSetting) => (t: number) => number;

const gerstgrasser = 'Gerstgrasser et al. 2024, for any rounds and noise';
const laws: Readonly<Record<string, { readonly source: string; readonly error: ErrorLaw }>> = {
  'fixed replace': { source: `${gerstgrasser}, Theorem 1`, error: fixedReplace },
  'fixed accumulate': { source: `${gerstgrasser}, Theorem 2`, error: fixedAccumulate },
  'fresh replace': { source: 'Dohmatob et al. 2024, without penalty', error: freshReplace },
  'fresh accumulate': { source: 'exact, by exchangeability of batches', error: freshAccumulate },
};

export function linearPredictions({ real, family, workflow, sizes }: LineageSpec): readonly Prediction[] {
  const { truth } = real;
  const { design, noise, ridge } = family.options ?? {};
  const kind = workflow.kind === 'replace-grown' ? 'replace' : workflow.kind;
  const law = laws[`${design} ${kind}`];
  if (truth?.kind !== 'linear' || law === undefined || ridge !== 0) return [];
  const lost = truth.d + 1;
  const enough = (n: number): boolean => n > lost;
  const smallest = law === laws['fresh replace'] ? smallestNew(workflow.kind, sizes) : sizes.initial;
  if (!enough(sizes.initial) || !enough(smallest)) return [];
  if (noise === 'refitted' && kind !== 'replace') return [];
  const variance = truth.noise * truth.noise;
  const synthetic = noise === 'refitted' ? variance : (noise as number) * (noise as number);
  const counts = countsOf(workflow, sizes);
  const error = law.error({ initial: sizes.initial, counts, lost, real: variance, synthetic });
  const prediction = (metric: string, factor: number): Prediction => ({
    metric,
    functional: 'mean',
    source: law.source,
    kind: 'exact',
    at: (t) => factor * error(t),
  });
  return [prediction('testError', truth.d), prediction('weightError', inverseTrace(truth.factor, truth.d))];
}

/** The fewest new inputs that a model is fitted to; 0 where it is not known for all generations. */
function smallestNew(kind: string, { initial, new: size }: LineageSpec['sizes']): number {
  if (kind === 'replace-grown') return initial;
  return isConstant(size) && typeof size === 'number' ? Math.round(size) : 0;
}

/** tr Σ⁻¹ = |L⁻¹|², Σ = L Lᵀ. */
function inverseTrace(factor: Float64Array, d: number): number {
  let total = 0;
  for (let j = 0; j < d; j++) {
    const unit = Float64Array.from({ length: d }, (_, i) => (i === j ? 1 : 0));
    for (const value of solveLower(factor, d, unit)) total += value * value;
  }
  return total;
}

function fixedReplace({ initial, counts, lost, real, synthetic }: LinearSetting): (t: number) => number {
  const scale = 1 / (initial - lost);
  return recurrence(real * scale, (error, t) => {
    return error + (synthetic * scale * initial) / counts.of('model', t);
  });
}

function fixedAccumulate({ initial, counts, lost, real, synthetic }: LinearSetting): (t: number) => number {
  const scale = 1 / (initial - lost);
  const step = recurrence({ error: real * scale, pool: initial }, ({ error, pool }, t) => {
    const added = counts.of('model', t);
    const total = pool + added;
    return { error: error + (synthetic * scale * initial * added) / (total * total), pool: total };
  });
  return (t) => step(t).error;
}

function freshReplace({ initial, counts, lost, real, synthetic }: LinearSetting): (t: number) => number {
  return recurrence(real / (initial - lost), (error, t) => {
    return error + synthetic / (counts.of('model', t) - lost);
  });
}

function freshAccumulate({ initial, counts, lost, real, synthetic }: LinearSetting): (t: number) => number {
  const step = recurrence({ error: real / (initial - lost), pool: initial }, ({ error, pool }, t) => {
    const added = counts.of('model', t);
    const total = pool + added;
    return { error: error + (synthetic * added) / (total * (total - lost)), pool: total };
  });
  return (t) => step(t).error;
}
