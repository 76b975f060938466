import { readFileSync } from 'node:fs';
import { gram, Stream } from '@collapse-lab/math';
import {
  type LinearModel,
  linearRegression,
  linearSource,
  pointsOf,
  type RealSource,
} from '@collapse-lab/models';
import { describe, expect, it } from 'vitest';

interface Case {
  n: number;
  d: number;
  rows: number[][];
}

interface Fixture {
  linear: (Case & { leastSquares: number[] })[];
  ridge: (Case & { penalty: number; weights: number[] })[];
}

const path = new URL('../fixtures/regression.json', import.meta.url);
const fixture: Fixture = JSON.parse(readFileSync(path, 'utf8'));

const known = { design: 'fixed', noise: 1, ridge: 0 } as const;

function fit(
  { d, rows }: Case,
  options: Partial<Parameters<typeof linearRegression.create>[0]>,
): LinearModel {
  const family = linearRegression.create({ ...known, ...options }, { kind: 'points', d: d + 1 });
  return family.fit({ train: pointsOf(rows.flat(), d + 1) }, Stream.fromPath([0])) as LinearModel;
}

/** Within `tolerance` of the largest weight: what cond(X)² ε leaves of these inputs. */
function expectWeights(got: Float64Array, expected: number[], tolerance: number): void {
  const scale = Math.max(...expected.map(Math.abs));
  for (const [i, weight] of expected.entries())
    expect(Math.abs(got[i] - weight), `weight ${i}: got ${got[i]}, expected ${weight}`).toBeLessThan(
      tolerance * scale,
    );
}

describe('least squares', () => {
  for (const one of fixture.linear)
    it(`agrees with numpy for n = ${one.n}, d = ${one.d}`, () => {
      expectWeights(fit(one, {}).weights, one.leastSquares, 1e-10);
    });

  it('fits exactly what has no noise, and then refits a noise of zero', () => {
    const rows = [
      [1, 2, 8],
      [0, 1, 3],
      [2, -1, -1],
      [3, 1, 5 + 4],
    ].map(([a, b]) => [a, b, 2 * a + 3 * b]);
    const { weights, noise } = fit({ n: 4, d: 2, rows }, { noise: 'refitted' });
    expectWeights(weights, [2, 3], 4e-16);
    expect(noise).toBeLessThan(1e-14);
  });

  it('refits the unbiased variance of the residuals', () => {
    const rows = [
      [1, 1],
      [1, 3],
      [1, 8],
    ];
    // The weight is the mean 4; residuals −3, −1, 4.
    const { weights, noise } = fit({ n: 3, d: 1, rows }, { noise: 'refitted' });
    expect(weights[0]).toBeCloseTo(4, 14);
    expect(noise * noise).toBeCloseTo(26 / 2, 13);
  });
});

describe('ridge', () => {
  for (const one of fixture.ridge)
    it(`agrees with 50 digits for n = ${one.n}, d = ${one.d}, λ = ${one.penalty}`, () => {
      expectWeights(fit(one, { ridge: one.penalty }).weights, one.weights, 1e-12);
    });
});

describe('pooled statistics', () => {
  it('are exact for a noise far below the labels', () => {
    const d = 2;
    const { law } = linearRegression.create({ ...known, noise: 'refitted' }, { kind: 'points', d: d + 1 });
    const model = { d, weights: Float64Array.of(1e3, -2e3), noise: 1e-9 };
    const inputs = law!.create();
    law!.addData(inputs, linearSource({ d, noise: 1 }).draw(50, Stream.fromPath([1])));
    const statistics = law!.create();
    for (let batch = 0; batch < 3; batch++)
      law!.addDraw(statistics, model, 50, Stream.fromPath([2, batch]), inputs);
    const { noise } = law!.fit(statistics) as LinearModel;
    // 148 degrees of freedom: within 5 standard errors (5.7e-7) of σ.
    expect(Math.abs(noise / 1e-9 - 1)).toBeLessThan(5 / Math.sqrt(2 * 148));
  });

  it('weighted by a factor give the fit to as many copies of each row', () => {
    const [one, other] = [fixture.linear[2], fixture.ridge[1]];
    const { law } = linearRegression.create(known, { kind: 'points', d: 4 });
    const weighted = law!.create();
    law!.addData(weighted, pointsOf(one.rows.flat(), 4));
    law!.scale!(weighted, 3);
    law!.addData(weighted, pointsOf(other.rows.flat(), 4));
    const copies = [...one.rows, ...one.rows, ...one.rows, ...other.rows];
    expect(law!.count(weighted)).toBe(copies.length);
    const expected = fit({ n: copies.length, d: 3, rows: copies }, {});
    expectWeights((law!.fit(weighted) as LinearModel).weights, Array.from(expected.weights), 1e-13);
  });

  it('of repeated labels for given inputs have the law of the labels: Var w = σ² G⁻¹ / rounds', () => {
    const d = 2;
    const { law, sample } = linearRegression.create(known, { kind: 'points', d: d + 1 });
    const given = linearSource({ d, noise: 1, covariance: [1, 4] }).draw(6, Stream.fromPath(['given']));
    const inputs = law!.create();
    law!.addData(inputs, given);
    const model = { d, weights: Float64Array.of(1, -1), noise: 0.5 };
    const stream = Stream.fromPath(['rounds']);
    const errors = Array.from({ length: 4000 }, (_, i) => {
      const statistics = law!.create();
      if (i % 2 === 0) law!.addDraw(statistics, model, 12, stream, inputs);
      else law!.addData(statistics, sample(model, { n: 12, given }, stream));
      const { weights } = law!.fit(statistics) as LinearModel;
      return [weights[0] - 1, weights[1] + 1];
    });
    const [[a, b], [, c]] = [0, 1].map((i) => [0, 1].map((j) => gramOf(given.values, i, j)));
    const det = a * c - b * b;
    const expected = { '00': c / det, '01': -b / det, '11': a / det };
    for (const parity of [0, 1])
      for (const [pair, inverse] of Object.entries(expected)) {
        const products = errors
          .filter((_, i) => i % 2 === parity)
          .map((error) => error[Number(pair[0])] * error[Number(pair[1])]);
        expectMean(products, (0.25 * inverse) / 2);
      }
  });
});

