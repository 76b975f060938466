// Against mpmath at 320 bits: tools/reference/special_values.py and incomplete_values.py. The points crowd
// around the zeros of log Γ (1 and 2) and of ψ (1.4616), where the bound in ulp holds as everywhere else on x
// > 0.
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
import { describe, expect, it } from 'vitest';
import { misses, readReferences } from '../ulp.ts';

const special = readReferences('special');
const incomplete = readReferences('incomplete');
const smallestNormal = 2.2250738585072014e-308;
const orTwoIfSubnormal = (bound: number) => (y: number) => (Math.abs(y) < smallestNormal ? 2 : bound);

const inUlp: [string, (x: number) => number, number][] = [
  ['lgamma', lgamma, 1.6],
  ['digamma', digamma, 1.8],
  ['erf', erf, 1.1],
  ['erfc', erfc, 1.5],
  ['normalCdf', normalCdf, 1.5],
  ['normalQuantile', normalQuantile, 1.8],
];

describe('error of the special functions in ulp', () => {
  it.each(inUlp)('%s stays within its stated bound', (name, f, bound) => {
    expect(special[name].y.length).toBeGreaterThan(2000);
    expect(misses(f, special[name], orTwoIfSubnormal(bound))).toEqual([]);
  });
});

describe('absolute error for negative arguments', () => {
  const { log, abs, PI, tan } = Math;
  const size: [string, (x: number) => number, (x: number) => number][] = [
    ['lgamma', lgamma, (x) => 4e-16 * (1 + abs(x) * log(1 + abs(x)) + abs(lgamma(x)))],
    ['digamma', digamma, (x) => 1e-15 * (1 + abs(digamma(1 - x)) + abs(PI / tan(PI * x)))],
  ];

  it.each(size)('%s', (name, f, bound) => {
    const { x, y } = special[`${name} of negative x`];
    const wrong = x[0].filter((v, i) => !(Math.abs(f(v) - y[i]) <= bound(v)));
    expect(wrong).toEqual([]);
  });
});

const relative: [string, (...x: number[]) => number][] = [
  ['regularizedGammaP', regularizedGammaP],
  ['regularizedGammaQ', regularizedGammaQ],
  ['regularizedBeta', regularizedBeta],
  ['studentTSurvival', studentTSurvival],
];

describe('relative error of the incomplete functions', () => {
  it.each(relative)('%s is within 1e-13', (name, f) => {
    const { x, y } = incomplete[name];
    const wrong = y.flatMap((expected, i) => {
      const point = x.map((column) => column[i]);
      const error = Math.abs(f(...point) / expected - 1);
      return error <= 1e-13 ? [] : [`f(${point.join(', ')}): expected ${expected}, relative error ${error}`];
    });
    expect(y.length).toBeGreaterThan(200);
    expect(wrong).toEqual([]);
  });

  it('chiSquaredSurvival is the upper incomplete gamma function at half the arguments', () => {
    const { x, y } = incomplete.regularizedGammaQ;
    const far = y.flatMap((expected, i) =>
      Math.abs(chiSquaredSurvival(2 * x[1][i], 2 * x[0][i]) / expected - 1) <= 1e-13 ? [] : [i],
    );
    expect(far).toEqual([]);
  });
});
