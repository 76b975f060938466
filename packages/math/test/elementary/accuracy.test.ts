// Against 300-bit values from mpmath: tools/reference/elementary_values.py. The points are uniform in value
// and in exponent, next to the edges of every table, where results are subnormal, and for sine and cosine
// next to multiples of π/2 of every size, among them the worst ones.
import { cos, exp, expm1, log, log1p, pow, sin } from '@collapse-lab/math';
import { describe, expect, it } from 'vitest';
import { misses, readReferences } from '../ulp.ts';

const references = readReferences('elementary');
const smallestNormal = 2.2250738585072014e-308;
const orOneIfSubnormal = (bound: number) => (y: number) => (Math.abs(y) < smallestNormal ? 1 : bound);

const bounds: [string, (...x: number[]) => number, (y: number) => number][] = [
  ['exp', exp, orOneIfSubnormal(0.55)],
  ['expm1', expm1, orOneIfSubnormal(1.4)],
  ['log', log, orOneIfSubnormal(0.8)],
  ['log1p', log1p, orOneIfSubnormal(0.8)],
  ['sin', sin, orOneIfSubnormal(1.3)],
  ['cos', cos, orOneIfSubnormal(1.3)],
  ['pow', pow, orOneIfSubnormal(0.6)],
];

describe('error of the elementary functions in ulp', () => {
  it.each(bounds)('%s stays within its stated bound at every reference point', (name, f, bound) => {
    expect(references[name].y.length).toBeGreaterThan(2500);
    expect(misses(f, references[name], bound)).toEqual([]);
  });
});

describe('known hard cases', () => {
  it('reduces the double that is closest to a multiple of π/2', () => {
    expect(cos(6381956970095103 * 2 ** 797)).toBe(-4.687165924254628e-19);
    expect(sin(6381956970095103 * 2 ** 797)).toBe(1);
  });

  it('keeps what is left of π in sin π and cos π/2', () => {
    expect(sin(3.141592653589793)).toBe(1.2246467991473532e-16);
    expect(cos(1.5707963267948966)).toBe(6.123233995736766e-17);
  });

  it('takes sine and cosine of the largest double', () => {
    expect(sin(Number.MAX_VALUE)).toBe(0.004961954789184062);
    expect(cos(Number.MAX_VALUE)).toBe(-0.9999876894265599);
  });
});
