import { kaplanMeier } from '@collapse-lab/process';
import { describe, expect, it } from 'vitest';
import reference from '../fixtures/kaplan-meier.json' with { type: 'json' };

const epsilon = 2.220446049250313e-16;

function timesOf(at: readonly number[], happened: readonly boolean[]) {
  return at.map((t, i) => ({ t, collapsed: happened[i] }));
}

describe('kaplanMeier', () => {
  for (const { name, times, happened, t, survival, median, limits } of reference.cases) {
    it(`agrees with SciPy: ${name}`, () => {
      for (const { level, low, high, medianLow, medianHigh } of limits) {
        const curve = kaplanMeier(timesOf(times, happened), level);
        expect(curve.points.map((point) => point.t)).toEqual(t);
        const close = (got: number, expected: number): void =>
          expect(Math.abs(got - expected)).toBeLessThanOrEqual(64 * epsilon * expected);
        curve.points.forEach((point, i) => {
          close(point.survival, survival[i]);
          if (i < low.length) close(point.low, low[i]);
          if (i < high.length) close(point.high, high[i]);
        });
        expect(curve.median).toBe(median ?? undefined);
        expect(curve.medianInterval).toEqual({ low: medianLow ?? undefined, high: medianHigh ?? undefined });
      }
    });
  }

  it('agrees with the table of the textbooks: 6-mercaptopurine', () => {
    // `sts list` of Stata for the remissions of Freireich et al. (1963): t, survivor function, 95 % limits (log-log).
    const printed = [
      [6, 0.8571, 0.6197, 0.9516],
      [7, 0.8067, 0.5631, 0.9228],
      [10, 0.7529, 0.5032, 0.8894],
      [13, 0.6902, 0.4316, 0.8491],
      [16, 0.6275, 0.3675, 0.8049],
      [22, 0.5378, 0.2678, 0.7468],
      [23, 0.4482, 0.1881, 0.6801],
    ];
    const [{ times, happened }] = reference.cases;
    const { points, median } = kaplanMeier(timesOf(times, happened));
    const found = points.map(({ t, survival, low, high }) => [
      t,
      ...[survival, low, high].map((x) => Math.round(1e4 * x) / 1e4),
    ]);
    expect(found).toEqual(printed);
    expect(median).toBe(23);
  });

  it('has limits where all are gone: exact ones where all went at once', () => {
    const { points, medianInterval } = kaplanMeier(timesOf([7, 7, 7, 7, 7, 7, 7], new Array(7).fill(true)));
    expect(points).toEqual([
      { t: 7, atRisk: 7, events: 7, survival: 0, low: 0, high: expect.closeTo(1 - 0.025 ** (1 / 7), 14) },
    ]);
    expect(medianInterval).toEqual({ low: 7, high: 7 });
    expect(kaplanMeier(timesOf([7, 7], [true, true])).medianInterval).toEqual({ low: 7, high: undefined });
  });

  it('has no points where nothing happened', () => {
    expect(kaplanMeier(timesOf([5, 9], [false, false]))).toEqual({
      lineages: 2,
      censored: 2,
      horizon: 9,
      level: 0.95,
      points: [],
      median: undefined,
      medianInterval: { low: undefined, high: undefined },
      restrictedMean: 9,
    });
  });

  it('refuses no lineages and a level that is none', () => {
    expect(() => kaplanMeier([])).toThrow('times: got [], expected one lineage or more.');
    expect(() => kaplanMeier(timesOf([1], [true]), 95)).toThrow(
      'level: got 95, expected a number between 0 and 1.',
    );
  });
});
