/** Predictions for the categorical family: Σ p² under every workflow, support and entropy at small sizes. */
import { entropy } from '@collapse-lab/math';
import type { LineageSpec } from '@collapse-lab/process';
import { countsOf, momentLaw, replaceSize } from '../moments/moment-law.ts';
import type { Prediction } from '../prediction.ts';
import {
  accumulateSpectrum,
  collapsedProbability,
  expectedEntropy,
  expectedSupport,
  expectedSupportOfDraw,
  replaceSpectrum,
} from './spectrum.ts';
import { sumOfSquares } from './sum-of-squares.ts';

/** Largest |D_t| under replace for which the exact spectrum is followed: a generation costs its square. */
export const replaceSpectrumLimit = 400;

/** Largest pool under accumulate for which it is followed. */
export const accumulateSpectrumLimit = 2000;

type Spec = Pick<LineageSpec, 'workflow' | 'sizes'>;

export function categoricalPredictions(spec: LineageSpec): readonly Prediction[] {
  if (spec.real.truth?.kind !== 'categorical') return [];
  const { probabilities } = spec.real.truth;
  const { workflow, sizes } = spec;
  const law = momentLaw(workflow, sizes, { ddof: 0, samplingBias: 1 });
  const source =
    workflow.kind === 'replace'
      ? 'Seddik et al. 2024; expected homozygosity'
      : 'second moments of one-hot points, exact for this workflow';
  const squares = exactMean('sumOfSquares', source, sumOfSquares(probabilities, law));
  if (workflow.kind === 'replace') return [squares, ...replacePredictions(spec, probabilities)];
  if (workflow.kind === 'accumulate') return [squares, ...accumulatePredictions(spec, probabilities)];
  return [squares];
}

function exactMean(metric: string, source: string, at: (t: number) => number): Prediction {
  return { metric, functional: 'mean', source, kind: 'exact', at };
}

/** Where all sizes are constant and small. */
function replacePredictions({ workflow, sizes }: Spec, probabilities: Float64Array): Prediction[] {
  const size = replaceSize(countsOf(workflow, sizes), sizes);
  const largest = Math.max(size(0), size(1));
  if (typeof sizes.new !== 'number' || largest > replaceSpectrumLimit) return [];
  const spectrum = replaceSpectrum(probabilities, size);
  const source = 'exact Wright–Fisher chain of one symbol’s count';
  return [
    exactMean('supportSize', source, (t) => expectedSupport(spectrum(t))),
    exactMean('collapsed', source, (t) => collapsedProbability(spectrum(t))),
    ...entropyPredictions(source, probabilities, (t) => expectedEntropy(spectrum(t))),
  ];
}

/**
 * The pool never forgets: its support is that of D_0. The entropy is NaN (not computed) once the pool is
 * large.
 */
function accumulatePredictions({ workflow, sizes }: Spec, probabilities: Float64Array): Prediction[] {
  const counts = countsOf(workflow, sizes);
  const support = expectedSupportOfDraw(probabilities, sizes.initial);
  const constant = exactMean('supportSize', 'accumulate loses no symbol after D_0', () => support);
  if (typeof sizes.new !== 'number' || sizes.initial > accumulateSpectrumLimit) return [constant];
  const added = counts.of('model', 1);
  const spectrum = accumulateSpectrum(probabilities, sizes.initial, () => added);
  const followed = (t: number) => sizes.initial + t * added <= accumulateSpectrumLimit;
  const at = (t: number) => (followed(t) ? expectedEntropy(spectrum(t)) : Number.NaN);
  return [constant, ...entropyPredictions('exact urn of one symbol’s count', probabilities, at)];
}

/** E p_t = p_0, so E KL(model t ‖ p_0) is the entropy of p_0 less that of model t. */
function entropyPredictions(source: string, real: Float64Array, at: (t: number) => number): Prediction[] {
  const ofReal = entropy(real);
  return [exactMean('entropy', source, at), exactMean('klToReal', source, (t) => ofReal - at(t))];
}
