/**
 * Predictions for the Poisson family. The mean is unbiased and the variance of a count is λ, of which the mean is λ_0
 * in every generation, so that mean squared errors add up: λ_0 Σ 1/n under replace, λ_0 Σ n_i/N_i² under accumulate
 * (N_i counts so far; π²/6 · λ_0/n in the limit of equal batches: Dey & Donoho 2024). A model is extinct where every count
 * with a weight is 0, so that weights of both kinds enter its law.
 */
import { exp } from '@collapse-lab/math';
import type { LineageSpec } from '@collapse-lab/process';
import { type Counts, countsOf } from '../moments/moment-law.ts';
import type { Prediction } from '../prediction.ts';
import { recurrence } from '../recurrence.ts';
import { extinctionProbability, type PoissonSizes, unweighted } from './extinction.ts';

export function poissonPredictions({ real, workflow, sizes }: LineageSpec): readonly Prediction[] {
  if (real.truth?.kind !== 'poisson') return [];
  const { rate } = real.truth;
  const counts = countsOf(workflow, sizes);
  const mean = exactMean('rate', 'fits of the mean are unbiased under every workflow', () => rate);
  switch (workflow.kind) {
    case 'replace':
    case 'replace-grown':
    case 'fresh-real': {
      const of = freshSizes(counts, sizes.initial);
      const source = 'Suresh et al. 2024, Theorem 2, for any sizes';
      return [
        mean,
        exactMean('extinct', source, (t) => extinctionProbability(rate, of, t)),
        exactMean('rateError', 'exact: variances of the fits add up', freshError(rate, of)),
      ];
    }
    case 'accumulate': {
      const lost = exp(-rate * sizes.initial);
      const source = 'exact; π²/6 in the limit of equal batches (Dey & Donoho 2024)';
      return [
        mean,
        exactMean('extinct', 'the pool keeps D_0', () => lost),
        exactMean('rateError', source, pooledError(rate, counts, sizes.initial)),
      ];
    }
    default:
      return [mean];
  }
}

function exactMean(metric: string, source: string, at: (t: number) => number): Prediction {
  return { metric, functional: 'mean', source, kind: 'exact', at };
}

function freshSizes(counts: Counts, initial: number): PoissonSizes {
  return {
    real: (t) => (t === 0 ? initial : counts.of('real', t)),
    synthetic: (t) => (t === 0 ? 0 : counts.of('model', t)),
    weights: (t) =>
      t === 0 ? unweighted() : { real: counts.weight('real', t), synthetic: counts.weight('model', t) },
  };
}

/** e_t = (b m/W)² e_{t−1} + λ_0 (a² r + b² m)/W², r real counts of weight a, m synthetic ones of weight b, W = a r + b m. */
function freshError(
  rate: number,
  { real, synthetic, weights = unweighted }: PoissonSizes,
): (t: number) => number {
  return recurrence(rate / real(0), (error, t) => {
    const { real: a, synthetic: b } = weights(t);
    const total = a * real(t) + b * synthetic(t);
    const share = (b * synthetic(t)) / total;
    const noise = (a * a * real(t) + b * b * synthetic(t)) / (total * total);
    return share * share * error + rate * noise;
  });
}

function pooledError(rate: number, counts: Counts, initial: number): (t: number) => number {
  const step = recurrence({ error: rate / initial, pool: initial }, ({ error, pool }, t) => {
    const added = counts.of('model', t);
    const total = pool + added;
    return { error: error + (rate * added) / (total * total), pool: total };
  });
  return (t) => step(t).error;
}
