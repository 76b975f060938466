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
  steep: [points: number, error: number][];
  floors: [exponent: number, points: number, error: number][];
  secondFit: [n: number, error: number][];
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

interface Simulated {
  kde: Record<string, [mean: number, error: number][]>;
  regression: Record<string, [fits: number, mean: number, error: number][]>;
  seeds: { errors: [mean: number, error: number][]; ratio: number };
  mixture: Record<string, [t: number, mean: number, error: number][]>;
}

const simulatedPath = new URL('../fixtures/claims-simulated.json', import.meta.url);
const simulated: Simulated = JSON.parse(readFileSync(simulatedPath, 'utf8'));

/** Expected value and its standard error, as `expectedOf`. */
function simulatedOf(id: number, label: string, name: string, t: number): unknown {
  const experiment = claimById(id).experiments.find((candidate) => candidate.label.startsWith(label));
  const found = experiment?.expectations.find((e) => e.quantity.name === name && e.t === t);
  return found?.test === 'mean' ? [found.expected, found.expectedError] : undefined;
}

describe('simulated values of the claims', () => {
  it('likelihoods of kernel density estimates', () => {
    const { replace, logReplace, accumulate, 'accumulate-subsample': subsample } = simulated.kde;
    const name = 'negative log likelihood';
    expect(simulatedOf(22, 'replace', name, 0)).toEqual(replace[0]);
    expect(simulatedOf(22, 'replace', `log of ${name}`, 99)).toEqual(logReplace[1]);
    expect(simulatedOf(22, 'accumulate,', name, 99)).toEqual(accumulate[1]);
    expect(simulatedOf(22, 'accumulate-subsample', name, 99)).toEqual(subsample[1]);
  });

  it('regression on subsets, and the released seeds, whose ratio is the 2.83 in circulation', () => {
    const name = '(T − d − 1)/(σ² d) E_test';
    const labels = { fixed: 'subsample 100', fresh: 'subsample fresh' };
    for (const [design, rows] of Object.entries(simulated.regression))
      for (const [fits, ...row] of rows)
        expect(simulatedOf(50, labels[design as 'fixed'], name, fits - 1)).toEqual(row);
    [0, 99].forEach((t, i) => {
      expect(simulatedOf(50, 'subsample 100', 'E_test, released seeds', t)).toEqual(
        simulated.seeds.errors[i],
      );
    });
    expect(simulated.seeds.ratio.toFixed(2)).toBe('2.83');
  });

  it('distances of mixtures', () => {
    const name = 'log L2² between model t and model 0';
    for (const [t, ...row] of simulated.mixture['1000'])
      expect(simulatedOf(23, 'N 1000', name, t)).toEqual(row);
    for (const [t, ...row] of simulated.mixture['500'])
      expect(simulatedOf(24, 'N 500', `${name}, N = 500`, t)).toEqual(row);
  });
});

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
    fixture.steep.forEach(([, error], t) => {
      expect(expectedOf(28, 'clean 2', 'E_test', t)).toBe(error);
    });
    for (const [exponent, , error] of fixture.floors)
      expect(expectedOf(28, `floor ${exponent}`, 'E_test, first 1000 symbols', 2)).toBe(error);
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

  it('the second fit to a subset on one input is an integral over its classes of rows', () => {
    for (const [n, error] of fixture.secondFit) expect(expectedOf(50, `index ${n}`, 'E_test', 1)).toBe(error);
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
