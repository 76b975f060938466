/** The two statements on sources of error, on distances whose truth is known, and how often they are wrong. */
import { fillExponential, fillNormal, Stream } from '@collapse-lab/math';
import {
  actsAtFirstOnly,
  type ErrorStatement,
  type SizeDistances,
  vanishesWithSize,
} from '@collapse-lab/process';
import { describe, expect, it } from 'vitest';

type Verdict = ErrorStatement['verdict'];

/** Verdicts of `ensembles` ensembles. */
function tally(ensembles: number, verdict: () => Verdict): Record<Verdict, number> {
  const counts = { holds: 0, 'does not hold': 0, 'cannot be told': 0 };
  for (let r = 0; r < ensembles; r++) counts[verdict()]++;
  return counts;
}

/** 2.5 % on each side, half a per cent for limits that are not exact, and four standard errors of 400 ensembles (3e-5). */
const most = 400 * (0.03 + 4 * Math.sqrt((0.03 * 0.97) / 400));

describe('actsAtFirstOnly', () => {
  const t = [0, 1, 2, 3];
  const none = (n: number): number[][] => Array.from({ length: n }, () => t.map(() => 0));
  /** An error of 1, changed by `change` at the end, with noise of each lineage and generation. */
  const changed = (change: number, n: number, stream: Stream, noise: number): number[][] =>
    Array.from({ length: n }, () => {
      const z = fillNormal(stream, new Float64Array(t.length), 0, noise);
      return t.map((_, j) => 1 + z[j] + (j === t.length - 1 ? change : 0));
    });

  it('holds where nothing changes, and does not where something does', () => {
    const stream = Stream.fromPath(['acts at first only']);
    const holds = actsAtFirstOnly(t, none(20), changed(0.02, 20, stream, 0.05));
    expect(holds.verdict).toBe('holds');
    expect(holds.reason).toMatch(
      /^Alone it makes [\d.]+ \[[\d.]+, [\d.]+\] at t = 0; the largest change after it is -?[\d.]+ \[.*\] \(t = \d\), and in every generation it is within 10 % of that\.$/,
    );
    const not = actsAtFirstOnly(t, none(20), changed(-0.5, 20, stream, 0.05));
    expect(not).toMatchObject({
      verdict: 'does not hold',
      statement: 'Expressivity alone acts at the first generation only',
    });
    expect(not.reason).toMatch(/; at t = 3 it is beyond 10 % of that\.$/);
    expect(not.high!).toBeLessThan(-0.1);
  });

  it('cannot be told from noise, says how many lineages would do, and that many do', () => {
    const stream = Stream.fromPath(['acts at first only, noise']);
    const { verdict, lineagesNeeded } = actsAtFirstOnly(t, none(20), changed(0, 20, stream, 0.3));
    expect(verdict).toBe('cannot be told');
    expect(lineagesNeeded!).toBeGreaterThan(20);
    const more = 2 * lineagesNeeded!;
    expect(actsAtFirstOnly(t, none(more), changed(0, more, stream, 0.3)).verdict).toBe('holds');
  });

  it('at exactly a tenth is said and denied no more often than promised', () => {
    const stream = Stream.fromPath(['acts at first only, threshold']);
    const counts = tally(400, () => actsAtFirstOnly(t, none(12), changed(0.1, 12, stream, 0.05)).verdict);
    expect(counts.holds).toBeLessThan(most);
    expect(counts['does not hold']).toBeLessThan(most);
  });

  // Ten values ±a about a mean have no skewness, so that their limits are Student's: t(9) = 2.2622 for 2.5 %, 2.9333 for a third
  // of that and 3.1109 for a quarter (SciPy 1.10.1).
  it.each([
    [[0, 1], 2.25, 'cannot be told'],
    [[0, 1], 2.28, 'does not hold'],
    [t, 2.92, 'cannot be told'],
    [t, 2.95, 'does not hold'],
  ] as const)('over %j, a change of %d standard errors beyond a tenth: %s', (over, score, verdict) => {
    for (const side of [1, -1]) {
      const deviation = Math.sqrt(10 / 9) * 0.01;
      const beyond = side * (0.1 + (score * deviation) / Math.sqrt(10));
      const made = none(10).map((_, i) =>
        over.map((_, j) => (j < over.length - 1 ? 1 : 1 + beyond + (i % 2 === 0 ? 0.01 : -0.01))),
      );
      expect(actsAtFirstOnly(over, none(10), made).verdict).toBe(verdict);
    }
  });

  it('needs an error, generations and lineages', () => {
    expect(actsAtFirstOnly([0], [[0]], [[1]]).reason).toBe('It takes t = 0 and a later generation.');
    expect(actsAtFirstOnly([0, 1], none(2), none(2))).toMatchObject({
      verdict: 'cannot be told',
      reason: '2 lineages are too few for this test; about 8 would do.',
    });
    expect(actsAtFirstOnly([0, 1], none(9), none(9)).reason).toBe(
      'Alone it makes 0 [0, 0] at t = 0, which these lineages do not tell from none.',
    );
  });
});

