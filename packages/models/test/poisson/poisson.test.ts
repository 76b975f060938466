import { poissonLogMass, Stream } from '@collapse-lab/math';
import { normalSource, type PoissonFamily, pointsOf, poisson, poissonSource } from '@collapse-lab/models';
import { describe, expect, it } from 'vitest';

const family: PoissonFamily = poisson.create({}, { kind: 'points', d: 1 });
const law = family.law!;
const stream = (purpose: string): Stream => Stream.fromPath(['poisson', purpose]);

/** Pearson's statistic of counts against expected ones. */
function chiSquared(seen: readonly number[], expected: readonly number[]): number {
  return seen.reduce((total, count, i) => total + (count - expected[i]) ** 2 / expected[i], 0);
}

describe('fit', () => {
  it('is the mean count', () => {
    expect(family.fit({ train: pointsOf([0, 3, 1, 0], 1) }, stream('fit'))).toEqual({ rate: 1 });
  });

  it('to nothing but zeros dies out for good', () => {
    const model = family.fit({ train: pointsOf([0, 0], 1) }, stream('zeros'));
    expect(model).toEqual({ rate: 0 });
    expect(family.sample(model, { n: 3 }, stream('dead')).values).toEqual(new Float64Array(3));
    expect(Array.from(family.logDensity!(model, pointsOf([0, 1], 1)))).toEqual([0, -Infinity]);
    const statistics = law.create();
    law.addDraw(statistics, model, 1000, stream('dead'));
    expect(statistics).toEqual({ n: 1000, sum: 0 });
  });
});

describe('the law of the sum', () => {
  it('of 3 counts of rate 0.5 is Poisson(1.5), and pools over rates', () => {
    const draws = 20_000;
    const seen = new Array<number>(7).fill(0);
    const source = stream('sum');
    const statistics = law.create();
    for (let i = 0; i < draws; i++) {
      law.clear(statistics);
      law.addDraw(statistics, { rate: 0.5 }, 2, source);
      law.addDraw(statistics, { rate: 0.25 }, 2, source);
      seen[Math.min(6, statistics.sum)]++;
    }
    const mass = Array.from({ length: 6 }, (_, k) => Math.exp(poissonLogMass(k, 1.5)));
    mass.push(1 - mass.reduce((a, b) => a + b));
    // χ² with 6 degrees of freedom exceeds 39 with probability 7e-7.
    expect(
      chiSquared(
        seen,
        mass.map((p) => p * draws),
      ),
    ).toBeLessThan(39);
  });

  it('of a subset, given the whole, is what hypergeometric thinning of single events gives', () => {
    // 3 events in 2 of 6 cells with equal chance: Binomial(3, 1/3).
    const draws = 9000;
    const seen = [0, 0, 0, 0];
    const source = stream('split');
    for (let i = 0; i < draws; i++) {
      const [subset, rest] = law.split!({ n: 6, sum: 3 }, 2, source);
      expect([subset.n, rest.n, subset.sum + rest.sum]).toEqual([2, 4, 3]);
      seen[subset.sum]++;
    }
    // χ² with 3 degrees of freedom exceeds 30 with probability 1.4e-6.
    expect(
      chiSquared(
        seen,
        [8, 12, 6, 1].map((ways) => (draws * ways) / 27),
      ),
    ).toBeLessThan(30);
    expect(law.lossless).toBe(false);
  });
});

describe('real data', () => {
  it('is drawn from the stated moments and quantiles', () => {
    const source = poissonSource({ rate: 2.5 });
    const { values } = source.draw(20_000, stream('real'));
    const mean = values.reduce((a, b) => a + b) / values.length;
    // 5 standard errors: 5.7e-7.
    expect(Math.abs(mean - 2.5)).toBeLessThan(5 * Math.sqrt(2.5 / values.length));
    expect(source.moments).toEqual({ mean: Float64Array.of(2.5), covariance: Float64Array.of(2.5) });
    expect(family.fromTruth!(source.truth!)).toEqual({ rate: 2.5 });
    expect(family.fromTruth!(normalSource({ d: 1 }).truth!)).toBeUndefined();
  });

  it.each([0.01, 1, 2.5, 40, 1e6])(
    'quantiles of rate %d are where the distribution function passes p',
    (rate) => {
      const source = poissonSource({ rate });
      // Masses by the recurrence from the mode, independently of the incomplete gamma function.
      const reach = Math.ceil(12 * Math.sqrt(rate) + 40);
      const low = Math.max(0, Math.floor(rate) - reach);
      const masses = Array.from({ length: 2 * reach }, (_, i) => Math.exp(poissonLogMass(low + i, rate)));
      for (const p of [1e-9, 0.01, 0.3, 0.5, 0.9, 0.999]) {
        let below = 0;
        let k = 0;
        while (below + masses[k] < p) below += masses[k++];
        expect(source.quantile!(p, 0)).toBe(low + k);
      }
      expect([source.quantile!(0, 0), source.quantile!(1, 0)]).toEqual([0, Infinity]);
    },
  );

  it('is known by its rate', () => {
    expect(poissonSource({ rate: 0.1 }).identity).toBe('poisson {"rate":0.1}');
  });
});

describe('messages', () => {
  it.each([
    [
      'symbols',
      () => poisson.create({}, { kind: 'symbols', k: 3 }),
      'shape: got "symbols with k = 3", expected points with d = 1, the counts that a poisson is fitted to.',
    ],
    [
      'what is no count',
      () => family.fit({ train: pointsOf([1, 2.5], 1) }, stream('broken')),
      'train.values[1]: got 2.5, expected a count, that is a non-negative integer. ' +
        'A poisson is fitted to counts; other numbers need another family.',
    ],
    [
      'a negative count',
      () => law.addData(law.create(), pointsOf([-1], 1)),
      'data.values[0]: got -1, expected a count, that is a non-negative integer. ' +
        'A poisson is fitted to counts; other numbers need another family.',
    ],
    ['no counts', () => law.fit(law.create()), 'statistics.n: got 0, expected at least 1 count.'],
    [
      'a subset of more',
      () => law.split!({ n: 2, sum: 5 }, 3, stream('more')),
      'n: got 3, expected an integer from 0 to 2, the number of counts.',
    ],
    [
      'no rate',
      () => poissonSource({ rate: 0 }),
      'rate: got 0, expected a positive number of at most 10^9, the mean count.',
    ],
    [
      'no probability',
      () => poissonSource({ rate: 1 }).quantile!(1.5, 0),
      'p: got 1.5, expected a probability from 0 to 1.',
    ],
  ])('%s', (_, action, message) => {
    expect(action).toThrow(message);
  });
});
