import { readFileSync } from 'node:fs';
import { normalCdf, Stream } from '@collapse-lab/math';
import {
  gaussianClassesSource,
  type LogisticModel,
  logistic,
  logisticRegression,
  pointsOf,
  softplus,
} from '@collapse-lab/models';
import { describe, expect, it } from 'vitest';
import { logisticOptions } from './subject.ts';

interface Case {
  n: number;
  d: number;
  rows: number[][];
  weights: number[];
}

const path = new URL('../fixtures/regression.json', import.meta.url);
const cases: Case[] = JSON.parse(readFileSync(path, 'utf8')).logistic;

function fit(rows: number[][], options: Record<string, unknown> = {}): LogisticModel {
  const width = rows[0].length;
  const family = logisticRegression.create(logisticOptions(options), { kind: 'points', d: width });
  return family.fit({ train: pointsOf(rows.flat(), width) }, Stream.fromPath([0])) as LogisticModel;
}

describe('maximum likelihood', () => {
  for (const { n, d, rows, weights } of cases)
    it(`agrees with 50 digits for n = ${n}, d = ${d}`, () => {
      const got = fit(rows).weights;
      for (const [i, weight] of weights.entries())
        expect(Math.abs(got[i] / weight - 1), `weight ${i}: ${got[i]}, expected ${weight}`).toBeLessThan(
          1e-12,
        );
    });

  it('of one input of size 1 is the logit of the frequency', () => {
    const { weights } = fit([
      [1, 1],
      [1, 1],
      [1, 1],
      [1, 0],
    ]);
    expect(weights[0]).toBeCloseTo(Math.log(3), 12);
  });

  it('with a penalty solves its own equation', () => {
    const rows = [
      [1, 1],
      [2, 1],
    ];
    const [w] = fit(rows, { ridge: 0.1 }).weights;
    // Σ x (1 − p) = n λ w.
    expect(logistic(-w) + 2 * logistic(-2 * w)).toBeCloseTo(2 * 0.1 * w, 12);
  });
});

describe('errors', () => {
  it('say that the labels are separated', () => {
    const rows = [
      [1, 1, 1],
      [-1, 0.5, 0],
      [2, 0, 1],
    ];
    expect(() => fit(rows)).toThrow(
      'logistic-regression: a direction of the d = 2 inputs tells the labels 0 and 1 of all n = 3 rows apart, so ' +
        'that the likelihood has no maximum. Use more rows per generation or fewer inputs, or set ridge to a small ' +
        'positive number.',
    );
  });

  it('say that the steps did not end', () => {
    // Separated but for the two rows on the boundary.
    const rows = [
      [1, 0, 1],
      [-1, 0, 0],
      [0, 1, 1],
      [0, 1, 0],
    ];
    expect(() => fit(rows, { cap: 5 })).toThrow(
      /^logistic-regression: after cap = 5 Newton steps the weights still change by 0\.\d+ of their size, expected at most tolerance = 1e-10\. Raise cap or tolerance; or, where some direction of the inputs tells most labels apart and none wrongly, set ridge to a small positive number\.$/,
    );
  });

  it('name a label that is none', () => {
    expect(() => fit([[1, 0.5]])).toThrow(
      'train.values[1]: got 0.5, expected a label, 0 or 1, in the last coordinate of each row.',
    );
  });

  it('name every wrong option', () => {
    const resolved = logisticRegression.resolve({ design: 'fresh', flip: 2, cap: 0, labels: 'best' });
    expect('problems' in resolved && resolved.problems).toEqual([
      {
        path: ['labels'],
        got: 'best',
        expected: 'drawn (with the probabilities of the model) or predicted (the likelier one)',
      },
      {
        path: ['flip'],
        got: 2,
        expected: 'a probability from 0 to 1, that a synthetic label is turned into the other one',
      },
      { path: ['cap'], got: 0, expected: 'a positive integer, the most Newton steps' },
    ]);
  });
});

describe('labels', () => {
  const model = { d: 1, weights: Float64Array.of(2) };
  const given = pointsOf([1, -1], 1);
  const labelsOf = (options: Record<string, unknown>, n: number): number[] => {
    const family = logisticRegression.create(logisticOptions(options), { kind: 'points', d: 2 });
    const { values } = family.sample(model, { n, given }, Stream.fromPath(['labels']));
    return Array.from(values as Float64Array).filter((_, i) => i % 2 === 1);
  };

  it('that are predicted are the likelier ones', () => {
    expect(labelsOf({ labels: 'predicted' }, 4)).toEqual([1, 0, 1, 0]);
    expect(labelsOf({ labels: 'predicted', flip: 1 }, 4)).toEqual([0, 1, 0, 1]);
  });

  it('are turned with the stated probability', () => {
    const n = 4000;
    const right = labelsOf({ labels: 'predicted', flip: 0.3 }, n).filter((y, i) => y === 1 - (i % 2)).length;
    // 5 standard errors: 5.7e-7.
    expect(Math.abs(right / n - 0.7)).toBeLessThan(5 * Math.sqrt(0.21 / n));
  });
});

describe('gaussianClassesSource', () => {
  it('has classes of means ± μ, which the logistic weights 2 μ / σ² tell apart as well as can be', () => {
    const real = gaussianClassesSource({ d: 2, mean: [0.6, 0.8], variance: 2 });
    expect(real.truth).toEqual({ kind: 'logistic', d: 2, weights: Float64Array.of(0.6, 0.8) });
    const n = 20_000;
    const { values } = real.draw(n, Stream.fromPath(['classes']));
    let ones = 0;
    let correct = 0;
    const sums = [0, 0];
    for (let at = 0; at < values.length; at += 3) {
      const sign = values[at + 2] === 1 ? 1 : -1;
      ones += values[at + 2];
      for (const j of [0, 1]) sums[j] += sign * values[at + j];
      if (sign * (0.6 * values[at] + 0.8 * values[at + 1]) > 0) correct++;
    }
    // Five standard errors each, 5.7e-7.
    expect(Math.abs(ones / n - 0.5)).toBeLessThan((5 * 0.5) / Math.sqrt(n));
    expect(Math.abs(sums[0] / n - 0.6)).toBeLessThan((5 * Math.sqrt(2)) / Math.sqrt(n));
    expect(Math.abs(sums[1] / n - 0.8)).toBeLessThan((5 * Math.sqrt(2)) / Math.sqrt(n));
    expect(Math.abs(correct / n - normalCdf(1 / Math.sqrt(2)))).toBeLessThan((5 * 0.43) / Math.sqrt(n));
  });

  it('refuses a variance of zero', () => {
    expect(() => gaussianClassesSource({ d: 1, variance: 0 })).toThrow(
      'variance: got 0, expected a positive number.',
    );
  });
});

describe('the logistic function', () => {
  it('does not overflow', () => {
    expect([-800, 0, 800].map(logistic)).toEqual([0, 0.5, 1]);
    expect([-800, 800].map(softplus)).toEqual([0, 800]);
    expect(logistic(-40)).toBeCloseTo(Math.exp(-40), 30);
  });
});
