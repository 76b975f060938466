/**
 * The sum of n counts is sufficient for the rate, and has a law of its own: Poisson(n λ). Given the sum s of N counts,
 * the sum of n of them is Binomial(s, n / N) (each of the s events is in one of N equal cells).
 */
import { binomial, InvalidArgumentError, poisson, type Stream } from '@collapse-lab/math';
import type { Points } from '../data/data.ts';
import { checkSize } from '../data/make-data.ts';
import type { Json } from '../family/json.ts';
import { decodeNumber, decodeObject } from '../family/json-numbers.ts';
import type { SufficientLaw } from '../family/law.ts';
import { checkCounts } from './check-counts.ts';
import type { PoissonModel } from './poisson-model.ts';

export interface PoissonStatistics {
  n: number;
  /** Of the n counts. */
  sum: number;
}

export type PoissonLaw = SufficientLaw<PoissonModel, Points, PoissonStatistics>;

export const poissonLaw: PoissonLaw = {
  // The sum does not know which count is which, so that overlapping subsets cannot be drawn from it.
  lossless: false,
  create: () => ({ n: 0, sum: 0 }),
  clear(statistics) {
    statistics.n = 0;
    statistics.sum = 0;
  },
  count: ({ n }) => n,
  addDraw(statistics, { rate }, n, stream) {
    checkSize('n', n);
    if (n === 0) return;
    statistics.sum += poisson(stream, n * rate);
    statistics.n += n;
  },
  addData(statistics, data) {
    checkCounts('data', data, 0);
    for (let i = 0; i < data.n; i++) statistics.sum += data.values[i];
    statistics.n += data.n;
  },
  addStatistics(statistics, { n, sum }) {
    statistics.n += n;
    statistics.sum += sum;
  },
  scale(statistics, factor) {
    statistics.n *= factor;
    statistics.sum *= factor;
  },
  fit({ n, sum }, into = { rate: 0 }) {
    if (n === 0)
      throw new InvalidArgumentError({ argument: 'statistics.n', got: 0, expected: 'at least 1 count' });
    into.rate = sum / n;
    return into;
  },
  split: splitSum,
  encode: ({ n, sum }) => ({ n, sum }),
  decode: decodeSum,
};

function splitSum(
  { n: total, sum }: PoissonStatistics,
  n: number,
  stream: Stream,
): [PoissonStatistics, PoissonStatistics] {
  if (!(Number.isInteger(n) && n >= 0 && n <= total))
    throw new InvalidArgumentError({
      argument: 'n',
      got: n,
      expected: `an integer from 0 to ${total}, the number of counts`,
    });
  const part = n === 0 ? 0 : binomial(stream, sum, n / total);
  return [
    { n, sum: part },
    { n: total - n, sum: sum - part },
  ];
}

function decodeSum(encoded: Json): PoissonStatistics {
  const object = decodeObject('encoded', encoded);
  const n = decodeNumber('encoded.n', object.n);
  const sum = decodeNumber('encoded.sum', object.sum);
  checkSize('encoded.n', n);
  checkSize('encoded.sum', sum);
  return { n, sum };
}
