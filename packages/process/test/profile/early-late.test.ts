import { Stream } from '@collapse-lab/math';
import { normalSource } from '@collapse-lab/models';
import { earlyAndLateCollapse, observers, realReference, runLineage } from '@collapse-lab/process';
import { describe, expect, it } from 'vitest';
import { gaussianFamily, skewed } from '../support/settings.ts';

const series = (metric: string, t: number[], value: number[]) => ({ metric, t, value });

describe('earlyAndLateCollapse', () => {
  it('dates each loss by the first recorded generation below its threshold', () => {
    const lineages = [
      [
        series('exactTailMass1', [0, 5, 10], [0.01, 0.0004, 0.0006]),
        series('variance', [0, 5, 10], [2, 1, 0.19]),
      ],
      [
        series('exactTailMass1', [0, 5, 10], [0.01, 0.0006, 0.0005]),
        series('variance', [0, 5, 10], [2, 3, 1]),
      ],
    ];
    const [tails, variance, ...others] = earlyAndLateCollapse(lineages, { variance: 4 });
    expect(others).toEqual([]);
    expect(tails).toMatchObject({ name: 'tails beyond 1 %', metric: 'exactTailMass1', threshold: 0.0005 });
    expect(tails.curve).toMatchObject({ lineages: 2, censored: 1, median: 5, horizon: 10 });
    expect(variance).toMatchObject({ name: 'variance', metric: 'variance', threshold: 0.2 });
    expect(variance.curve).toMatchObject({ censored: 1, median: 10 });
  });

  it('takes exact tail masses before sampled ones, and model 0 where the variance of p_0 is not known', () => {
    const lineages = [
      [
        series('tailMass1', [0], [0]),
        series('exactTailMass1', [0], [0.01]),
        series('tailMass01', [0], [0]),
        series('variance', [0, 1], [10, 0.6]),
      ],
    ];
    const losses = earlyAndLateCollapse(lineages, {}, { share: 0.1 });
    expect(losses.map(({ metric, threshold }) => [metric, threshold])).toEqual([
      ['exactTailMass1', 0.001],
      ['tailMass01', 0.0001],
      ['variance', undefined],
    ]);
    expect(losses.map(({ curve }) => curve.median)).toEqual([undefined, 0, 1]);
  });

  it('comes in the order that the Nature paper gives: tails first, variance last', () => {
    const lineages = Array.from({ length: 40 }, (_, seed) => {
      const { series } = runLineage({
        spec: {
          real: normalSource({ d: 1, covariance: 9 }),
          family: gaussianFamily(1),
          workflow: { kind: 'replace' },
          sizes: { initial: 50, new: 50 },
          sampler: 'auto',
          numberFormat: 'f64',
        },
        streams: {
          real: Stream.fromPath([seed, 'real']),
          lineage: Stream.fromPath([seed, 'early and late']),
        },
        generations: 300,
        observers: [
          observers['gaussian-moments'].create({}),
          observers['gaussian-tails'].create({ axis: 0 }),
        ],
        record: 'all',
      });
      return series;
    });
    const real = realReference(normalSource({ d: 1, covariance: 9 }));
    expect(real).toEqual({ variance: 9 });
    const medians = earlyAndLateCollapse(lineages, real).map(({ name, curve }) => [name, curve.median!]);
    expect(medians.map(([name]) => name)).toEqual(['tails beyond 1 %', 'tails beyond 0.1 %', 'variance']);
    const [beyond1, beyond01, variance] = medians.map(([, median]) => median as number);
    expect(beyond01).toBeLessThan(beyond1);
    expect(beyond1).toBeLessThan(variance);
    // log S falls by about 2/50 a generation: 5 % near generation 75, with a spread of √(75 · 2/50) · 25 ≈ 43 over 40
    // lineages. Ten such errors of the median to either side.
    expect(Math.abs(variance - 75)).toBeLessThan(10 * 1.25 * (43 / Math.sqrt(40)));
  });

  it('finds nothing where nothing of it was recorded', () => {
    expect(earlyAndLateCollapse([[series('entropy', [0], [1])]], realReference(skewed))).toEqual([]);
  });

  it('knows what there is to lose of symbols', () => {
    expect(realReference(skewed)).toEqual({
      sumOfSquares: expect.closeTo(0.25 + 0.09 + 0.0225 + 0.0025, 15),
    });
  });

  it('refuses no lineages and a share that is none', () => {
    expect(() => earlyAndLateCollapse([], {})).toThrow('lineages: got [], expected one lineage or more.');
    expect(() => earlyAndLateCollapse([[]], {}, { share: 5 })).toThrow(
      'share: got 5, expected a number between 0 and 1.',
    );
  });
});
