/** Limits of means and shares, against SciPy and by their error rates. */
import { fillExponential, Stream } from '@collapse-lab/math';
import { describe, expect, it } from 'vitest';
import { jackknifeLimits, meanLimits, restsOnFew, shareLimits } from '../../dist/profile/limits.js';
import { lineagesForMean, lineagesForShare } from '../../dist/profile/lineages-needed.js';
import { studentUpperQuantile } from '../../dist/profile/student-quantile.js';

describe('studentUpperQuantile', () => {
  // scipy 1.17.1: stats.t.isf(p, df)
  it.each([
    [0.00625, 1, 50.923036636485534],
    [0.05, 7, 1.8945786050900066],
    [0.00625, 99, 2.544161403453035],
    [0.2, 1e7, 0.8416212695170074],
  ])('P(T > t) = %f with %i degrees of freedom', (tail, df, t) => {
    expect(Math.abs(studentUpperQuantile(tail, df) / t - 1)).toBeLessThan(1e-6);
  });
});

describe('shareLimits', () => {
  // scipy 1.17.1: stats.binomtest(x, n).proportion_ci(1 - 2 p, 'exact')
  it.each([
    [3, 20, 0.00625, 0.019124847924970566, 0.44045415812490496],
    [0, 8, 0.00625, 0, 0.46974471940873935],
    [60, 60, 0.00625, 0.9188924156341449, 1],
  ])('%i of %i', (count, n, error, low, high) => {
    const limits = shareLimits(count, n, error);
    expect(limits.low).toBeCloseTo(low, 9);
    expect(limits.high).toBeCloseTo(high, 9);
  });
});

describe('meanLimits', () => {
  it('are those of Student where nothing is skewed', () => {
    // scipy 1.17.1: stats.t.interval(0.9, 3, 2.5, stats.sem([1, 2, 3, 4]))
    expect(meanLimits([1, 2, 3, 4], 0.05)).toMatchObject({
      estimate: 2.5,
      low: expect.closeTo(0.9809104349065083, 12),
      high: expect.closeTo(4.019089565093491, 12),
      skewness: 0,
    });
  });

  it('are a point where nothing varies', () => {
    expect(meanLimits([3, 3, 3], 0.01)).toMatchObject({ estimate: 3, low: 3, high: 3 });
  });

  // Exponential values have skewness 2. Student's upper limit is then below the mean in about 10 % of samples of 30, not
  // in 5 %. Bands: four standard errors of 4,000 samples around 5 %, and 1.5 % above for the next order (6e-5 each).
  it('are wrong no more often than they say for skewed values, and not much too wide', () => {
    const stream = Stream.fromPath(['limits of a skewed mean']);
    const values = new Float64Array(30);
    const wrong = { low: 0, high: 0 };
    for (let r = 0; r < 4000; r++) {
      fillExponential(stream, values, 1);
      const { low, high } = meanLimits(values, 0.05);
      if (low > 1) wrong.low++;
      if (high < 1) wrong.high++;
    }
    const error = 4 * Math.sqrt((0.05 * 0.95) / 4000);
    expect(wrong.low / 4000).toBeLessThan(0.05 + error);
    expect(wrong.high / 4000).toBeLessThan(0.05 + error + 0.015);
    expect(wrong.low / 4000).toBeGreaterThan(0.005);
  });

  it('are the wider of those of Student and of Hall on each side', () => {
    // One value far above: Hall's upper limit is above Student's, and Student's lower one below Hall's.
    const { estimate, low, high, deviation } = meanLimits([1, 2, 2, 3, 3, 2, 1, 20], 0.05);
    const student = (1.8945786050900066 * deviation) / Math.sqrt(8);
    expect(low).toBeCloseTo(estimate - student, 9);
    expect(high).toBeGreaterThan(estimate + 1.5 * student);
  });
});

it('a mean rests on a few values where n ≤ 4 γ²', () => {
  expect([16, 17].map((n) => restsOnFew({ n, skewness: -2 }))).toEqual([true, false]);
});

describe('jackknifeLimits', () => {
  it('are those of the mean, for a mean', () => {
    const values = [1, 2, 4, 9];
    const leftOut = values.map((_, i) => (16 - values[i]) / 3);
    const direct = meanLimits(values, 0.1);
    const limits = jackknifeLimits(4, leftOut, 0.1);
    expect(limits.low).toBeCloseTo(direct.low, 12);
    expect(limits.high).toBeCloseTo(direct.high, 12);
  });
});

describe('the number of lineages needed', () => {
  it('is that of the textbook: (1.645 + 1.282)² / effect² for a mean', () => {
    const values = { n: 10, estimate: 1, deviation: 2, skewness: 0, low: -1, high: 3 };
    expect(lineagesForMean(values, 0, 0.05)).toBe(Math.ceil(((1.6448536 + 1.2815516) * 2) ** 2));
    expect(lineagesForMean(values, 1, 0.05)).toBeUndefined();
  });

  it('of a share draws the observed one towards one half', () => {
    // p = 3.5/4; ((1.2816 √(p (1 − p)) + 2.4977/2) / (p − ½))².
    expect(lineagesForShare(3, 3, 0.00625)).toBe(
      Math.ceil(((1.2815516 * Math.sqrt(0.875 * 0.125) + 2.4977055 / 2) / 0.375) ** 2),
    );
    expect(lineagesForShare(5, 10, 0.00625)).toBeUndefined();
  });
});
