// p-values for the tests of the samplers.
import { chiSquaredSurvival } from '@collapse-lab/math';
import { expect } from 'vitest';

/**
 * The level of every single test here: a correct sampler with a fresh seed fails one of about 120 tests with probability
 * 1.2e-5 at most (Bonferroni). The seeds are fixed, so that a failure is a change of the code, not bad luck.
 */
export const LEVEL = 1e-7;

export function expectFit(pValue: number, label: string): void {
  expect(pValue, `${label}: p-value ${pValue}, level ${LEVEL}`).toBeGreaterThan(LEVEL);
}

/** Pearson's χ² with neighbouring cells pooled until ten draws are expected in each. */
export function chiSquaredPValue(observed: ArrayLike<number>, expected: ArrayLike<number>): number {
  const cells = pooled(observed, expected);
  let statistic = 0;
  for (const [o, e] of cells) statistic += (o - e) ** 2 / e;
  return chiSquaredSurvival(statistic, cells.length - 1);
}

function pooled(observed: ArrayLike<number>, expected: ArrayLike<number>): [number, number][] {
  const cells: [number, number][] = [];
  let [o, e] = [0, 0];
  for (let i = 0; i < observed.length; i++) {
    o += observed[i];
    e += expected[i];
    if (e >= 10) {
      cells.push([o, e]);
      [o, e] = [0, 0];
    }
  }
  const last = cells[cells.length - 1];
  last[0] += o;
  last[1] += e;
  return cells;
}

/** Draws of an integer law against its log mass on low … high and the two outer cells. */
export function integerFit(
  draw: () => number,
  logMass: (k: number) => number,
  [low, high]: readonly [number, number],
  n: number,
): number {
  const cells = high - low + 3;
  const observed = new Float64Array(cells);
  for (let i = 0; i < n; i++) observed[Math.min(Math.max(draw() - low + 1, 0), cells - 1)]++;
  const expected = Float64Array.from({ length: cells }, (_, i) => n * Math.exp(logMass(low + i - 1)));
  const inside = expected.subarray(1, -1).reduce((sum, e) => sum + e, 0);
  // What lies outside is shared by the two ends; they are pooled with their neighbours.
  expected[0] = expected[cells - 1] = Math.max(0, n - inside) / 2;
  return chiSquaredPValue(observed, expected);
}

/** Probability transforms of n draws: χ² on 128 equal cells, and Kolmogorov-Smirnov; twice the smaller p-value. */
export function uniformFit(transformed: Float64Array): number {
  const n = transformed.length;
  const observed = new Float64Array(128);
  for (const u of transformed) observed[Math.min(127, Math.floor(u * 128))]++;
  const cells = chiSquaredPValue(observed, new Float64Array(128).fill(n / 128));
  return Math.min(1, 2 * Math.min(cells, kolmogorovPValue(transformed.sort())));
}

function kolmogorovPValue(sorted: Float64Array): number {
  const n = sorted.length;
  let distance = 0;
  for (let i = 0; i < n; i++) distance = Math.max(distance, (i + 1) / n - sorted[i], sorted[i] - i / n);
  const t = (Math.sqrt(n) + 0.12 + 0.11 / Math.sqrt(n)) * distance;
  let sum = 0;
  for (let j = 1; j <= 100; j++) sum += (j % 2 === 1 ? 2 : -2) * Math.exp(-2 * j * j * t * t);
  return t < 0.3 ? 1 : Math.min(1, Math.max(0, sum));
}
