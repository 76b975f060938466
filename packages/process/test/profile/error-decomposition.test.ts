import { decomposeErrors, type EffectPoint } from '@collapse-lab/process';
import { describe, expect, it } from 'vitest';
import known from '../fixtures/factorial.json' with { type: 'json' };

const estimates = (points: readonly EffectPoint[]): number[] => points.map(({ estimate }) => estimate);

/** One lineage per entry of `shift`: the distances of every lineage are those of `v`, moved by its shift. */
function lineages(v: readonly number[], shift: readonly number[] = [0]): number[][][] {
  return v.map((value) => shift.map((each) => [value + each]));
}

describe('decomposeErrors', () => {
  // The glove game: one left glove (a), two right gloves (b, c); a pair is worth 1. Shapley: 2/3, 1/6, 1/6.
  const gloves = [0, 0, 0, 1, 0, 1, 0, 1];

  it('shares out by the Shapley value', () => {
    const { contributions, none, all } = decomposeErrors({
      sources: ['a', 'b', 'c'],
      t: [0],
      distances: lineages(gloves),
    });
    expect(contributions.map(({ source, points }) => [source, estimates(points)])).toEqual([
      ['a', [expect.closeTo(2 / 3, 15)]],
      ['b', [expect.closeTo(1 / 6, 15)]],
      ['c', [expect.closeTo(1 / 6, 15)]],
    ]);
    expect([estimates(none), estimates(all)]).toEqual([[0], [1]]);
  });

  it('gives what a set does beyond its subsets', () => {
    const { effects } = decomposeErrors({ sources: ['a', 'b', 'c'], t: [0], distances: lineages(gloves) });
    expect(effects.map(({ sources, points }) => [sources.join('+'), points[0].estimate])).toEqual([
      ['a', 0],
      ['b', 0],
      ['c', 0],
      ['a+b', 1],
      ['a+c', 1],
      ['b+c', 0],
      ['a+b+c', -1],
    ]);
  });

  it('is what numpy finds by walking through all orders, with the limits of its means', () => {
    const { distances, level } = known;
    const found = decomposeErrors({
      sources: known.sources,
      t: [0],
      distances: distances.map((setting) => setting.map((each) => [each])),
      level,
    });
    const expected = (limits: { estimate: number; low: number; high: number }) => [
      {
        t: 0,
        estimate: expect.closeTo(limits.estimate, 12),
        low: expect.closeTo(limits.low, 9),
        high: expect.closeTo(limits.high, 9),
      },
    ];
    expect(found.contributions.map(({ points }) => points)).toEqual(known.shares.map(expected));
    expect(found.effects.map(({ sources, points }) => ({ sources, points }))).toEqual(
      known.effects.map(({ sources, ...limits }) => ({ sources, points: expected(limits) })),
    );
  });

  it('adds up to the total, and each contribution to its shares of the effects', () => {
    const v = Array.from({ length: 16 }, (_, mask) => ((mask * 7919) % 101) / 10);
    const sources = ['statistical', 'expressivity', 'approximation', 'precision'];
    const { contributions, effects, none, all } = decomposeErrors({
      sources,
      t: [0],
      distances: lineages(v),
    });
    const total = contributions.reduce((sum, { points }) => sum + points[0].estimate, 0);
    expect(total).toBeCloseTo(all[0].estimate - none[0].estimate, 12);
    for (const { source, points } of contributions) {
      const shares = effects
        .filter((effect) => effect.sources.includes(source))
        .map((effect) => effect.points[0].estimate / effect.sources.length);
      expect(points[0].estimate).toBeCloseTo(
        shares.reduce((sum, share) => sum + share, 0),
        12,
      );
    }
  });

  it('pairs lineages by seed: what they share is in no limit', () => {
    const shift = [0, 10, -20, 5];
    const [{ points }] = decomposeErrors({
      sources: ['only'],
      t: [3],
      distances: lineages([1, 4], shift),
    }).contributions;
    expect(points).toEqual([{ t: 3, estimate: 3, low: 3, high: 3 }]);
  });

  it('has limits from the spread over lineages, and none for one lineage', () => {
    // Differences 1, 2, 3, 4: scipy 1.17.1, stats.t.interval(0.9, 3, 2.5, stats.sem([1, 2, 3, 4])).
    const distances = [
      [[0], [0], [0], [0]],
      [[1], [2], [3], [4]],
    ];
    const { effects } = decomposeErrors({ sources: ['only'], t: [0], distances, level: 0.9 });
    expect(effects[0].points[0]).toEqual({
      t: 0,
      estimate: 2.5,
      low: expect.closeTo(0.9809104349065083, 12),
      high: expect.closeTo(4.019089565093491, 12),
    });
    const [single] = decomposeErrors({ sources: ['only'], t: [0], distances: [[[1]], [[2]]] }).effects;
    expect(single.points[0]).toEqual({ t: 0, estimate: 1, low: Number.NaN, high: Number.NaN });
  });

  it('says how much an effect changes from the first generation to the last', () => {
    const distances = [[[1, 1]], [[3, 3.5]]].map((setting) => [...setting, ...setting]);
    const { effects } = decomposeErrors({ sources: ['only'], t: [0, 9], distances });
    expect(effects[0].change).toEqual({ estimate: 0.5, low: 0.5, high: 0.5 });
  });

  it.each([
    [{ sources: ['a'], t: [], distances: [[[]], [[]]] }, 't: got [], expected one generation or more.'],
    [{ sources: [], distances: [[[1]]] }, 'sources: got [], expected one to eight names.'],
    [
      { sources: ['a'], distances: [[[1]]] },
      'distances.length: got 1, expected 2: one setting for each combination of 1 errors.',
    ],
    [
      { sources: ['a'], distances: [[[1]], [[1], [2]]] },
      'distances[1].length: got 2, expected 1 lineages, as many as in every setting.',
    ],
    [
      { sources: ['a'], distances: [[[1]], [[1, 2]]] },
      'distances[1][0].length: got 2, expected 1, as many as generations.',
    ],
    [
      { sources: ['a'], distances: [[[1]], [[Infinity]]] },
      'distances[1][0]: got Infinity, expected finite numbers.',
    ],
    [{ sources: ['a'], distances: [[], []] }, 'distances[0]: got [], expected one lineage or more.'],
    [
      { sources: ['a'], distances: [[[1]], [[1]]], level: 2 },
      'level: got 2, expected a number between 0 and 1.',
    ],
  ])('refuses %j', (request, message) => {
    expect(() => decomposeErrors({ t: [0], ...request })).toThrow(message);
  });
});
