import { readFileSync } from 'node:fs';
import {
  entropy,
  hellinger,
  klCategorical,
  klGaussian,
  squaredW2Gaussian,
  supportSize,
  tailMass,
  totalVariation,
  w1Samples,
} from '@collapse-lab/math';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectNear, largest } from '../near.ts';

interface GaussianCase {
  name: string;
  d: number;
  meanA: number[];
  factorA: number[];
  meanB: number[];
  factorB: number[];
  squaredW2: number;
  kl: number | null;
}

interface Fixture {
  gaussians: GaussianCase[];
  categoricals: {
    p: number[];
    q: number[];
    kl: number;
    totalVariation: number;
    hellinger: number;
    entropy: number;
  }[];
  samples: { x: number[]; y: number[]; w1: number }[];
}

const fixture: Fixture = JSON.parse(
  readFileSync(new URL('../fixtures/distances.json', import.meta.url), 'utf8'),
);

const ε = Number.EPSILON;

const weights = fc.array(fc.oneof(fc.constant(0), fc.double({ min: 1e-3, max: 1, noNaN: true })), {
  minLength: 4,
  maxLength: 4,
});

function normalise(w: number[]): number[] {
  const total = w.reduce((a, b) => a + b, 0);
  return w.map((x) => x / total);
}

/** Two distributions on four categories, zeros included. */
const pair = fc
  .tuple(weights, weights)
  .filter(([p, q]) => p.some((x) => x > 0) && q.some((x) => x > 0))
  .map(([p, q]) => [normalise(p), normalise(q)] as const);

describe('squaredW2Gaussian', () => {
  it.each(fixture.gaussians)('agrees with mpmath: $name', (c) => {
    const got = squaredW2Gaussian(c.meanA, c.factorA, c.meanB, c.factorB, c.d);
    // W2 itself is right to d ε of the scale of the factors and means; that is also the claim where W2 ≪ the scale.
    const scale = largest([...c.meanA, ...c.factorA, ...c.meanB, ...c.factorB]);
    expectNear(Math.sqrt(got), Math.sqrt(c.squaredW2), 20 * c.d * ε * scale, 'W2');
  });

  it('is symmetric, and zero only between equals', () => {
    const { meanA, factorA, meanB, factorB, d } = fixture.gaussians[3];
    const forth = squaredW2Gaussian(meanA, factorA, meanB, factorB, d);
    expectNear(squaredW2Gaussian(meanB, factorB, meanA, factorA, d), forth, 100 * ε * forth);
    expect(squaredW2Gaussian(meanA, factorA, meanA, factorA, d)).toBeLessThan(1e-28);
    expect(squaredW2Gaussian([0], [1], [0], [1], 1)).toBe(0);
  });

  it('does not see which factor of a covariance it is given', () => {
    // Lower triangular factors of one covariance differ in the signs of their columns.
    const factor = [1, 0, 0.5, 2];
    const flipped = [-1, 0, -0.5, 2];
    expect(squaredW2Gaussian([0, 0], factor, [0, 0], flipped, 2)).toBeLessThan(1e-30);
    expect(squaredW2Gaussian([1], [-2], [1], [2], 1)).toBe(0);
  });

  it('refuses wrong sizes', () => {
    expect(() => squaredW2Gaussian([0], [1], [0, 0], [1], 1)).toThrow('meanB.length: got 2, expected 1 (d).');
    expect(() => squaredW2Gaussian([0, 0], [1], [0, 0], [1, 0, 0, 1], 2)).toThrow(
      'factorA.length: got 1, expected 4 (d × d).',
    );
  });
});

describe('klGaussian', () => {
  it.each(fixture.gaussians.filter(({ kl }) => kl !== null))('agrees with mpmath: $name', (c) => {
    const got = klGaussian(c.meanA, c.factorA, c.meanB, c.factorB, c.d);
    // Lb⁻¹ La − I is right to ε times the condition of Lb's rows (below 100 in all cases), and enters squared.
    const root = Math.sqrt(c.kl!);
    expectNear(Math.sqrt(got), root, 400 * c.d * ε * (1 + root), '√KL');
  });

  it('is infinite where it is too large for a double', () => {
    expect(klGaussian([0], [1], [0], [1e-323], 1)).toBe(Infinity);
    expect(klGaussian([Infinity], [1], [0], [1], 1)).toBe(Infinity);
    expect(klGaussian([NaN], [1], [0], [1], 1)).toBeNaN();
    expect(klGaussian([3, 0], [1, 0, 1, 1], [0, 0], [1e-310, 0, 1e-310, 1e-310], 2)).toBe(Infinity);
  });

  it('says where there is no density ratio', () => {
    const whole = [1, 0, 0, 1];
    const line = [1, 0, 1, 0];
    expect(klGaussian([0, 0], line, [0, 0], whole, 2)).toBe(Infinity);
    expect(klGaussian([0, 0], whole, [0, 0], line, 2)).toBe(Infinity);
    expect(klGaussian([0, 0], line, [0, 0], line, 2)).toBe(0);
  });
});

