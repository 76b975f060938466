/** Each kind of expectation against the values of an ensemble: one function per test, one table of them. */
import { chiSquaredSurvival, Moments, normalQuantile, quantileSorted } from '@collapse-lab/math';
import { studentUpperQuantile } from '@collapse-lab/process';
import type { Check } from '../claim.ts';
import type { Expectation } from './experiment.ts';
import {
  boundFalseAlarm,
  meanFalseAlarm,
  proportionFalseAlarm,
  shareBoundFalseAlarm,
} from './false-alarm.ts';
import { chiSquaredTolerance, falseAlarmPerCheck, intervalTail, zTolerance } from './tolerance.ts';

type Comparison = Omit<Check, 'what'>;
type Test = Expectation['test'];
type Of<Name extends Test> = Extract<Expectation, { test: Name }>;
type Compare<Name extends Test> = (expectation: Of<Name>, values: Float64Array) => Comparison;

const comparisons: { [Name in Test]: Compare<Name> } = {
  mean: ({ expected, expectedError = 0 }, values) => {
    const moments = momentsOf(values);
    const standardError = Math.sqrt(moments.variance(1) / values.length + expectedError * expectedError);
    const falseAlarm = meanFalseAlarm(skewnessOfMean(values, moments.mean));
    return { ...byStandardError(expected, moments.mean, standardError), falseAlarm };
  },
  'at most': ({ expected }, values) => compareBound(expected, values, 1),
  'at least': ({ expected }, values) => compareBound(expected, values, -1),
  above: (expectation, values) => compareAbove(expectation, values),
  probability: ({ expected }, values) => {
    const standardError = Math.sqrt((expected * (1 - expected)) / values.length);
    const falseAlarm = proportionFalseAlarm(expected, values.length);
    return { ...byStandardError(expected, momentsOf(values).mean, standardError), falseAlarm };
  },
  median: ({ expected }, values) => compareMedian(expected, values),
  shares: ({ expected }, values) => compareShares(expected, values),
  'heavy-tailed mean': ({ expected, relativeTolerance, falseAlarm }, values) => {
    const moments = momentsOf(values);
    const standardError = Math.sqrt(moments.variance(1) / values.length);
    return {
      ...byStandardError(expected, moments.mean, standardError),
      tolerance: `within ${100 * relativeTolerance} %`,
      holds: Math.abs(moments.mean - expected) <= relativeTolerance * expected,
      falseAlarm,
    };
  },
  'median within a factor': ({ expected, factor, falseAlarm }, values) => {
    const { measured, standardError, z } = compareMedian(expected, values);
    const holds = measured <= expected * factor && measured >= expected / factor;
    return {
      expected,
      measured,
      standardError,
      z,
      tolerance: `within a factor of ${factor}`,
      holds,
      falseAlarm,
    };
  },
};

/** Compares the values of the replicates with what is expected. */
export function compare(expectation: Expectation, values: Float64Array): Comparison {
  return (comparisons[expectation.test] as Compare<Test>)(expectation as never, values);
}

function momentsOf(values: Float64Array): Moments {
  const moments = new Moments();
  for (let i = 0; i < values.length; i++) moments.add(values[i]);
  return moments;
}

/** Third standardised moment over √R. */
function skewnessOfMean(values: Float64Array, mean: number): number {
  let second = 0;
  let third = 0;
  for (let i = 0; i < values.length; i++) {
    const d = values[i] - mean;
    second += d * d;
    third += d * d * d;
  }
  return second === 0 ? 0 : third / (second * Math.sqrt(second));
}

function byStandardError(
  expected: number,
  measured: number,
  standardError: number,
): Omit<Comparison, 'falseAlarm'> {
  const difference = measured - expected;
  const z = difference === 0 ? 0 : difference / standardError;
  return {
    expected,
    measured,
    standardError,
    z,
    tolerance: `|z| ≤ ${zTolerance}`,
    holds: Math.abs(z) <= zTolerance,
  };
}

/** `sign` 1: the mean is at most the bound; −1: at least. Of a probability, with the standard error at the bound. */
function compareBound(bound: number, values: Float64Array, sign: 1 | -1): Comparison {
  const moments = momentsOf(values);
  const indicator = values.every((value) => value === 0 || value === 1);
  const spread = indicator ? bound * (1 - bound) : moments.variance(1);
  const standardError = Math.sqrt(spread / values.length);
  const comparison = byStandardError(bound, moments.mean, standardError);
  return {
    ...comparison,
    falseAlarm: indicator
      ? shareBoundFalseAlarm(bound, values.length, sign * comparison.z, sign)
      : boundFalseAlarm(sign * comparison.z, sign * skewnessOfMean(values, moments.mean)),
    tolerance: sign === 1 ? `z ≤ ${zTolerance}` : `z ≥ −${zTolerance}`,
    holds: sign * comparison.z <= zTolerance,
  };
}

/** z is Student's t. */
function compareAbove({ expected, falseAlarm }: Of<'above'>, values: Float64Array): Comparison {
  const moments = momentsOf(values);
  const standardError = Math.sqrt(moments.variance(1) / values.length);
  const needed = studentUpperQuantile(intervalTail, values.length - 1);
  const comparison = byStandardError(expected, moments.mean, standardError);
  return {
    ...comparison,
    tolerance: `95 % interval above it: z > ${needed.toFixed(2)}`,
    holds: comparison.z > needed,
    falseAlarm,
  };
}

/**
 * The number of values below the true median is Binomial(R, ½): z is its standardised excess. The standard
 * error shown is half the distance of the order statistics one standard deviation either side of the sample
 * median.
 */
function compareMedian(expected: number, values: Float64Array): Comparison {
  const sorted = Float64Array.from(values).sort();
  const spread = 0.5 / Math.sqrt(sorted.length);
  const above = sorted.filter((value) => value > expected).length / sorted.length;
  const z = (above - 0.5) / spread;
  const order = (p: number) => quantileSorted(sorted, Math.min(1, Math.max(0, p)));
  return {
    expected,
    measured: order(0.5),
    standardError: (order(0.5 + spread) - order(0.5 - spread)) / 2,
    z,
    tolerance: `|z| ≤ ${zTolerance} (order statistics)`,
    holds: Math.abs(z) <= zTolerance,
    falseAlarm: falseAlarmPerCheck,
  };
}

/**
 * Pearson's χ² on k − 1 degrees of freedom; `expected` and `measured` are the largest share, z the score of
 * the p-value.
 */
function compareShares(expected: readonly number[], values: Float64Array): Comparison {
  const counts = expected.map(() => 0);
  let elsewhere = 0;
  for (const value of values) {
    if (value in counts) counts[value] += 1;
    else elsewhere += 1;
  }
  const total = values.length;
  const statistic = expected.reduce((sum, p, i) => sum + squaredOver(counts[i] - total * p, total * p), 0);
  const p = elsewhere > 0 ? 0 : chiSquaredSurvival(statistic, expected.length - 1);
  const largest = expected.indexOf(Math.max(...expected));
  return {
    expected: expected[largest],
    measured: counts[largest] / total,
    standardError: Math.sqrt((expected[largest] * (1 - expected[largest])) / total),
    z: p > 0 ? -normalQuantile(p) : Number.POSITIVE_INFINITY,
    tolerance: `χ² over all ${expected.length} shares, p ≥ ${chiSquaredTolerance}`,
    holds: p >= chiSquaredTolerance,
    falseAlarm: chiSquaredTolerance,
  };
}

function squaredOver(difference: number, expected: number): number {
  return (difference * difference) / expected;
}
