// What holds for every sampler: it depends on the stream alone, resumes anywhere, fills as it draws, refuses what is
// outside its domain, and has the right values at the ends of it.
import * as math from '@collapse-lab/math';
import { InvalidArgumentError, Stream } from '@collapse-lab/math';
import { describe, expect, it } from 'vitest';
import { samplers } from './samplers.ts';

function take(n: number, draw: () => number | ArrayLike<number>): unknown[] {
  return Array.from({ length: n }, () => {
    const value = draw();
    return typeof value === 'number' ? value : Array.from(value);
  });
}

describe.each(Object.entries(samplers))('%s', (name, sample) => {
  it('draws the same after the state of the stream was stored and read', () => {
    const stream = Stream.fromPath(['contract', name]);
    for (let i = 0; i < 20; i++) {
      const resumed = Stream.fromState(JSON.parse(JSON.stringify(stream.state())));
      expect(take(3, () => sample(resumed))).toEqual(take(3, () => sample(stream)));
    }
  });

  it('draws other values from another stream', () => {
    const one = take(40, () => sample(one_));
    const other = take(40, () => sample(other_));
    expect(one).not.toEqual(other);
  });
  const one_ = Stream.fromPath(['contract', name]);
  const other_ = Stream.fromPath(['contract', name]).split(1);
});

const fills: Record<string, [(s: Stream, out: Float64Array) => Float64Array, (s: Stream) => number]> = {
  fillUniform: [(s, out) => math.fillUniform(s, out, -2, 7), (s) => -2 + 9 * s.uniform()],
  fillNormal: [(s, out) => math.fillNormal(s, out, 3, 0.1), (s) => 3 + 0.1 * math.normal(s)],
  fillExponential: [(s, out) => math.fillExponential(s, out, 4), (s) => 4 * math.exponential(s)],
  'fillGamma 0.3': [(s, out) => math.fillGamma(s, out, 0.3, 5), (s) => math.gamma(s, 0.3, 5)],
  'fillGamma 3': [(s, out) => math.fillGamma(s, out, 3), (s) => math.gamma(s, 3)],
  'fillChiSquared 1': [(s, out) => math.fillChiSquared(s, out, 1), (s) => math.chiSquared(s, 1)],
  'fillChiSquared 9': [(s, out) => math.fillChiSquared(s, out, 9), (s) => math.chiSquared(s, 9)],
  'fillBinomial 10 0.2': [(s, out) => math.fillBinomial(s, out, 10, 0.2), (s) => math.binomial(s, 10, 0.2)],
  'fillBinomial 90 0.8': [(s, out) => math.fillBinomial(s, out, 90, 0.8), (s) => math.binomial(s, 90, 0.8)],
  'fillPoisson 2': [(s, out) => math.fillPoisson(s, out, 2), (s) => math.poisson(s, 2)],
  'fillPoisson 20': [(s, out) => math.fillPoisson(s, out, 20), (s) => math.poisson(s, 20)],
};

describe.each(Object.entries(fills))('%s', (name, [fill, draw]) => {
  // The streams start within a block, so that fills begin at every alignment.
  it.each([0, 1, 2, 3])('gives the bits of single draws, after %d words', (words) => {
    const [filler, single] = [Stream.fromPath([name]), Stream.fromPath([name])];
    for (let i = 0; i < words; i++) expect(filler.int32()).toBe(single.int32());
    const out = new Float64Array(301);
    expect(fill(filler, out)).toBe(out);
    expect(Array.from(out)).toEqual(take(301, () => draw(single)));
    expect(filler.state()).toEqual(single.state());
  });

  it('draws nothing into an empty array', () => {
    const stream = Stream.fromPath([name]);
    fill(stream, new Float64Array(0));
    expect(stream.state()).toEqual(Stream.fromPath([name]).state());
  });
});

