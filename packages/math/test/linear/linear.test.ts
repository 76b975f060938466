import { readFileSync } from 'node:fs';
import {
  cholesky,
  choleskyUpdate,
  gram,
  hypotenuse,
  InvalidArgumentError,
  logDetOfFactor,
  multiplyLower,
  NotPositiveDefiniteError,
  singularValues,
  solveLower,
  symmetricEigen,
  symmetricSquareRoot,
} from '@collapse-lab/math';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectAllNear, expectNear, largest } from '../near.ts';

interface Fixture {
  covariances: {
    name: string;
    d: number;
    a: number[];
    cholesky: number[];
    eigenvalues: number[];
    root: number[];
  }[];
  singular: { rows: number; columns: number; a: number[]; values: number[] }[];
}

const fixture: Fixture = JSON.parse(
  readFileSync(new URL('../fixtures/linear.json', import.meta.url), 'utf8'),
);

const entry = fc.double({ min: -10, max: 10, noNaN: true }).filter((x) => x === 0 || Math.abs(x) > 1e-100);

/** Lower triangular d × d, zero pivots included, and a vector. */
const factorAndVector = fc.integer({ min: 1, max: 6 }).chain((d) =>
  fc.record({
    d: fc.constant(d),
    l: fc
      .array(fc.oneof(entry, fc.constant(0)), { minLength: d * d, maxLength: d * d })
      .map((values) => Float64Array.from(values, (x, i) => (i % d > Math.floor(i / d) ? 0 : x))),
    x: fc.array(entry, { minLength: d, maxLength: d }).map((values) => Float64Array.from(values)),
  }),
);

/** a b for square row-major matrices, the plain way. */
function product(a: ArrayLike<number>, b: ArrayLike<number>, d: number): Float64Array {
  const result = new Float64Array(d * d);
  for (let i = 0; i < d; i++)
    for (let j = 0; j < d; j++) for (let k = 0; k < d; k++) result[i * d + j] += a[i * d + k] * b[k * d + j];
  return result;
}

describe('cholesky', () => {
  it.each(fixture.covariances)('agrees with mpmath: $name', ({ d, a, cholesky: expected }) => {
    const l = cholesky(a, d);
    // Each entry: the error of a well-conditioned factor is a few d ε of its own row's norm.
    for (let i = 0; i < d; i++) {
      const row = expected.slice(i * d, (i + 1) * d);
      expectAllNear(l.slice(i * d, (i + 1) * d), row, 300 * d * largest(row), `row ${i}`);
    }
  });

  it('reads the lower triangle only', () => {
    expect(cholesky([4, Number.NaN, 2, 5], 2)).toEqual(Float64Array.of(2, 0, 1, 2));
  });

  it('names the pivot that is not positive', () => {
    expect(() => cholesky([1, 2, 2, 1], 2)).toThrow(NotPositiveDefiniteError);
    expect(() => cholesky([1, 2, 2, 1], 2)).toThrow(
      'a: pivot 1 is -3, expected a positive number (a symmetric positive definite matrix). ' +
        'Check that the matrix is a covariance whose variables 0 … 1 are not linearly dependent.',
    );
    expect(() => cholesky([Number.NaN], 1)).toThrow('a: pivot 0 is NaN');
    expect(() => cholesky([0], 1)).toThrow('a: pivot 0 is 0');
  });

  it('refuses a wrong size', () => {
    expect(() => cholesky([1, 2, 3], 2)).toThrow('a.length: got 3, expected 4 (d × d).');
    expect(() => cholesky([], 0)).toThrow('d: got 0, expected a positive integer.');
  });
});

describe('choleskyUpdate', () => {
  it('adds x xᵀ to L Lᵀ, zero pivots included', () => {
    fc.assert(
      fc.property(factorAndVector, ({ d, l, x }) => {
        const expected = gram(l, d).map((value, i) => value + x[Math.floor(i / d)] * x[i % d]);
        const updated = Float64Array.from(l);
        choleskyUpdate(updated, d, Float64Array.from(x));
        expectAllNear(
          gram(updated, d),
          expected,
          40 * d * Math.max(largest(expected), 1e-300),
          'L Lᵀ + x xᵀ',
        );
        for (let i = 0; i < d; i++) for (let j = i + 1; j < d; j++) expect(updated[i * d + j]).toBe(0);
      }),
    );
  });

  it('builds a singular factor from fewer vectors than dimensions', () => {
    const l = new Float64Array(9);
    choleskyUpdate(l, 3, Float64Array.of(1, 2, 3));
    expect(l).toEqual(Float64Array.of(1, 0, 0, 2, 0, 0, 3, 0, 0));
    choleskyUpdate(l, 3, Float64Array.of(0, 0, -2));
    expect(l).toEqual(Float64Array.of(1, 0, 0, 2, 0, 0, 3, 0, 2));
  });

  it('keeps the relative accuracy of a pivot far below the rest', () => {
    const l = Float64Array.of(1, 0, 1, 1e-200);
    choleskyUpdate(l, 2, Float64Array.of(0, 1e-200));
    expectNear(l[3], Math.SQRT2 * 1e-200, 4e-216, 'pivot');
  });

  it('starts where x is said to begin', () => {
    const l = Float64Array.of(2, 0, 1, 3);
    choleskyUpdate(l, 2, Float64Array.of(Number.NaN, 4), 1);
    expect(l).toEqual(Float64Array.of(2, 0, 1, 5));
  });
});

