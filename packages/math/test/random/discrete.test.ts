// Laws of the discrete samplers; the level of every test is stated in goodness-of-fit.ts. Parameters lie on both sides
// of every switch between algorithms.
import {
  binomial,
  binomialLogMass,
  categorical,
  createAliasTable,
  hypergeometric,
  hypergeometricLogMass,
  multinomial,
  multinomialLogMass,
  multivariateHypergeometric,
  multivariateHypergeometricLogMass,
  permutation,
  poisson,
  poissonLogMass,
  Stream,
  sampleWithoutReplacement,
  shuffle,
  uniformInteger,
} from '@collapse-lab/math';
import { describe, expect, it } from 'vitest';
import { chiSquaredPValue, expectFit, integerFit } from './goodness-of-fit.ts';

const N = 100_000;

/** Eight standard deviations about the mean, within [0, most]. */
function window(mean: number, variance: number, most = Number.POSITIVE_INFINITY): [number, number] {
  const reach = 8 * Math.sqrt(variance) + 8;
  return [Math.max(0, Math.floor(mean - reach)), Math.min(most, Math.ceil(mean + reach))];
}

/** Counts of the outcomes, by name, against n times their probabilities. */
function outcomeFit(draw: () => string, probabilities: Map<string, number>, n: number): number {
  const counts = new Map<string, number>();
  for (let i = 0; i < n; i++) {
    const outcome = draw();
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  }
  for (const outcome of counts.keys()) expect(probabilities.has(outcome), `outcome ${outcome}`).toBe(true);
  const names = [...probabilities.keys()];
  return chiSquaredPValue(
    names.map((name) => counts.get(name) ?? 0),
    names.map((name) => n * probabilities.get(name)!),
  );
}

/** All vectors of k counts with the given sum. */
function compositions(k: number, sum: number): number[][] {
  if (k === 1) return [[sum]];
  return Array.from({ length: sum + 1 }, (_, first) =>
    compositions(k - 1, sum - first).map((rest) => [first, ...rest]),
  ).flat();
}

describe('binomial', () => {
  it.each([
    [1, 0.3],
    [1, 0.5],
    [7, 0.9],
    [19, 0.5],
    [20, 0.5],
    [21, 0.48],
    [25, 0.5],
    [33, 0.31],
    [40, 0.75],
    [100, 0.099],
    [100, 0.1],
    [100, 0.11],
    [1000, 0.02],
    [1000, 0.5],
    [1000, 0.995],
    [100_000, 0.37],
    [1_000_000, 1e-6],
    [1_000_000, 3e-5],
    [2 ** 53, 1e-15],
    [2 ** 53, 3e-15],
    [2 ** 53, 1 - 2 ** -53],
  ])('has the law of n = %d, p = %d', (n, p) => {
    const stream = Stream.fromPath(['binomial', n, p]);
    const fit = integerFit(
      () => binomial(stream, n, p),
      (k) => binomialLogMass(k, n, p),
      window(n * p, n * p * (1 - p), n),
      N,
    );
    expectFit(fit, `binomial ${n} ${p}`);
  });

  it.each([
    [1e12, 0.5],
    [2 ** 53, 0.25],
    [2 ** 53, 0.75],
  ])('has the moments of n = %d, p = %d', (n, p) => {
    const stream = Stream.fromPath(['binomial', 'huge', n, p]);
    const sd = Math.sqrt(n * p * (1 - p));
    const moments = [0, 0, 0, 0];
    for (let i = 0; i < N; i++) {
      const z = (binomial(stream, n, p) - n * p) / sd;
      for (let j = 0; j < 4; j++) moments[j] += z ** (j + 1) / N;
    }
    // Standard errors of the first four moments of a standard normal; 5.5 of them, false alarm 4e-8 each.
    const bounds = [1, 2, 15, 96].map((variance) => 5.5 * Math.sqrt(variance / N));
    [0, 1, 0, 3].forEach((moment, j) => {
      expect(Math.abs(moments[j] - moment)).toBeLessThan(bounds[j]);
    });
  });
});

