/**
 * The split given the whole: against subsets drawn by hand from points that have one fixed mean and scatter. The
 * points are made so by an affine map of i.i.d. normal points, which is how i.i.d. Gaussian points are distributed
 * given their mean and scatter.
 */
import { fillNormal, gram, Stream, sampleWithoutReplacement, solveLower } from '@collapse-lab/math';
import {
  type CovarianceKind,
  type GaussianStatistics,
  gaussian,
  type Points,
  pointsOf,
  takeRows,
} from '@collapse-lab/models';
import { describe, expect, it } from 'vitest';

const replicates = 2500;

/** N points with the mean and the scatter F Fᵀ of `whole`; F has rank r = min(d, N − 1) and r columns that are not 0. */
function pointsGiven(whole: GaussianStatistics, stream: Stream): Points {
  const d = whole.mean.length;
  const rank = Math.min(d, whole.n - 1);
  const law = gaussian.create({ covariance: 'full', ddof: 0, samplingBias: 1 }, { kind: 'points', d: rank })
    .law!;
  const raw = pointsOf(fillNormal(stream, new Float64Array(whole.n * rank)), rank);
  const own: GaussianStatistics = law.create();
  law.addData(own, raw);
  const values = new Float64Array(whole.n * d);
  for (let i = 0; i < whole.n; i++) {
    const centred = own.mean.map((mean, j) => raw.values[i * rank + j] - mean);
    const standard = solveLower(own.scatter, rank, centred);
    for (let j = 0; j < d; j++) {
      let value = whole.mean[j];
      for (let k = 0; k < rank; k++) value += whole.scatter[j * d + k] * standard[k];
      values[i * d + j] = value;
    }
  }
  return pointsOf(values, d);
}

/** What is compared: the subset's mean and scatter, the squared entries of the latter, and the rest's scatter. */
function features(subset: GaussianStatistics, rest: GaussianStatistics, kind: CovarianceKind): number[] {
  const d = subset.mean.length;
  const scatters = [subset, rest].map(({ scatter }) =>
    kind === 'full' ? gram(scatter, d) : scatter.map((root) => root * root),
  );
  const [own, other] = scatters.map((scatter) => Array.from(scatter));
  return [
    ...subset.mean,
    ...Array.from(subset.mean, (mean) => mean * mean),
    ...own,
    ...own.map((entry) => entry * entry),
    ...other,
    ...own.map((entry) => entry * other[0]),
    ...own.map((entry) => entry * subset.mean[0] * subset.mean[0]),
  ];
}

function summary(rows: readonly number[][]): { mean: number; variance: number }[] {
  return rows[0].map((_, j) => {
    const mean = rows.reduce((total, row) => total + row[j], 0) / rows.length;
    const squares = rows.reduce((total, row) => total + (row[j] - mean) * (row[j] - mean), 0);
    return { mean, variance: squares / (rows.length - 1) / rows.length };
  });
}

const wholes: [string, number, number, number[], number[]][] = [
  ['d = 1, N = 2', 2, 1, [0.3], [2]],
  ['d = 1, N = 3', 3, 1, [0.3], [2]],
  ['d = 1, N = 9', 9, 4, [-1], [3]],
  ['d = 2, N = 2 (rank 1)', 2, 1, [0.5, -0.2], [1, 0, 2, 0]],
  ['d = 2, N = 3', 3, 1, [0.5, -0.2], [1, 0, 2, 0.5]],
  ['d = 2, N = 4', 4, 2, [0.5, -0.2], [1, 0, 2, 0.5]],
  ['d = 2, N = 10', 10, 3, [0, 1], [3, 0, -1, 2]],
  ['d = 3, N = 3 (rank 2)', 3, 2, [0, 1, 2], [1, 0, 0, 0.5, 2, 0, -1, 1, 0]],
];

