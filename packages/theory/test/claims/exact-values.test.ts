/** Figures that claims carry, and laws they are compared with, against tools/reference/claims.py and by other routes. */
import { readFileSync } from 'node:fs';
import { zipfMandelbrotSource } from '@collapse-lab/models';
import {
  claimById,
  cutMemoriserError,
  memoriserError,
  survivalBounds,
  symbolSurvival,
} from '@collapse-lab/theory';
import { describe, expect, it } from 'vitest';
import { expectClose } from '../reference.ts';

interface Fixture {
  survival: [p: number, n: number, rows: [fits: number, alive: number][]][];
  zipf: [exponent: number, shift: number, alive: number[]][];
  scaleTwo: [epsilon: number, rows: number[]][];
  clean: [points: number, error: number][];
  cut: { mass: number; rows: [points: number, error: number][] };
  memoriser: number[];
  ridge: [n: number, penalty: number, step: number[]][];
  nonSmooth: [n: number, probability: number][];
}

const path = new URL('../fixtures/claims.json', import.meta.url);
const fixture: Fixture = JSON.parse(readFileSync(path, 'utf8'));

/** What a claim expects at t, of the quantity with this name, in the experiment whose label starts so. */
function expectedOf(id: number, label: string, name: string, t: number): unknown {
  const experiment = claimById(id).experiments.find((candidate) => candidate.label.startsWith(label));
  const found = experiment?.expectations.find((e) => e.quantity.name === name && e.t === t);
  return found?.expected;
}

describe('exact values of the claims', () => {
  it('survival of a symbol is the chain with far states left out', () => {
    const [[rare, , rows], [p, n, small]] = fixture.survival;
    for (const [fits, alive] of rows)
      expect(expectedOf(18, `p ${rare}`, 'P(symbol alive)', fits - 1)).toBe(alive);
    for (const [fits, alive] of small) expectClose(symbolSurvival(p, n)(fits - 1), alive, 1e-10);
  });

  it('survival lies between the bounds', () => {
    for (const [p, n, rows] of fixture.survival) {
      for (const [fits, alive] of rows) {
        const { lower, upper } = survivalBounds(p, n, fits);
        expect(lower).toBeLessThan(alive);
        expect(upper).toBeGreaterThan(alive);
      }
    }
  });

  it('words alive are the sum of the chains', () => {
    for (const [exponent, shift, alive] of fixture.zipf)
      for (const t of [0, 1, 2, 9])
        expect(expectedOf(20, `zipf ${exponent} ${shift}`, 'symbols alive', t)).toBe(alive[t]);
  });

  it('errors of memorisers are sums over symbols, and chains', () => {
    const { truth } = zipfMandelbrotSource({ k: 1_000_000, exponent: 1.5 });
    const p = truth?.kind === 'categorical' ? truth.probabilities : [];
    fixture.clean.forEach(([points, error], t) => {
      expect(expectedOf(28, 'clean', 'E_test', t)).toBe(error);
      expectClose(memoriserError(p, points), error, 1e-10);
    });
    fixture.cut.rows.forEach(([points, error], t) => {
      expect(expectedOf(28, 'cut', 'E_test', t)).toBe(error);
      expectClose(cutMemoriserError(p, 1000, points), error, 1e-9);
    });
    expect(expectedOf(28, 'cut', 'E_test against the cut mass', 2)).toBe(fixture.cut.mass);
    for (const fits of [1, 2, 5, 10, 20])
      expect(expectedOf(29, 'replace', 'lost mass', fits - 1)).toBe(fixture.memoriser[fits - 1]);
  });

  it('the error of one ridge fit is that of its shrinkage and its noise', () => {
    for (const [n, , [shrinkage, squared, variance]] of fixture.ridge) {
      const label = n === 12 ? 'index 12' : 'ridge';
      expectClose(
        expectedOf(45, label, 'E_test', 0) as number,
        squared + variance - 2 * shrinkage + 1,
        1e-12,
      );
    }
  });

  it('one outlier at the second fit of the non-smooth family', () => {
    for (const [n, probability] of fixture.nonSmooth)
      expect(expectedOf(40, n === 2 ? 'index' : `accumulate ${n}`, 'P(α_t > 0.45)', 1)).toBe(probability);
  });

  it('tails at two points are products of half-normal variables', () => {
    const [[epsilon, rows]] = fixture.scaleTwo;
    expect(rows.map((_, t) => expectedOf(9, 'index', `P(σ_t > ${epsilon})`, t))).toEqual(rows);
  });
});