it('fillCategorical and fillMultivariateNormal give the bits of single draws', () => {
  const table = math.createAliasTable([1, 2, 3]);
  const [a, b] = [Stream.fromPath(['fill']), Stream.fromPath(['fill'])];
  expect(Array.from(math.fillCategorical(a, table, new Uint32Array(2500)))).toEqual(
    take(2500, () => math.categorical(b, table)),
  );
  const rows = math.fillMultivariateNormal(a, [5, 6], [1, 9, 0.5, 2], new Float64Array(20));
  for (let row = 0; row < 10; row++) {
    const [z0, z1] = [math.normal(b), math.normal(b)];
    expect(Array.from(rows.subarray(2 * row, 2 * row + 2))).toEqual([5 + z0, 6 + (0.5 * z0 + 2 * z1)]);
  }
});

describe('ends of the domain', () => {
  const s = Stream.fromPath(['ends']);
  it.each([
    ['binomial, n = 0', () => math.binomial(s, 0, 0.5), 0],
    ['binomial, p = 0', () => math.binomial(s, 2 ** 53, 0), 0],
    ['binomial, p = 1', () => math.binomial(s, 2 ** 53, 1), 2 ** 53],
    ['binomial, p the smallest double', () => math.binomial(s, 2 ** 53, 5e-324), 0],
    ['poisson, mean 0', () => math.poisson(s, 0), 0],
    ['gamma, shape 0', () => math.gamma(s, 0), 0],
    ['gamma, scale 0', () => math.gamma(s, 2, 0), 0],
    ['gamma, shape the smallest double', () => math.gamma(s, 5e-324), 0],
    ['chiSquared, df 0', () => math.chiSquared(s, 0), 0],
    ['hypergeometric, no good', () => math.hypergeometric(s, 0, 9, 4), 0],
    ['hypergeometric, no bad', () => math.hypergeometric(s, 9, 0, 4), 4],
    ['hypergeometric, no draws', () => math.hypergeometric(s, 9, 9, 0), 0],
    ['hypergeometric, all drawn', () => math.hypergeometric(s, 9, 5, 14), 9],
    ['hypergeometric, empty urn', () => math.hypergeometric(s, 0, 0, 0), 0],
    [
      'hypergeometric, one of 2^53',
      () => math.hypergeometric(s, 2 ** 53 - 1, 1, 2 ** 53 - 1) >= 2 ** 53 - 2,
      true,
    ],
    ['multinomial, n = 0', () => Array.from(math.multinomial(s, 0, [1, 2])), [0, 0]],
    ['multinomial, one category', () => Array.from(math.multinomial(s, 7, [0.1])), [7]],
    ['multinomial, one weight', () => Array.from(math.multinomial(s, 7, [0, 3, 0])), [0, 7, 0]],
    ['colours, none drawn', () => Array.from(math.multivariateHypergeometric(s, [3, 4], 0)), [0, 0]],
    ['colours, all drawn', () => Array.from(math.multivariateHypergeometric(s, [3, 0, 4], 7)), [3, 0, 4]],
    ['subset, empty', () => Array.from(math.sampleWithoutReplacement(s, 5, 0)), []],
    ['subset, all', () => Array.from(math.sampleWithoutReplacement(s, 4, 4)), [0, 1, 2, 3]],
    ['permutation of nothing', () => Array.from(math.permutation(s, 0)), []],
    ['shuffle of nothing', () => math.shuffle(s, []), []],
    ['uniformInteger below 1', () => math.uniformInteger(s, 1), 0],
  ] as [string, () => unknown, unknown][])('%s', (_, draw, expected) => {
    for (let i = 0; i < 10; i++) expect(draw()).toEqual(expected);
  });

  it('keeps the sum of counts and the zeros of weights', () => {
    const weights = Array.from({ length: 500 }, (_, i) => (i % 3 === 0 ? 0 : 1e-300 * (i + 1)));
    for (const n of [1, 10, 1e5, 2 ** 53]) {
      const counts = math.multinomial(s, n, weights);
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(n);
      expect(counts.every((count, i) => count >= 0 && (i % 3 !== 0 || count === 0))).toBe(true);
    }
  });
});

