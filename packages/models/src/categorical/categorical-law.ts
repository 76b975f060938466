/**
 * Counts are the whole of a categorical data set up to order: n fresh symbols are one multinomial draw, a random
 * subset is a multivariate hypergeometric one, and every workflow has its exact shortcut.
 */
import {
  InvalidArgumentError,
  multinomial,
  multivariateHypergeometric,
  type Stream,
} from '@collapse-lab/math';
import { checkData } from '../data/check-data.ts';
import type { Symbols } from '../data/data.ts';
import { checkSize } from '../data/make-data.ts';
import type { Json } from '../family/json.ts';
import { decodeNumber, decodeObject } from '../family/json-numbers.ts';
import type { SufficientLaw } from '../family/law.ts';
import type { CategoricalModel } from './categorical-model.ts';

export interface CategoricalStatistics {
  n: number;
  /** k counts that sum to n. */
  readonly counts: Float64Array;
}

export type CategoricalLaw = SufficientLaw<CategoricalModel, Symbols, CategoricalStatistics>;

export function createCategoricalLaw(k: number): CategoricalLaw {
  const scratch = new Float64Array(k);

  function addDraw(
    statistics: CategoricalStatistics,
    model: CategoricalModel,
    n: number,
    stream: Stream,
  ): void {
    if (n === 0) return;
    checkSize('n', n);
    if (statistics.n === 0) multinomial(stream, n, model.probabilities, statistics.counts);
    else addCounts(statistics.counts, multinomial(stream, n, model.probabilities, scratch));
    statistics.n += n;
  }

  function addData(statistics: CategoricalStatistics, data: Symbols): void {
    checkData('data', data, { kind: 'symbols', k }, 0);
    for (let i = 0; i < data.n; i++) statistics.counts[data.values[i]]++;
    statistics.n += data.n;
  }

  return {
    lossless: true,
    create: () => ({ n: 0, counts: new Float64Array(k) }),
    clear(statistics) {
      statistics.n = 0;
      statistics.counts.fill(0);
    },
    count: (statistics) => statistics.n,
    addDraw,
    addData,
    addStatistics(statistics, other) {
      addCounts(statistics.counts, other.counts);
      statistics.n += other.n;
    },
    scale(statistics, factor) {
      statistics.n *= factor;
      for (let i = 0; i < k; i++) statistics.counts[i] *= factor;
    },
    fit: (statistics, into) => fitCategorical(statistics, k, into),
    split: splitCounts,
    encode: ({ counts }) => ({ counts: Array.from(counts) }),
    decode: (encoded) => decodeCounts(encoded, k),
  };
}

function addCounts(into: Float64Array, other: Float64Array): void {
  for (let i = 0; i < into.length; i++) into[i] += other[i];
}

/** Relative frequencies, without smoothing: a symbol that is not drawn is lost. */
function fitCategorical(
  { n, counts }: CategoricalStatistics,
  k: number,
  into: CategoricalModel = { k, probabilities: new Float64Array(k) },
): CategoricalModel {
  if (n === 0)
    throw new InvalidArgumentError({ argument: 'statistics.n', got: 0, expected: 'at least 1 symbol' });
  const { probabilities } = into;
  if (probabilities.length !== k)
    throw new InvalidArgumentError({
      argument: 'into.probabilities.length',
      got: probabilities.length,
      expected: `k = ${k}`,
    });
  for (let i = 0; i < k; i++) probabilities[i] = counts[i] / n;
  return into;
}

function splitCounts(
  { n: total, counts }: CategoricalStatistics,
  n: number,
  stream: Stream,
): [CategoricalStatistics, CategoricalStatistics] {
  if (!(Number.isInteger(n) && n >= 0 && n <= total))
    throw new InvalidArgumentError({
      argument: 'n',
      got: n,
      expected: `an integer from 0 to ${total}, the number of symbols`,
    });
  const subset = multivariateHypergeometric(stream, counts, n);
  const rest = counts.map((count, i) => count - subset[i]);
  return [
    { n, counts: subset },
    { n: total - n, counts: rest },
  ];
}

function decodeCounts(encoded: Json, k: number): CategoricalStatistics {
  const { counts } = decodeObject('encoded', encoded);
  if (!Array.isArray(counts) || counts.length !== k)
    throw new InvalidArgumentError({
      argument: 'encoded.counts',
      got: counts,
      expected: `a list of k = ${k} counts`,
    });
  const statistics = { n: 0, counts: new Float64Array(k) };
  for (let i = 0; i < k; i++) {
    const count = decodeNumber(`encoded.counts[${i}]`, counts[i]);
    checkSize(`encoded.counts[${i}]`, count);
    statistics.counts[i] = count;
    statistics.n += count;
  }
  return statistics;
}
