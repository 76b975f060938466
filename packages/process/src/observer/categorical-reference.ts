/** Models of symbols, and p_0 as probabilities. */
import type { AnyFamily, RealSource } from '@collapse-lab/models';

/** Whether the models of a family are a `CategoricalModel`. */
export function isCategorical({ name }: AnyFamily): boolean {
  return name === 'categorical' || name === 'hutter';
}

const empirical = new WeakMap<RealSource, Float64Array>();

/** k probabilities of p_0: given, or the frequencies of a data set; undefined where it has none. */
export function realProbabilities(real: RealSource): Float64Array | undefined {
  if (real.truth?.kind === 'categorical') return real.truth.probabilities;
  const { points } = real;
  if (points?.kind !== 'symbols') return undefined;
  let frequencies = empirical.get(real);
  if (frequencies === undefined) {
    frequencies = new Float64Array(points.k);
    for (const symbol of points.values) frequencies[symbol] += 1 / points.n;
    empirical.set(real, frequencies);
  }
  return frequencies;
}

/** Divided by their sum, which a low-precision number format leaves beside 1. */
export function normalised(weights: Float64Array): Float64Array {
  let sum = 0;
  for (const weight of weights) sum += weight;
  return sum === 1 ? weights : weights.map((weight) => weight / sum);
}