describe('refusals', () => {
  const s = Stream.fromPath(['refusals']);
  const count = 'an integer in [0, 2^53]';
  it.each([
    [() => math.fillUniform(s, new Float64Array(1), Number.NaN), 'low: got NaN, expected a finite number.'],
    [
      () => math.fillUniform(s, new Float64Array(1), 0, Infinity),
      'high: got Infinity, expected a finite number.',
    ],
    [
      () => math.fillNormal(s, new Float64Array(1), Infinity),
      'mean: got Infinity, expected a finite number.',
    ],
    [() => math.fillNormal(s, new Float64Array(1), 0, -1), 'sd: got -1, expected a finite number ≥ 0.'],
    [() => math.fillExponential(s, new Float64Array(1), -1), 'mean: got -1, expected a finite number ≥ 0.'],
    [() => math.gamma(s, -1), 'shape: got -1, expected a finite number ≥ 0.'],
    [() => math.gamma(s, 1, Number.NaN), 'scale: got NaN, expected a finite number ≥ 0.'],
    [
      () => math.fillGamma(s, new Float64Array(1), Infinity),
      'shape: got Infinity, expected a finite number ≥ 0.',
    ],
    [() => math.chiSquared(s, Number.NaN), 'df: got NaN, expected a finite number ≥ 0.'],
    [() => math.fillChiSquared(s, new Float64Array(1), -2), 'df: got -2, expected a finite number ≥ 0.'],
    [() => math.binomial(s, 1.5, 0.5), `n: got 1.5, expected ${count}.`],
    [() => math.binomial(s, -1, 0.5), `n: got -1, expected ${count}.`],
    [() => math.binomial(s, 2 ** 54, 0.5), `n: got 18014398509481984, expected ${count}.`],
    [() => math.binomial(s, 3, 1.1), 'p: got 1.1, expected a number in [0, 1].'],
    [
      () => math.fillBinomial(s, new Float64Array(1), 3, Number.NaN),
      'p: got NaN, expected a number in [0, 1].',
    ],
    [() => math.poisson(s, -0.5), 'mean: got -0.5, expected a number in [0, 2^52].'],
    [
      () => math.fillPoisson(s, new Float64Array(1), 1e16),
      'mean: got 10000000000000000, expected a number in [0, 2^52].',
    ],
    [() => math.createAliasTable([]), 'weights: got [], expected weights with a positive, finite sum.'],
    [
      () => math.createAliasTable([0, 0]),
      'weights: got [0, 0], expected weights with a positive, finite sum.',
    ],
    [() => math.createAliasTable([1, -1]), 'weights[1]: got -1, expected a finite number ≥ 0.'],
    [
      () => math.multinomial(s, 3, [0]),
      'probabilities: got [0], expected weights with a positive, finite sum.',
    ],
    [
      () => math.multinomial(s, 3, [1, Number.NaN]),
      'probabilities[1]: got NaN, expected a finite number ≥ 0.',
    ],
    [() => math.multinomial(s, -3, [1]), `n: got -3, expected ${count}.`],
    [
      () => math.multinomial(s, 3, [1, 2], new Float64Array(3)),
      'out: got a Float64Array of 24 bytes, expected a Float64Array of length 2.',
    ],
    [
      () => {
        const w = new Float64Array(2).fill(1);
        math.multinomial(s, 3, w, w);
      },
      'out: got a Float64Array of 16 bytes, expected another array than probabilities.',
    ],
    [() => math.hypergeometric(s, -1, 2, 1), `good: got -1, expected ${count}.`],
    [() => math.hypergeometric(s, 1, 2.5, 1), `bad: got 2.5, expected ${count}.`],
    [() => math.hypergeometric(s, 1, 2, 4), 'draws: got 4, expected an integer in [0, 3].'],
    [() => math.hypergeometric(s, 2 ** 53, 2, 4), 'good + bad: got 9007199254740994, expected at most 2^53.'],
    [() => math.multivariateHypergeometric(s, [1, 2], 4), 'draws: got 4, expected an integer in [0, 3].'],
    [() => math.multivariateHypergeometric(s, [1, 0.5], 1), `counts[1]: got 0.5, expected ${count}.`],
    [
      () => math.fillMultivariateNormal(s, [], [], new Float64Array(0)),
      'mean: got [], expected at least one number.',
    ],
    [
      () => math.fillMultivariateNormal(s, [0], [1, 2], new Float64Array(1)),
      'factor: got [1, 2], expected 1 × 1 numbers, row by row.',
    ],
    [
      () => math.fillMultivariateNormal(s, [0, 0], [1, 0, 0, 1], new Float64Array(3)),
      'out: got a Float64Array of 24 bytes, expected a length that is a multiple of 2.',
    ],
    [() => math.wishartFactor(s, 0, 1), 'd: got 0, expected a positive integer.'],
    [() => math.wishartFactor(s, 3, 1.5), 'df: got 1.5, expected an integer ≥ 0, or a finite number > 2.'],
    [() => math.wishartFactor(s, 3, -1), 'df: got -1, expected an integer ≥ 0, or a finite number > 2.'],
    [
      () => math.wishartFactor(s, 2, 3, new Float64Array(3)),
      'out: got a Float64Array of 24 bytes, expected a Float64Array of length 4.',
    ],
    [() => math.uniformInteger(s, 0), 'bound: got 0, expected an integer in [1, 2^53].'],
    [() => math.sampleWithoutReplacement(s, 3, 4), 'k: got 4, expected an integer in [0, 3].'],
    [() => math.sampleWithoutReplacement(s, Number.NaN, 4), `n: got NaN, expected ${count}.`],
    [() => math.permutation(s, -1), 'n: got -1, expected an integer in [0, 2^32).'],
    [() => math.normalLogDensity(Number.NaN, 0, 1), 'x: got NaN, expected a number.'],
    [() => math.normalLogDensity(0, 0, 0), 'sd: got 0, expected a finite number > 0.'],
    [() => math.exponentialLogDensity(1, -1), 'rate: got -1, expected a finite number > 0.'],
    [() => math.gammaLogDensity(1, 0, 1), 'shape: got 0, expected a finite number > 0.'],
    [() => math.chiSquaredLogDensity(1, 0), 'df: got 0, expected a finite number > 0.'],
    [() => math.binomialLogMass(Number.NaN, 1, 0.5), 'k: got NaN, expected a number.'],
    [() => math.poissonLogMass(1, Infinity), 'mean: got Infinity, expected a finite number ≥ 0.'],
    [() => math.hypergeometricLogMass(1, 1, 1, 3), 'draws: got 3, expected an integer in [0, 2].'],
    [
      () => math.multinomialLogMass([1], [1, 2]),
      'probabilities: got [1, 2], expected 1 weights, one per count.',
    ],
    [
      () => math.multivariateHypergeometricLogMass([1], [1, 2]),
      'drawn: got [1], expected 2 numbers, one per count.',
    ],
    [
      () => math.categoricalLogMass(0, []),
      'probabilities: got [], expected weights with a positive, finite sum.',
    ],
    [
      () => math.multivariateNormalLogDensity([0], [0], [0]),
      'factor[0]: got 0, expected a finite pivot > 0.',
    ],
    [
      () => math.multivariateNormalLogDensity([0], [0, 1], [1]),
      'mean: got [0, 1], expected 1 numbers, as many as x.',
    ],
    [() => math.wishartLogDensity([1], 0, [1]), 'df: got 0, expected a finite number > 0.'],
    [() => math.wishartLogDensity([1, 0, 0], 5, [1]), 'factorOfX: got [1, 0, 0], expected d × d numbers.'],
    [
      () => math.wishartLogDensity([1, 0, 0, -1], 5, [1, 0, 0, 1]),
      'factorOfX[3]: got -1, expected a finite pivot > 0.',
    ],
  ] as [() => unknown, string][])('%s', (call, message) => {
    const before = s.state();
    expect(call).toThrow(InvalidArgumentError);
    try {
      call();
    } catch (error) {
      expect((error as Error).message).toBe(message);
    }
    expect(s.state()).toEqual(before);
  });
});