function gramOf(values: Float64Array, i: number, j: number): number {
  let total = 0;
  for (let at = 0; at < values.length; at += 3) total += values[at + i] * values[at + j];
  return total;
}

/** Within 5 standard errors, 5.7e-7 each. */
function expectMean(values: number[], expected: number): void {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const squares = values.reduce((a, b) => a + (b - mean) * (b - mean), 0);
  const error = Math.sqrt(squares) / values.length;
  expect(Math.abs(mean - expected), `mean ${mean}, expected ${expected}`).toBeLessThan(5 * error);
}

describe('sampling', () => {
  const family = linearRegression.create(known, { kind: 'points', d: 3 });
  const model = { d: 2, weights: Float64Array.of(2, -1), noise: 0 };
  const stream = Stream.fromPath(['sampling']);

  it('labels given inputs in turn, with or without labels of their own', () => {
    const labelled = family.sample(model, { n: 3, given: pointsOf([1, 1, 99, 0, 1, 99], 3) }, stream);
    expect(Array.from(labelled.values)).toEqual([1, 1, 1, 0, 1, -1, 1, 1, 1]);
    const bare = family.sample(model, { n: 1, given: pointsOf([3, 1], 2) }, stream);
    expect(Array.from(bare.values)).toEqual([3, 1, 5]);
  });

  it('refuses to invent inputs', () => {
    expect(() => family.sample(model, { n: 1 }, stream)).toThrow(
      'request.given: got undefined, expected inputs to label. Create linear-regression with the real data as third ' +
        'argument, and with real data whose inputs have a law.',
    );
    expect(() => family.sample(model, { n: 1, given: pointsOf([1, 2, 3, 4], 4) }, stream)).toThrow(
      'request.given: got {"kind":"points","n":1,"d":4}, expected at least one point of 2 inputs, or of 2 inputs and ' +
        'a label that is not read.',
    );
  });
});

describe('refusals', () => {
  it('of wrong options come all at once', () => {
    const resolved = linearRegression.resolve({ design: 'random', noise: -1, ridge: 'cv' });
    expect(resolved).toEqual({
      problems: [
        {
          path: ['design'],
          got: 'random',
          expected:
            'fixed (every generation labels the inputs of D_0) or fresh (inputs of its own); it has no default, since ' +
            'accumulated error differs',
        },
        {
          path: ['noise'],
          got: -1,
          expected:
            'a non-negative number, the standard deviation of the noise on synthetic labels, or refitted',
        },
        {
          path: ['ridge'],
          got: 'cv',
          expected: 'a non-negative number, the penalty λ in |y − X w|² / n + λ |w|²',
        },
      ],
    });
  });

  it('of points without a label', () => {
    expect(() => linearRegression.create(known, { kind: 'points', d: 1 })).toThrow(
      'shape: got "points with d = 1", expected points of 2 coordinates or more: linear-regression is fitted to rows ' +
        'of inputs and, last, their label.',
    );
  });

  it('of uneven rounds of given inputs', () => {
    const { law } = linearRegression.create(known, { kind: 'points', d: 2 });
    const inputs = law!.create();
    law!.addData(inputs, pointsOf([1, 2, 3, 4], 2));
    const model = { d: 1, weights: Float64Array.of(1), noise: 1 };
    expect(() => law!.addDraw(law!.create(), model, 3, Stream.fromPath([0]), inputs)).toThrow(
      'n: got 3, expected a multiple of 2, so that each of the given inputs is labelled equally often.',
    );
  });

  it('no law where new inputs are not normal', () => {
    const real = { ...linearSource({ d: 1, noise: 1 }), inputs: { d: 1 } } as unknown as RealSource;
    const family = linearRegression.create({ ...known, design: 'fresh' }, real.shape, real);
    expect(family.law).toBeUndefined();
    expect(family.whyNoLaw).toBe('the inputs are not normal, or their law is not known');
  });
});

describe('linearSource', () => {
  it('has weights of norm one and the joint covariance of inputs and label', () => {
    const { truth, moments, quantile, shape } = linearSource({ d: 4, noise: 2, covariance: 9 });
    expect(shape).toEqual({ kind: 'points', d: 5 });
    expect(truth).toMatchObject({ kind: 'linear', noise: 2, weights: Float64Array.of(0.5, 0.5, 0.5, 0.5) });
    const { factor } = truth as { factor: Float64Array };
    expect(Array.from(gram(factor, 4)).slice(0, 2)).toEqual([9, 0]);
    // Cov(x, y) = Σ w, Var y = w·Σ w + σ².
    expect(Array.from(moments!.covariance.subarray(20))).toEqual([4.5, 4.5, 4.5, 4.5, 13]);
    expect(quantile!(0.975, 0)).toBeCloseTo(3 * 1.959963984540054, 12);
  });

  it('refuses a negative noise', () => {
    expect(() => linearSource({ d: 1, noise: -1 })).toThrow('noise: got -1, expected a non-negative number.');
  });
});