describe('categorical distances', () => {
  it.each(fixture.categoricals)('agree with mpmath, case %#', (c) => {
    // √KL: the terms are second order in q − p.
    expectNear(Math.sqrt(klCategorical(c.p, c.q)), Math.sqrt(c.kl), 20 * ε * (1 + Math.sqrt(c.kl)), '√KL');
    expectNear(totalVariation(c.p, c.q), c.totalVariation, 10 * ε * c.totalVariation, 'TV');
    expectNear(hellinger(c.p, c.q), c.hellinger, 10 * ε, 'Hellinger');
    expectNear(entropy(c.p), c.entropy, 10 * ε * (1 + c.entropy), 'entropy');
  });

  it('keep nearly equal distributions apart to second order', () => {
    const c = fixture.categoricals[4];
    expectNear(klCategorical(c.p, c.q), c.kl, 1e-7 * c.kl, 'KL of 1e-15');
  });

  it('obey Pinsker and the bounds between them', () => {
    fc.assert(
      fc.property(pair, ([p, q]) => {
        const kl = klCategorical(p, q);
        const tv = totalVariation(p, q);
        const h = hellinger(p, q);
        expect(kl).toBeGreaterThanOrEqual(2 * tv * tv - 4 * ε);
        expect(h * h).toBeLessThanOrEqual(tv + 4 * ε);
        expect(tv).toBeLessThanOrEqual(Math.SQRT2 * h + 4 * ε);
        expect(kl === Infinity).toBe(p.some((x, i) => x > 0 && q[i] === 0));
        expect(klCategorical(p, p)).toBe(0);
      }),
    );
  });

  it('know 0 log 0 and the uniform', () => {
    expect(klCategorical([0, 1], [0.5, 0.5])).toBeCloseTo(Math.LN2, 15);
    expect(klCategorical([0.5, 0.5], [0, 1])).toBe(Infinity);
    expect(klCategorical([0, 1], [0, 1])).toBe(0);
    expect(Object.is(entropy([0, 1]), 0)).toBe(true);
    expectNear(entropy(new Array(8).fill(1 / 8)), Math.log(8), 4 * ε);
    expect(supportSize([0.5, 0, 0.5, 0])).toBe(2);
    expect(hellinger([1, 0], [0, 1])).toBe(1);
  });

  it('refuse different alphabets', () => {
    expect(() => klCategorical([1], [0.5, 0.5])).toThrow('q.length: got 2, expected 1, the length of p.');
    expect(() => totalVariation([], [])).toThrow(
      'q.length: got 0, expected at least one category in p and q.',
    );
  });
});

describe('w1Samples', () => {
  it.each(fixture.samples)('agrees with SciPy, case %#', ({ x, y, w1 }) => {
    expectNear(w1Samples(x, y), w1, 20 * ε * (w1 + largest([...x, ...y])));
  });

  it('is 0 for the same numbers however often each occurs, and |shift| for a shift', () => {
    expect(w1Samples([3, 1, 2], [1, 1, 2, 2, 3, 3])).toBe(0);
    expect(w1Samples([0, 1, 2], [5, 6, 7])).toBe(5);
    expect(w1Samples([0], [-1, 3])).toBe(2);
    // All but two in order.
    for (const almost of [
      [1, 0, 2, 3],
      [0, 2, 1, 3],
      [0, 1, 3, 2],
    ])
      expect(w1Samples(almost, [0.5, 2.5])).toBe(0.5);
  });

  it('is the same, and changes nothing, in whatever order the numbers come', () => {
    const [x, y] = [Float64Array.of(3, 0, 2, 2, 7), Float64Array.of(1, 1, 4, 9)];
    expect(w1Samples(x.slice().sort(), y)).toBe(w1Samples(x, y.slice().reverse()));
    expect(Array.from(x)).toEqual([3, 0, 2, 2, 7]);
  });

  it('refuses empty samples, and NaN wherever it is', () => {
    expect(() => w1Samples([], [1])).toThrow('x: got [], expected at least one number.');
    for (const x of [[NaN], [0, NaN, 1], [0, 1, NaN]])
      expect(() => w1Samples([1], x)).toThrow('x: got NaN, expected numbers other than NaN.');
  });
});

describe('tailMass', () => {
  it('counts what is strictly outside', () => {
    expect(tailMass([-2, -1, 0, 1, 2], -1, 1)).toBe(0.4);
    expect(() => tailMass([], 0, 1)).toThrow('x: got [], expected at least one number.');
  });
});
