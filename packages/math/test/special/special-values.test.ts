import {
  chiSquaredSurvival,
  digamma,
  erf,
  erfc,
  lgamma,
  normalCdf,
  normalQuantile,
  regularizedBeta,
  regularizedGammaP,
  regularizedGammaQ,
  studentTSurvival,
} from '@collapse-lab/math';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const cases: [string, (x: number) => number, [number, number][]][] = [
  [
    'lgamma',
    lgamma,
    [
      [1, 0],
      [2, 0],
      [0, Infinity],
      [-3, Infinity],
      [Infinity, Infinity],
      [-Infinity, Infinity],
      [NaN, NaN],
      [1.7976931348623157e308, Infinity],
    ],
  ],
  [
    'digamma',
    digamma,
    [
      [0, -Infinity],
      [-0, Infinity],
      [-2, NaN],
      [Infinity, Infinity],
      [-Infinity, NaN],
      [NaN, NaN],
    ],
  ],
  [
    'erf',
    erf,
    [
      [0, 0],
      [-0, -0],
      [Infinity, 1],
      [-Infinity, -1],
      [NaN, NaN],
      [7, 1],
      [-7, -1],
    ],
  ],
  [
    'erfc',
    erfc,
    [
      [0, 1],
      [Infinity, 0],
      [-Infinity, 2],
      [NaN, NaN],
      [28, 0],
      [-7, 2],
    ],
  ],
  [
    'normalCdf',
    normalCdf,
    [
      [0, 0.5],
      [Infinity, 1],
      [-Infinity, 0],
      [NaN, NaN],
      [-40, 0],
      [40, 1],
    ],
  ],
  [
    'normalQuantile',
    normalQuantile,
    [
      [0.5, 0],
      [0, -Infinity],
      [1, Infinity],
      [-0.1, NaN],
      [1.1, NaN],
      [NaN, NaN],
    ],
  ],
];

describe('special values', () => {
  it.each(cases)('%s', (_, f, values) => {
    for (const [x, y] of values) expect(f(x), `at ${x}`).toBe(y);
  });

  it('at the ends of the incomplete functions', () => {
    expect([regularizedGammaP(2, 0), regularizedGammaP(2, Infinity)]).toEqual([0, 1]);
    expect([regularizedGammaQ(2, 0), regularizedGammaQ(2, Infinity)]).toEqual([1, 0]);
    expect([regularizedBeta(2, 3, 0), regularizedBeta(2, 3, 1)]).toEqual([0, 1]);
    expect([studentTSurvival(-Infinity, 3), studentTSurvival(0, 3), studentTSurvival(Infinity, 3)]).toEqual([
      1, 0.5, 0,
    ]);
  });
});

/** |a − b| within `count` spacings of doubles at 1, relative to the larger. */
function expectClose(a: number, b: number, count: number): void {
  const tolerance = count * Number.EPSILON * Math.max(Math.abs(a), Math.abs(b));
  expect(Math.abs(a - b), `${a} against ${b}, tolerance ${tolerance}`).toBeLessThanOrEqual(tolerance);
}

describe('closed forms', () => {
  it('log Γ at integers is the log of a factorial', () => {
    let factorial = 1;
    for (let n = 2; n <= 23; n++) {
      factorial *= n - 1;
      expectClose(lgamma(n), Math.log(factorial), 2);
    }
  });

  it('ψ(1) is minus the Euler–Mascheroni constant', () => {
    expect(digamma(1)).toBe(-0.5772156649015329);
  });

  it('P(1, x) and Q(1, x) are those of the exponential law, Q(½, x) that of a squared normal', () => {
    for (const x of [1e-8, 0.01, 0.5, 1, 3, 20, 300]) {
      expectClose(regularizedGammaP(1, x), -Math.expm1(-x), 4);
      expectClose(regularizedGammaQ(1, x), Math.exp(-x), 8);
      expectClose(regularizedGammaQ(0.5, x), erfc(Math.sqrt(x)), 400);
    }
  });

  it('I_x(1, b) and I_x(a, 1) are powers', () => {
    for (const x of [1e-6, 0.2, 0.5, 0.9, 0.999]) {
      expectClose(regularizedBeta(3.5, 1, x), x ** 3.5, 20);
      expectClose(regularizedBeta(1, 2.5, x), -Math.expm1(2.5 * Math.log1p(-x)), 20);
    }
  });

  it('Student t with one degree of freedom is the Cauchy law', () => {
    for (const t of [0.1, 1, 10, 1e4]) expectClose(studentTSurvival(t, 1), Math.atan(1 / t) / Math.PI, 8);
  });
});

describe('laws', () => {
  const options = { seed: 3, numRuns: 1000 };

  it('Φ(Φ⁻¹(p)) = p in both tails', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-300, max: 0.5, noNaN: true }), (p) => {
        // A relative step ε of x changes Φ(x) by about x² ε in the tail.
        const x = normalQuantile(p);
        expectClose(normalCdf(x), p, 4 + 2 * x * x);
      }),
      options,
    );
  });

  it('P + Q = 1 and I_x(a, b) + I_{1−x}(b, a) = 1', () => {
    const shape = fc.double({ min: 0.01, max: 500, noNaN: true });
    fc.assert(
      fc.property(shape, shape, fc.integer({ min: 0, max: 1024 }), (a, b, k) => {
        const x = k / 1024; // 1 − x is exact
        expectClose(regularizedGammaP(a, b) + regularizedGammaQ(a, b), 1, 4);
        expect(Math.abs(regularizedBeta(a, b, x) + regularizedBeta(b, a, 1 - x) - 1)).toBeLessThan(1e-13);
      }),
      options,
    );
  });
});

describe('refusals', () => {
  const refused: [string, () => unknown][] = [
    ['a: got 0, expected a positive number up to 1e12.', () => regularizedGammaP(0, 1)],
    ['a: got Infinity, expected a positive number up to 1e12.', () => regularizedGammaQ(Infinity, 1)],
    ['x: got -1, expected a non-negative number.', () => regularizedGammaQ(1, -1)],
    ['df: got NaN, expected a positive number up to 2e12.', () => chiSquaredSurvival(1, Number.NaN)],
    ['x: got -2, expected a non-negative number.', () => chiSquaredSurvival(-2, 1)],
    ['b: got -2, expected a positive number up to 1e12.', () => regularizedBeta(1, -2, 0.5)],
    ['x: got 1.5, expected a number between 0 and 1.', () => regularizedBeta(1, 2, 1.5)],
    ['df: got 0, expected a positive number up to 1e12.', () => studentTSurvival(1, 0)],
    ['t: got NaN, expected a number.', () => studentTSurvival(Number.NaN, 2)],
  ];

  it.each(refused)('%s', (message, call) => {
    expect(call).toThrowError(expect.objectContaining({ name: 'InvalidArgumentError', message }));
  });
});