describe('vanishesWithSize', () => {
  const sizes = [200, 632, 2000, 6325, 20_000];
  const points = (mean: (n: number) => number, lineages: number, stream?: Stream): SizeDistances[] =>
    sizes.map((size) => ({
      size,
      distances: Array.from(
        stream === undefined
          ? new Float64Array(lineages).fill(1)
          : fillExponential(stream, new Float64Array(lineages), 1),
        (each) => [each * mean(size)],
      ),
    }));

  it('is a power law that goes on', () => {
    const found = vanishesWithSize(
      points((n) => 3 / n, 5),
      0,
      7,
    );
    expect(found).toMatchObject({ verdict: 'holds', estimate: expect.closeTo(-1, 9), threshold: -0.1 });
    expect(found.reason).toBe(
      'At t = 7 the mean distance goes like n^a, a = -1 [-1, -1] from 200 to 20000 points (5 sizes), -1 [-1, -1] over the larger ' +
        'ones: it falls as far as these sizes go.',
    );
  });

  it('is not one that levels off, nor one that never falls', () => {
    expect(
      vanishesWithSize(
        points((n) => 1 / n + 1, 5),
        0,
        7,
      ).verdict,
    ).toBe('does not hold');
    expect(
      vanishesWithSize(
        points(() => 1, 5),
        0,
        7,
      ).reason,
    ).toMatch(/: it does not fall\.$/);
    // From n^-1 to n^-0.3: still falling, with less than half the power.
    const bent = (n: number): number => (n <= 2000 ? 1 / n : 2000 ** -0.7 * n ** -0.3);
    expect(vanishesWithSize(points(bent, 5), 0, 7).verdict).toBe('cannot be told');
  });

  it('takes three sizes, three lineages and positive distances', () => {
    const two = points((n) => 1 / n, 5).slice(0, 2);
    expect(vanishesWithSize(two, 0, 7)).toEqual({
      statement: 'Statistical error vanishes with the sample size',
      verdict: 'cannot be told',
      reason:
        'It takes three sample sizes or more with no other error made, and there are 2: two have no curvature.',
    });
    expect(
      vanishesWithSize(
        points((n) => 1 / n, 2),
        0,
        7,
      ).reason,
    ).toBe('2 lineages are too few for this test; about 8 would do.');
    expect(
      vanishesWithSize(
        points(() => 0, 5),
        0,
        7,
      ).reason,
    ).toBe('The mean distance is not positive at every size, so it has no power law.');
  });

  it.each([
    ['n^-0.1, the least power that counts', (n: number) => n ** -0.1],
    ['a power that halves', (n: number) => (n <= 2000 ? 1 / n : 2000 ** -0.5 * n ** -0.5)],
  ])('%s: said and denied no more often than promised', (_, mean) => {
    const stream = Stream.fromPath(['vanishes', mean(10)]);
    const counts = tally(400, () => vanishesWithSize(points(mean, 12, stream), 0, 7).verdict);
    expect(counts.holds).toBeLessThan(most);
    expect(counts['does not hold']).toBeLessThan(most);
  });
});
