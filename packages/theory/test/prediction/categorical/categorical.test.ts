import {
  accumulateSpectrum,
  collapsedProbability,
  collapseTimeDiffusion,
  collapseTimeExact,
  expectedEntropy,
  expectedSupport,
  expectedSupportOfDraw,
  replaceMoments,
  replaceSpectrum,
  sumOfSquares,
} from '@collapse-lab/theory';
import { describe, expect, it } from 'vitest';
import { expectClose, reference } from '../../reference.ts';

describe('spectrum against the exact joint law of all counts', () => {
  for (const { p, sizes, keep, rows } of reference.wrightFisher) {
    it(`p ${p}, sizes ${sizes}, ${keep ? 'accumulate' : 'replace'}`, () => {
      const size = (t: number) => sizes[t];
      const spectrum = keep ? accumulateSpectrum(p, sizes[0], size) : replaceSpectrum(p, size);
      rows.forEach(([support, entropy, , collapsed], t) => {
        expectClose(expectedSupport(spectrum(t)), support, 1e-12);
        expectClose(expectedEntropy(spectrum(t)), entropy, 1e-12);
        expectClose(collapsedProbability(spectrum(t)), collapsed, 1e-12);
      });
    });
  }

  it('Σ p² of replace with these sizes', () => {
    for (const { p, sizes, keep, rows } of reference.wrightFisher) {
      if (keep) continue;
      const law = sumOfSquares(p, replaceMoments({ ddof: 0, samplingBias: 1, size: (t) => sizes[t] }));
      rows.forEach(([, , squares], t) => {
        expectClose(law(t), squares, 1e-12);
      });
    }
  });

  it('Σ p² of the spectrum is the closed form: K = 10 uniform, M = 100, 30 fits, published .3343', () => {
    const p = new Array<number>(10).fill(0.1);
    const law = sumOfSquares(p, replaceMoments({ ddof: 0, samplingBias: 1, size: () => 100 }));
    expect(law(29).toFixed(4)).toBe('0.3343');
    const spectrum = replaceSpectrum(p, () => 100)(29);
    const squares = spectrum.reduce((sum, mass, c) => sum + mass * (c / 100) ** 2, 0);
    expectClose(squares, law(29), 1e-11);
  });

  it('the support of one draw', () => {
    const p = [0.7, 0.2, 0.1, 0];
    expectClose(expectedSupportOfDraw(p, 5), expectedSupport(replaceSpectrum(p, () => 5)(0)), 1e-13);
    expect(expectedSupportOfDraw([1, 0], 3)).toBe(1);
  });
});

describe('collapse time', () => {
  it('one symbol needs one resampling; two fair symbols at n = 2 need two on average', () => {
    expectClose(collapseTimeExact([1], 5), 1, 1e-15);
    expectClose(collapseTimeExact([0.5, 0.5], 2), 2, 1e-14);
  });

  it.each(reference.collapseTime.filter(([, n]) => n <= 100))(
    'p %j, n = %d by iterating the chain',
    (p, n, time) => {
      expectClose(collapseTimeExact(p, n), time, 1e-9);
    },
  );

  it('the diffusion is high by 1.5 to 3 resamplings for K = 10 uniform', () => {
    const uniform = new Array<number>(10).fill(0.1);
    for (const [p, n, time] of reference.collapseTime) {
      if (p.length !== 10) continue;
      const excess = collapseTimeDiffusion(p, n) - time;
      expect(excess).toBeGreaterThan(1.4);
      expect(excess).toBeLessThan(3);
    }
    expect(collapseTimeDiffusion(uniform, 100).toFixed(1)).toBe('189.6');
  });

  it('refuses sizes that would take too long, with the way out', () => {
    expect(() => collapseTimeExact([0.5, 0.5], 5000)).toThrow(/n.*5000.*1 to 1200.*collapseTimeDiffusion/s);
    expect(() => collapseTimeExact([0.5, 0.5], 0)).toThrow(/an integer from 1/);
  });
});
