/** Percentile bootstrap intervals (Efron & Tibshirani 1993, ch. 13). */
import { InvalidArgumentError } from '../error.ts';
import type { Stream } from '../stream/stream.ts';
import { quantileSorted, sortedCopy } from './quantile.ts';

export interface BootstrapOptions {
  /** Coverage, between 0 and 1 (0.95). */
  readonly level?: number;
  /** How many resamples, a positive integer (2000). */
  readonly resamples?: number;
}

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * The central `level` part of the distribution of `statistic` over resamples of x with replacement.
 * First-order accurate: for a mean of n = 20 skewed numbers a nominal 95 % covers about 90 %.
 *
 * @param x n ≥ 1 numbers, unchanged.
 * @param statistic receives n numbers in an array that is reused: it must not keep or change it.
 */
export function bootstrapInterval(
  stream: Stream,
  x: ArrayLike<number>,
  statistic: (sample: Float64Array) => number,
  options: BootstrapOptions = {},
): Interval {
  const { level = 0.95, resamples = 2000 } = options;
  if (x.length === 0)
    throw new InvalidArgumentError({ argument: 'x', got: x, expected: 'at least one number' });
  if (!(level > 0 && level < 1))
    throw new InvalidArgumentError({ argument: 'level', got: level, expected: 'a number between 0 and 1' });
  if (!(Number.isInteger(resamples) && resamples >= 1))
    throw new InvalidArgumentError({ argument: 'resamples', got: resamples, expected: 'a positive integer' });
  const sample = new Float64Array(x.length);
  const values = new Float64Array(resamples);
  for (let r = 0; r < resamples; r++) {
    for (let i = 0; i < x.length; i++) sample[i] = x[Math.floor(stream.uniform() * x.length)];
    values[r] = statistic(sample);
  }
  const sorted = sortedCopy(values);
  return { low: quantileSorted(sorted, (1 - level) / 2), high: quantileSorted(sorted, (1 + level) / 2) };
}
