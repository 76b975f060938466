import { exp, log } from '@collapse-lab/math';
import {
  expectedSquaredW2,
  logDeterminantChange,
  medianFromCumulants,
  replaceLogDeterminant,
  replaceMoments,
  replaceStandardDeviation,
  squaredW2Slope,
  standardDeviationChange,
} from '@collapse-lab/theory';
import { describe, expect, it } from 'vitest';
import { expectClose, reference } from '../../reference.ts';

const oneDimension = { covariance: 'full', d: 1, samplingBias: 1 } as const;

describe('scale of a Gaussian under replace', () => {
  it('E log S: exact for two points, where χ²_1 has mean logarithm −γ − ln 2', () => {
    const eulerGamma = 0.5772156649015329;
    const { mean } = logDeterminantChange({ covariance: 'full', d: 1, n: 2, ddof: 1 });
    expectClose(mean, -eulerGamma - Math.LN2, 1e-14);
    const biased = logDeterminantChange({ covariance: 'full', d: 1, n: 2, ddof: 0 });
    expectClose(biased.mean, -eulerGamma - 2 * Math.LN2, 1e-14);
  });

  it('full covariance: sum over Bartlett degrees of freedom, by quadrature of log χ²', () => {
    const meanLogChi = (nu: number) => {
      // E log χ²_ν by the substitution x = e^u: the density of u is smooth and the trapezoidal rule converges
      // fast.
      let sum = 0;
      let mass = 0;
      for (let u = -60; u < 8; u += 1 / 64) {
        const weight = exp((nu / 2) * u - exp(u) / 2);
        sum += u * weight;
        mass += weight;
      }
      return sum / mass;
    };
    const n = 7;
    const expected = meanLogChi(6) + meanLogChi(5) + meanLogChi(4) - 3 * log(6);
    expectClose(logDeterminantChange({ covariance: 'full', d: 3, n, ddof: 1 }).mean, expected, 1e-12);
    const diagonal = 3 * (meanLogChi(6) - log(6));
    expectClose(logDeterminantChange({ covariance: 'diagonal', d: 3, n, ddof: 1 }).mean, diagonal, 1e-12);
    const spherical = 3 * (meanLogChi(18) - log(18));
    expectClose(logDeterminantChange({ covariance: 'spherical', d: 3, n, ddof: 1 }).mean, spherical, 1e-12);
  });

  it('a refit on d points or fewer is singular', () => {
    expect(logDeterminantChange({ covariance: 'full', d: 3, n: 3, ddof: 1 }).mean).toBe(-Infinity);
    expect(logDeterminantChange({ covariance: 'diagonal', d: 3, n: 2, ddof: 1 }).mean).toBeGreaterThan(-9);
  });

  it('medians from three cumulants against the inverted characteristic function', () => {
    for (const [n, ddof, fits, median] of reference.scale.median_log_variance) {
      const law = replaceLogDeterminant({ ...oneDimension, ddof, size: () => n });
      const error = medianFromCumulants(law(fits - 1)) - median;
      expect(Math.abs(error), `n ${n}, ${fits} fits`).toBeLessThan(fits < 50 ? 2e-4 : 2e-5);
    }
  });

  it('E σ = α(n)^fits: published .7768 (n = 100, 100 fits) and .7579 (n = 10, 10 fits)', () => {
    const law = (n: number) => replaceStandardDeviation({ ...oneDimension, ddof: 1, size: () => n });
    expect(law(100)(99).toFixed(4)).toBe('0.7768');
    expect(law(10)(9).toFixed(4)).toBe('0.7579');
    // Two points: |x − y|/√2 has mean √(2/π) · σ.
    expectClose(law(2)(2), (2 / Math.PI) ** 1.5, 1e-14);
    const spherical = standardDeviationChange({ covariance: 'spherical', d: 4, n: 2, ddof: 1 });
    const chi4 = (3 * Math.sqrt(Math.PI / 2)) / 2;
    expectClose(spherical, chi4 / 2, 1e-14);
  });

  it('a single point has no deviation', () => {
    const law = replaceStandardDeviation({ ...oneDimension, ddof: 0, size: () => 1 });
    expect([law(0), law(3)]).toEqual([0, 0]);
  });

  it('sampling bias enters t times, in the covariance', () => {
    const law = replaceStandardDeviation({ ...oneDimension, samplingBias: 0.81, ddof: 1, size: () => 5 });
    const plain = replaceStandardDeviation({ ...oneDimension, ddof: 1, size: () => 5 });
    expectClose(law(3) / plain(3), 0.9 ** 3, 1e-14);
    const logs = replaceLogDeterminant({ ...oneDimension, samplingBias: 0.81, ddof: 1, size: () => 5 });
    const plainLogs = replaceLogDeterminant({ ...oneDimension, ddof: 1, size: () => 5 });
    expectClose(logs(3).mean - plainLogs(3).mean, 3 * log(0.81), 1e-13);
    expect(logs(0).mean).toBe(plainLogs(0).mean);
  });
});

describe('squared W2', () => {
  const risk = (n: number, ddof: 0 | 1) => {
    const size = () => n;
    const moments = replaceMoments({ ddof, samplingBias: 1, size });
    const deviation = replaceStandardDeviation({ ...oneDimension, ddof, size });
    return (t: number) => expectedSquaredW2(1, moments(t), deviation(t));
  };

  it.each(reference.squaredW2)('one fit on %d points, ddof %d, by quadrature', (n, ddof, expected) => {
    expectClose(risk(n, ddof)(0), expected, 1e-10);
  });

  it('published risks: 0.149872 (M = 100, ten fits), 0.149429 (M = 1000, 100 fits)', () => {
    expect(risk(100, 1)(9).toFixed(6)).toBe('0.149872');
    expect(risk(1000, 1)(99).toFixed(6)).toBe('0.149429');
    expect([100, 500, 2000].map((k) => risk(100, 1)(k - 1).toPrecision(5))).toEqual([
      '1.4463',
      '6.4342',
      '21.987',
    ]);
  });

  it('stays below 2 with maximum likelihood', () => {
    const law = risk(10, 0);
    for (const t of [0, 10, 100]) expect(law(t)).toBeLessThan(2);
    expectClose(law(1000), 2, 1e-12);
  });

  it.each(reference.bures)('slope at covariance %j by numerical differentiation', (covariance, slope) => {
    const d = Math.sqrt(covariance.length);
    expectClose(squaredW2Slope(Float64Array.from(covariance), d), slope, 1e-4);
  });

  it('slope in one dimension is the 1.5 of Shumailov et al.', () => {
    expectClose(squaredW2Slope(Float64Array.of(1), 1), 1.5, 1e-15);
  });
});
