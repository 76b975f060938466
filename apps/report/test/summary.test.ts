import { describe, expect, it } from 'vitest';
import { summarise } from '../dist/data/summary.js';

const epsilon = 2.220446049250313e-16;

describe('summarise', () => {
  // numpy 2.4.6 and scipy 1.17.1, x = [1, 2, 3, 4, 10]:
  // np.quantile(x, [.05, .5, .95]) 1.2 3 8.8; x.mean() 4; st.gmean(x) 2.9925557394776896; st.sem(x) 1.5811388300841895;
  // st.skew(x) 1.1384199576606167; gmean * st.sem(np.log(x)) 1.140244544521099; st.skew(np.log(x)) 0.17988793466015932;
  // error of the median: half of np.quantile(x, .5 + r) − np.quantile(x, .5 − r), r = √5/2/4: 1.4131189606246322
  it('agrees with NumPy and SciPy', () => {
    const point = summarise(7, [10, 3, 1, 4, 2]);
    expect(point).toMatchObject({ t: 7, n: 5, nonFinite: 0, median: 3, mean: 4 });
    const close = (got: number, expected: number): void =>
      expect(Math.abs(got - expected)).toBeLessThan(16 * epsilon * Math.abs(expected));
    close(point.low, 1.2);
    close(point.high, 8.8);
    close(point.geometricMean, 2.9925557394776896);
    close(point.standardError.mean, 1.5811388300841895);
    close(point.standardError.geometricMean, 1.140244544521099);
    close(point.standardError.median, 1.4131189606246322);
    close(point.skewness.mean, 1.1384199576606167);
    close(point.skewness.geometricMean, 0.17988793466015932);
  });

  it('counts NaN and leaves it out', () => {
    const point = summarise(0, [Number.NaN, 1, 3, Number.NaN]);
    expect(point).toMatchObject({ n: 4, nonFinite: 2, median: 2, mean: 2 });
  });

  it('keeps infinities in their place among the quantiles', () => {
    const point = summarise(0, [
      Number.POSITIVE_INFINITY,
      1,
      2,
      Number.POSITIVE_INFINITY,
      Number.POSITIVE_INFINITY,
    ]);
    expect(point).toMatchObject({ n: 5, nonFinite: 3, median: Number.POSITIVE_INFINITY });
    expect(point.mean).toBe(Number.POSITIVE_INFINITY);
    expect(point.low).toBeCloseTo(1.2, 12);
  });

  it('has no geometric mean where a value is not positive, and no standard error for one lineage', () => {
    expect(summarise(0, [0, 1]).geometricMean).toBeNaN();
    expect(summarise(0, [5]).standardError.mean).toBeNaN();
    expect(summarise(0, [5])).toMatchObject({ median: 5, low: 5, high: 5, mean: 5 });
  });

  it('gives NaN throughout where nothing is left', () => {
    expect(summarise(0, [Number.NaN])).toMatchObject({ n: 1, nonFinite: 1 });
    expect(summarise(0, [Number.NaN]).median).toBeNaN();
    expect(summarise(0, [Number.NaN]).mean).toBeNaN();
  });
});
