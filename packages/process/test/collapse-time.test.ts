import { collapseTime, summariseCollapseTimes } from '@collapse-lab/process';
import { describe, expect, it } from 'vitest';

const series = (t: number[], value: number[]) => ({ metric: 'collapsed', t, value });

describe('collapseTime', () => {
  it('is the first recorded generation whose model has collapsed', () => {
    expect(collapseTime(series([0, 1, 2, 3], [0, 0, 1, 1]))).toEqual({ t: 2, collapsed: true });
    expect(collapseTime(series([0, 10, 20], [0, 1, 0]))).toEqual({ t: 10, collapsed: true });
    expect(collapseTime(series([0, 1], [1, 1]))).toEqual({ t: 0, collapsed: true });
  });

  it('is censored at the last recorded generation where none has', () => {
    expect(collapseTime(series([0, 5, 9], [0, 0, 0]))).toEqual({ t: 9, collapsed: false });
  });

  it('refuses an empty series', () => {
    expect(() => collapseTime(series([], []))).toThrow(
      'collapsed: got {"metric":"collapsed","t":[],"value":[]}, expected a series of one generation or more.',
    );
  });
});

describe('summariseCollapseTimes', () => {
  const at = (t: number) => ({ t, collapsed: true });
  const censored = (t: number) => ({ t, collapsed: false });

  it('is mean and median where every lineage collapsed', () => {
    expect(summariseCollapseTimes([at(2), at(4), at(9)])).toEqual({
      lineages: 3,
      censored: 0,
      median: 4,
      restrictedMean: expect.closeTo(5, 12),
      horizon: 9,
    });
  });

  it('counts lineages that outlived the run, instead of dropping them', () => {
    // S falls to 3/4 at 2 and to 1/2 at 4: area 2 + 2 · 3/4 + 6 · 1/2.
    expect(summariseCollapseTimes([at(2), at(4), censored(10), censored(10)])).toEqual({
      lineages: 4,
      censored: 2,
      median: 4,
      restrictedMean: expect.closeTo(6.5, 12),
      horizon: 10,
    });
  });

  it('has no median where most lineages outlived the run', () => {
    expect(summariseCollapseTimes([at(2), censored(10), censored(10)]).median).toBeUndefined();
  });

  // Product-limit by hand: at 1 one of four, at 3 one of two (one was censored at 2): 3/4, 3/8.
  it('weighs lineages that were followed for different times', () => {
    const { median, restrictedMean } = summariseCollapseTimes([at(1), censored(2), at(3), censored(5)]);
    expect(median).toBe(3);
    expect(restrictedMean).toBeCloseTo(1 + 2 * 0.75 + 2 * 0.375, 12);
  });

  it('takes as many lineages as an ensemble has', () => {
    const times = Array.from({ length: 200_000 }, (_, i) => ({ t: i % 100, collapsed: true }));
    expect(summariseCollapseTimes(times)).toEqual({
      lineages: 200_000,
      censored: 0,
      median: 49,
      restrictedMean: expect.closeTo(49.5, 8),
      horizon: 99,
    });
  });

  it('refuses no lineages', () => {
    expect(() => summariseCollapseTimes([])).toThrow('times: got [], expected one lineage or more.');
  });
});