// Differences of two means of 2500 replicates, at most 5 standard errors: 5.7e-7 each, about 200 comparisons, so a
// new seed would raise a false alarm about once in 10^4.
describe('split given the whole', () => {
  for (const [name, n, size, mean, scatter] of wholes)
    it(`of full statistics: ${name}`, () => {
      const whole = {
        n,
        mean: Float64Array.from(mean),
        scatter: Float64Array.from(scatter),
        weightExcess: 0,
        foreign: false,
      };
      compare('full', whole, size, (points) => points);
    });

  it('of diagonal statistics: each coordinate by itself', () => {
    const whole = {
      n: 7,
      mean: Float64Array.of(1, 0),
      scatter: Float64Array.of(2, 0.5),
      weightExcess: 0,
      foreign: false,
    };
    // Independent coordinates: a point set of its own for each.
    const coordinates = [0, 1].map((j) => ({
      n: 7,
      mean: whole.mean.slice(j, j + 1),
      scatter: whole.scatter.slice(j, j + 1),
      weightExcess: 0,
      foreign: false,
    }));
    compare('diagonal', whole, 3, (_, stream) => {
      const [x, y] = coordinates.map((each) => pointsGiven(each, stream).values);
      return pointsOf(
        Array.from(x).flatMap((value, i) => [value, y[i]]),
        2,
      );
    });
  });

  it('of spherical statistics: one sphere for all coordinates', () => {
    const whole = {
      n: 5,
      mean: Float64Array.of(1, 0),
      scatter: Float64Array.of(2),
      weightExcess: 0,
      foreign: false,
    };
    compare('spherical', whole, 2, (_, stream) => {
      const raw = fillNormal(stream, new Float64Array(10));
      const centre = [0, 1].map((j) => [0, 1, 2, 3, 4].reduce((total, i) => total + raw[2 * i + j], 0) / 5);
      const deviations = raw.map((value, i) => value - centre[i % 2]);
      const norm = Math.sqrt(deviations.reduce((total, value) => total + value * value, 0));
      return pointsOf(
        deviations.map((value, i) => whole.mean[i % 2] + (2 * value) / norm),
        2,
      );
    });
  });
});

function compare(
  covariance: CovarianceKind,
  whole: GaussianStatistics,
  size: number,
  points: (made: Points, stream: Stream) => Points,
): void {
  const d = whole.mean.length;
  const law = gaussian.create({ covariance, ddof: 0, samplingBias: 1 }, { kind: 'points', d }).law!;
  const stream = Stream.fromPath(['split', covariance, whole.n, d]);
  const rows: [number[][], number[][]] = [[], []];
  for (let r = 0; r < replicates; r++) {
    const [subset, rest] = law.split!(whole, size, stream);
    rows[0].push(features(subset, rest, covariance));
    const made = points(covariance === 'full' ? pointsGiven(whole, stream) : pointsOf([], d), stream);
    const chosen = sampleWithoutReplacement(stream, whole.n, size);
    const others = Array.from({ length: whole.n }, (_, i) => i).filter((i) => !chosen.includes(i));
    const parts = [chosen, others].map((indices) => {
      const statistics = law.create();
      law.addData(statistics, takeRows(made, indices));
      return statistics;
    });
    rows[1].push(features(parts[0], parts[1], covariance));
  }
  const [drawn, counted] = rows.map(summary);
  drawn.forEach(({ mean, variance }, j) => {
    const error = Math.sqrt(variance + counted[j].variance);
    const message = `feature ${j}: split ${mean}, subsets ${counted[j].mean}, standard error ${error}`;
    expect(Math.abs(mean - counted[j].mean), message).toBeLessThanOrEqual(5 * error + 1e-12);
  });
}

describe('points of a model outside the family', () => {
  const law = gaussian.create({ covariance: 'diagonal', ddof: 0, samplingBias: 1 }, { kind: 'points', d: 2 })
    .law!;
  const model = {
    d: 2,
    covariance: 'full',
    mean: Float64Array.of(0, 0),
    factor: Float64Array.of(1, 0, 0.5, 1),
    samplingBias: 1,
  } as const;

  it('are not split, not even pooled with others', () => {
    const stream = Stream.fromPath(['foreign']);
    const [own, foreign] = [law.create(), law.create()];
    law.addData(own, pointsOf([0, 0, 1, 2, 2, 1], 2));
    law.addDraw(foreign, model, 5, stream);
    expect(() => law.split!(foreign, 2, stream)).toThrow('expected points from a diagonal Gaussian');
    law.addStatistics(own, foreign);
    expect(() => law.split!(own, 2, stream)).toThrow('expected points from a diagonal Gaussian');
    expect(law.splitsDrawsOf!(model)).toBe(false);
  });
});