describe('poisson', () => {
  it.each([1e-3, 0.7, 4, 9.99, 10, 10.3, 12.5, 17, 30, 100, 1234.5, 1e6])(
    'has the law of mean %d',
    (mean) => {
      const stream = Stream.fromPath(['poisson', mean]);
      const fit = integerFit(
        () => poisson(stream, mean),
        (k) => poissonLogMass(k, mean),
        window(mean, mean),
        3 * N,
      );
      expectFit(fit, `Poisson ${mean}`);
    },
  );
});

describe('hypergeometric', () => {
  it.each([
    [1, 1, 1],
    [5, 5, 5],
    [3, 1000, 400],
    [40, 40, 40],
    [41, 41, 40],
    [100, 60, 50],
    [60, 100, 120],
    [100, 900, 99],
    [100, 900, 101],
    [900, 100, 101],
    [900, 100, 899],
    [20, 10_000, 3_000],
    [1e9, 1e9, 50],
    [1e9, 1e5, 2e4],
    [5e4, 7e4, 3e4],
    [2 ** 50, 2 ** 52, 30],
    [500, 2 ** 52, 2 ** 48],
  ])('has the law of %d good, %d bad, %d draws', (good, bad, draws) => {
    const stream = Stream.fromPath(['hypergeometric', good, bad, draws]);
    const total = good + bad;
    const mean = draws * (good / total);
    const variance = mean * (bad / total) * ((total - draws) / (total - 1));
    const fit = integerFit(
      () => hypergeometric(stream, good, bad, draws),
      (k) => hypergeometricLogMass(k, good, bad, draws),
      window(mean, variance, Math.min(good, draws)),
      N,
    );
    expectFit(fit, `hypergeometric ${good} ${bad} ${draws}`);
  });
});

describe('categorical', () => {
  it.each([
    [[1]],
    [[1, 1]],
    [[0, 3, 0, 1, 0]],
    [[1e-3, 5, 2, 1e3, 0]],
    [Array.from({ length: 300 }, (_, i) => 1 / (i + 2.7))],
  ])('has the law of the weights %j', (weights) => {
    const stream = Stream.fromPath(['categorical', weights.length, weights[0]]);
    const table = createAliasTable(weights);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const observed = new Float64Array(weights.length);
    for (let i = 0; i < N; i++) observed[categorical(stream, table)]++;
    weights.forEach((weight, i) => {
      if (weight === 0) expect(observed[i]).toBe(0);
    });
    if (weights.length === 1) expect(observed[0]).toBe(N);
    else
      expectFit(
        chiSquaredPValue(
          observed,
          weights.map((weight) => (N * weight) / total),
        ),
        'categorical',
      );
  });

  it('builds a table whose columns add up to the weights', () => {
    const stream = Stream.fromPath(['alias']);
    for (let trial = 0; trial < 50; trial++) {
      const weights = Array.from({ length: 1 + trial }, () =>
        stream.uniform() < 0.3 ? 0 : stream.uniform() ** 8,
      );
      weights[trial] = 0.1;
      const { k, own, alias } = createAliasTable(weights);
      const share = new Float64Array(k);
      for (let i = 0; i < k; i++) {
        share[i] += own[i] / k;
        share[alias[i]] += (1 - own[i]) / k;
      }
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      for (let i = 0; i < k; i++) {
        expect(Math.abs(share[i] - weights[i] / total)).toBeLessThanOrEqual(4 * k * Number.EPSILON);
        if (weights[i] === 0) expect(share[i]).toBe(0);
      }
    }
  });
});

describe('multinomial', () => {
  it('has the law over all outcomes', () => {
    const weights = [2, 0, 1, 4];
    const stream = Stream.fromPath(['multinomial']);
    const outcomes = compositions(4, 5).filter((counts) => counts[1] === 0);
    const law = new Map(outcomes.map((c) => [c.join(), Math.exp(multinomialLogMass(c, weights))]));
    expectFit(
      outcomeFit(() => multinomial(stream, 5, weights).join(), law, N),
      'multinomial',
    );
  });

  it('has binomial margins, the last one too', () => {
    const weights = [1e-3, 0.2, 5, 2e-5, 3, 0.05];
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const n = 2000;
    weights.forEach((weight, i) => {
      const stream = Stream.fromPath(['multinomial', i]);
      const counts = new Float64Array(weights.length);
      const p = weight / total;
      const fit = integerFit(
        () => multinomial(stream, n, weights, counts)[i],
        (k) => binomialLogMass(k, n, p),
        window(n * p, n * p * (1 - p), n),
        20_000,
      );
      expectFit(fit, `category ${i}`);
    });
  });
});

