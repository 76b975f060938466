/** Predictions for the memoriser of labels. */
import { exp, log1p } from '@collapse-lab/math';
import type { LineageSpec } from '@collapse-lab/process';
import { replaceSpectrumLimit } from '../categorical/categorical-predictions.ts';
import { replaceSpectrum } from '../categorical/spectrum.ts';
import { countsOf, replaceSize } from '../moments/moment-law.ts';
import { extinctionExponent } from '../poisson/extinction.ts';
import type { Prediction } from '../prediction.ts';
import { memoriserError } from './memoriser-error.ts';

/** Largest k · |D_0| for which the spectrum of the first training set is summed symbol by symbol. */
const firstSpectrumLimit = 4e6;

/**
 * The error of the first model is exact whatever is sampled from it, and stays under accumulate. Later ones under replace
 * follow from the chain of one symbol's count, where nothing narrows the samples; at sizes too large for that, from
 * (1 − x)^n ≤ e^−nx a bound in the exponents of Suresh et al. 2024, Theorem 1. NaN where nothing is known.
 */
export function hutterPredictions(spec: LineageSpec): readonly Prediction[] {
  const { real, family, workflow, sizes } = spec;
  if (real.truth?.kind !== 'categorical') return [];
  const { probabilities } = real.truth;
  const first = memoriserError(probabilities, sizes.initial);
  const exact = (source: string, at: (t: number) => number): Prediction => {
    return { metric: 'memoriserError', functional: 'mean', source, kind: 'exact', at };
  };
  if (workflow.kind === 'accumulate') return [exact('accumulate forgets no label of D_0', () => first)];
  const { topK, temperature } = family.options as { topK: number | 'all'; temperature: number };
  const plain = topK === 'all' && temperature === 1;
  if (!plain || (workflow.kind !== 'replace' && workflow.kind !== 'replace-grown'))
    return [exact('Dohmatob et al. 2024; first model only', (t) => (t === 0 ? first : Number.NaN))];
  const size = replaceSize(countsOf(workflow, sizes), sizes);
  if (followed(spec, probabilities.length)) {
    const spectrum = replaceSpectrum(probabilities, size, probabilities);
    return [exact('exact Wright–Fisher chain of one symbol’s count', (t) => spectrum(t)[0])];
  }
  return [bound(probabilities, size)];
}

function followed({ workflow, sizes }: LineageSpec, k: number): boolean {
  if (workflow.kind !== 'replace' || typeof sizes.new !== 'number') return false;
  return (
    Math.max(sizes.initial, sizes.new) <= replaceSpectrumLimit && k * sizes.initial <= firstSpectrumLimit
  );
}

function bound(probabilities: Float64Array, size: (t: number) => number): Prediction {
  const sizes = {
    real: (t: number) => (t === 0 ? size(0) : 0),
    synthetic: (t: number) => (t === 0 ? 0 : size(t)),
  };
  return {
    metric: 'memoriserError',
    functional: 'mean',
    source: 'upper bound Σ p e^(−p S_t), S_t = n g_k at equal sizes (Suresh et al. 2024, Theorem 1)',
    kind: 'bound',
    at(t) {
      const exponent = extinctionExponent(sizes, t);
      let total = 0;
      // At t = 0 the exact power is as cheap as its bound.
      for (const p of probabilities) total += p * (t === 0 ? exp(size(0) * log1p(-p)) : exp(-p * exponent));
      return total;
    },
  };
}