describe('products and solutions', () => {
  it('multiplyLower is the matrix product, in place too', () => {
    fc.assert(
      fc.property(factorAndVector, factorAndVector, ({ d, l }, other) => {
        fc.pre(other.d === d);
        const expected = product(l, other.l, d);
        const result = multiplyLower(l, other.l, d);
        expectAllNear(result, expected, 10 * d * 100, 'a b');
        const left = Float64Array.from(l);
        const right = Float64Array.from(other.l);
        expect(multiplyLower(left, other.l, d, left)).toEqual(result);
        expect(multiplyLower(l, right, d, right)).toEqual(result);
      }),
      { numRuns: 300 },
    );
  });

  it('solveLower inverts multiplication', () => {
    const l = [2, 0, 0, -1, 4, 0, 3, 0.5, 0.25];
    const x = [0.5, -3, 7];
    const b = [1, -12.5, 1.75];
    expect(solveLower(l, 3, b)).toEqual(Float64Array.from(x));
  });

  it('logDetOfFactor is half of log det', () => {
    const l = [2, 0, 5, 0.5];
    expect(logDetOfFactor(l, 2)).toBe(0);
    expect(logDetOfFactor([3, 0, 1, -3], 2)).toBeCloseTo(2 * Math.log(3), 14);
    expect(logDetOfFactor([0], 1)).toBe(-Infinity);
  });
});

describe('symmetricEigen and symmetricSquareRoot', () => {
  it.each(fixture.covariances)('agree with mpmath: $name', ({ d, a, eigenvalues, root }) => {
    const { values, vectors } = symmetricEigen(a, d);
    const size = largest(eigenvalues);
    expectAllNear(values, eigenvalues, 10 * d * size, 'eigenvalue');
    for (let k = 0; k < d; k++)
      for (let i = 0; i < d; i++) {
        let image = 0;
        for (let j = 0; j < d; j++) image += a[i * d + j] * vectors[j * d + k];
        expectNear(
          image,
          values[k] * vectors[i * d + k],
          20 * d * size * Number.EPSILON,
          `a v = λ v, vector ${k}`,
        );
      }
    const squareRoot = symmetricSquareRoot(a, d);
    // The root of an eigenvalue that is off by ε λ_max: √ε of the largest where it is the smallest of a graded matrix.
    const smallest = eigenvalues[0] / size;
    expectAllNear(squareRoot, root, (20 * d * largest(root)) / Math.sqrt(smallest), 'root');
  });

  it('gives orthonormal vectors of equal eigenvalues', () => {
    const { values, vectors } = symmetricEigen([2, 0, 0, 0, 2, 0, 0, 0, 2], 3);
    expect(values).toEqual(Float64Array.of(2, 2, 2));
    expectAllNear(
      product(
        vectors,
        vectors.map((_, i) => vectors[(i % 3) * 3 + Math.floor(i / 3)]),
        3,
      ),
      [1, 0, 0, 0, 1, 0, 0, 0, 1],
      10,
    );
  });

  it('roots a singular matrix and refuses an indefinite one', () => {
    expectAllNear(
      symmetricSquareRoot([1, 1, 1, 1], 2),
      new Array(4).fill(Math.SQRT1_2),
      4 / Math.sqrt(Number.EPSILON),
    );
    expect(() => symmetricSquareRoot([0, 1, 1, 0], 2)).toThrow(NotPositiveDefiniteError);
    expect(() => symmetricEigen([1, Number.NaN, 0, 1], 2)).toThrow(
      'a[1]: got NaN, expected a finite number.',
    );
  });
});

describe('singularValues', () => {
  it.each(fixture.singular)('agree with mpmath: $rows × $columns', ({ rows, columns, a, values }) => {
    expectAllNear(singularValues(a, rows, columns), values, 10 * rows * values[0]);
  });

  it('survive extreme scales and rank 0', () => {
    expectNear(singularValues([3e-300, 0, 0, 4e-300], 2, 2)[0], 4e-300, 4e-315);
    expect(singularValues([0, 0, 0, 0], 2, 2)).toEqual(Float64Array.of(0, 0));
    expect(() => singularValues([1], 1, 2)).toThrow(InvalidArgumentError);
  });
});

describe('hypotenuse', () => {
  it('is within 2 ulp where the squares stay in range, and survives where they do not', () => {
    expect(hypotenuse(3, -4)).toBe(5);
    expect(hypotenuse(0, 0)).toBe(0);
    expect(hypotenuse(-0, -2)).toBe(2);
    expectNear(hypotenuse(3e-200, 4e-200), 5e-200, 2e-215);
    expectNear(hypotenuse(3e200, 4e200), 5e200, 2e185);
    expect(hypotenuse(5e-324, 0)).toBe(5e-324);
    expect(hypotenuse(-Infinity, 1)).toBe(Infinity);
    expect(hypotenuse(Number.NaN, 1)).toBeNaN();
  });
});