describe('multivariateHypergeometric', () => {
  it('has the law over all outcomes', () => {
    const colours = [3, 0, 2, 6];
    const stream = Stream.fromPath(['multivariateHypergeometric']);
    const outcomes = compositions(4, 5).filter((drawn) => drawn.every((x, i) => x <= colours[i]));
    const law = new Map(
      outcomes.map((x) => [x.join(), Math.exp(multivariateHypergeometricLogMass(x, colours))]),
    );
    expectFit(
      outcomeFit(() => multivariateHypergeometric(stream, colours, 5).join(), law, N),
      'colours',
    );
  });
});

describe('subsets and orders', () => {
  it.each([3, 1000, 2 ** 21, 2 ** 21 + 1, 3 * 2 ** 40, 2 ** 53])(
    'uniformInteger is uniform below %d',
    (bound) => {
      const stream = Stream.fromPath(['integer', bound]);
      const cells = Math.min(bound, 100);
      const observed = new Float64Array(cells);
      const parity = [0, 0];
      for (let i = 0; i < N; i++) {
        const integer = uniformInteger(stream, bound);
        observed[Math.floor((integer / bound) * cells)]++;
        parity[integer % 2]++;
      }
      const share = (i: number) =>
        (Math.ceil(((i + 1) * bound) / cells) - Math.ceil((i * bound) / cells)) / bound;
      expectFit(
        chiSquaredPValue(
          observed,
          observed.map((_, i) => N * share(i)),
        ),
        `cells of ${bound}`,
      );
      const even = Math.ceil(bound / 2) / bound;
      expectFit(chiSquaredPValue(parity, [N * even, N * (1 - even)]), `parity of ${bound}`);
    },
  );

  it('sampleWithoutReplacement gives all subsets alike', () => {
    const stream = Stream.fromPath(['subset']);
    const subsets = compositions(6, 3).filter((row) => row.every((x) => x <= 1));
    const name = (row: number[]) => row.flatMap((x, i) => (x === 1 ? [i] : [])).join();
    const law = new Map(subsets.map((row) => [name(row), 1 / 20]));
    expectFit(
      outcomeFit(() => sampleWithoutReplacement(stream, 6, 3).join(), law, N),
      'subsets of 6',
    );
  });

  it('sampleWithoutReplacement gives distinct ascending indices in range, for huge n too', () => {
    const stream = Stream.fromPath(['subset', 'huge']);
    for (const [n, k] of [
      [2 ** 53, 1000],
      [5000, 4999],
      [5000, 5000],
      [70_000, 30_000],
      [1, 1],
    ]) {
      const chosen = sampleWithoutReplacement(stream, n, k);
      expect(chosen.length).toBe(k);
      expect(chosen.every((index, i) => Number.isInteger(index) && (i === 0 || index > chosen[i - 1]))).toBe(
        true,
      );
      expect(chosen[0]).toBeGreaterThanOrEqual(0);
      expect(chosen[k - 1]).toBeLessThan(n);
    }
  });

  it('permutation and shuffle give all orders alike', () => {
    const stream = Stream.fromPath(['order']);
    const orders = [0, 1, 2, 3].flatMap((a) =>
      [0, 1, 2, 3].flatMap((b) => [0, 1, 2, 3].map((c) => [a, b, c, 6 - a - b - c])),
    );
    const law = new Map(orders.filter((row) => new Set(row).size === 4).map((row) => [row.join(), 1 / 24]));
    expect(law.size).toBe(24);
    expectFit(
      outcomeFit(() => permutation(stream, 4).join(), law, N),
      'permutations',
    );
    expectFit(
      outcomeFit(() => shuffle(stream, [0, 1, 2, 3]).join(), law, N),
      'shuffles',
    );
  });
});
