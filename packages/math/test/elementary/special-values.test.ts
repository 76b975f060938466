// Special values of IEEE 754 and ECMAScript: zeros with their sign, infinities, NaN, both ends of the range.
import { cos, exp, expm1, log, log1p, pow, sin } from '@collapse-lab/math';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const cases: [string, (x: number) => number, [number, number][]][] = [
  [
    'exp',
    exp,
    [
      [0, 1],
      [-0, 1],
      [Infinity, Infinity],
      [-Infinity, 0],
      [NaN, NaN],
      [710, Infinity],
      [-746, 0],
      [709.782712893384, 1.7976931348622732e308],
      [-745.1332191019411, 5e-324],
    ],
  ],
  [
    'expm1',
    expm1,
    [
      [0, 0],
      [-0, -0],
      [Infinity, Infinity],
      [-Infinity, -1],
      [NaN, NaN],
      [710, Infinity],
      [-50, -1],
      [5e-324, 5e-324],
    ],
  ],
  [
    'log',
    log,
    [
      [1, 0],
      [0, -Infinity],
      [-0, -Infinity],
      [-1, NaN],
      [-Infinity, NaN],
      [Infinity, Infinity],
      [NaN, NaN],
      [5e-324, -744.4400719213812],
    ],
  ],
  [
    'log1p',
    log1p,
    [
      [0, 0],
      [-0, -0],
      [-1, -Infinity],
      [-1.5, NaN],
      [Infinity, Infinity],
      [-Infinity, NaN],
      [NaN, NaN],
      [-5e-324, -5e-324],
    ],
  ],
  [
    'sin',
    sin,
    [
      [0, 0],
      [-0, -0],
      [Infinity, NaN],
      [-Infinity, NaN],
      [NaN, NaN],
      [5e-324, 5e-324],
    ],
  ],
  [
    'cos',
    cos,
    [
      [0, 1],
      [-0, 1],
      [Infinity, NaN],
      [-Infinity, NaN],
      [NaN, NaN],
      [5e-324, 1],
    ],
  ],
];

describe('special values', () => {
  it.each(cases)('%s', (_, f, values) => {
    for (const [x, y] of values) expect(f(x), `at ${x}`).toBe(y);
  });
});

describe('pow', () => {
  const specials = [
    0,
    -0,
    1,
    -1,
    2,
    -2,
    3,
    -3,
    0.5,
    -0.5,
    1.5,
    -1.5,
    Infinity,
    -Infinity,
    NaN,
    1e300,
    -1e300,
    5e-324,
    -5e-324,
  ];

  it('has the special values of Math.pow in ECMAScript', () => {
    for (const x of specials) {
      for (const y of specials) {
        const expected = x ** y;
        const plain = Number.isFinite(expected) && expected !== 0 && Math.abs(expected) !== 1;
        if (!plain) expect(pow(x, y), `${x} to the power ${y}`).toBe(expected);
      }
    }
  });

  it('is exact where an integer power is a double', () => {
    for (let base = 2; base <= 60; base++) {
      let power = BigInt(base);
      for (let n = 1; power <= 9007199254740992n; n++, power *= BigInt(base)) {
        expect(pow(base, n), `${base} to the power ${n}`).toBe(Number(power));
        expect(pow(-base, n), `−${base} to the power ${n}`).toBe(
          n % 2 === 0 ? Number(power) : -Number(power),
        );
      }
    }
  });

  it('gives every power of two', () => {
    let expected = 5e-324;
    for (let n = -1074; n < 1024; n++, expected *= 2) expect(pow(2, n)).toBe(expected);
  });

  it('rounds a square root as Math.sqrt does, or to its neighbour', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), (x) => {
        const root = Math.sqrt(x);
        expect(Math.abs(pow(x, 0.5) - root)).toBeLessThanOrEqual(root * 2 ** -52);
      }),
      { seed: 1, numRuns: 2000 },
    );
  });
});

describe('symmetry, bit for bit', () => {
  it('sin is odd and cos is even', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => {
        expect(sin(-x)).toBe(-sin(x));
        expect(cos(-x)).toBe(cos(x));
      }),
      { seed: 2, numRuns: 5000 },
    );
  });
});
