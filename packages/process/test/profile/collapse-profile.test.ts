/** The eight verdicts on simulations whose truth is known, and how often they are wrong. */
import { fillNormal, Stream } from '@collapse-lab/math';
import { categoricalSource, normalSource, uniformCategoricalSource } from '@collapse-lab/models';
import {
  type CollapseProfile,
  collapseDefinitions,
  collapseProfile,
  commonRisk,
  type ProfileOptions,
  realReference,
  type Series,
  type Verdict,
} from '@collapse-lab/process';
import { describe, expect, it } from 'vitest';
import { type EnsembleSetting, recordsOf } from '../support/ensemble-records.ts';
import { categoricalFamily, gaussianFamily } from '../support/settings.ts';

const gaussianSetting: EnsembleSetting = {
  real: normalSource({ d: 1 }),
  family: gaussianFamily(1),
  workflow: { kind: 'accumulate' },
  n: 100,
  generations: 100,
  lineages: 100,
  observe: ['gaussian-moments', 'gaussian-tails', 'distances'],
  seed: 1,
};

function profileOf(setting: EnsembleSetting, options: ProfileOptions = {}): CollapseProfile {
  return collapseProfile(recordsOf(setting), realReference(setting.real), options);
}

function verdicts(profile: CollapseProfile): Verdict[] {
  return profile.verdicts.map(({ verdict }) => verdict);
}

const yes: Verdict = 'happened';
const no: Verdict = 'did not happen';
const open: Verdict = 'cannot be told';

describe('collapseProfile', () => {
  it('numbers and names the definitions of Schaeffer et al.', () => {
    const { verdicts, lineages, generations } = profileOf(gaussianSetting);
    expect(verdicts.map(({ number, definition }) => [number, definition])).toEqual(
      collapseDefinitions.map((definition, i) => [i + 1, definition]),
    );
    expect({ lineages, generations }).toEqual({ lineages: 100, generations: 100 });
  });

  it('accumulate, Gaussian: the risk rises, by a bounded factor, and neither spread nor tails are lost', () => {
    // Mean squared W2 tends to π²/6 times that of model 0.
    const profile = profileOf({ ...gaussianSetting, lineages: 200 });
    expect(verdicts(profile)).toEqual([no, yes, no, no, open, open, no, open]);
    const [catastrophic, , diverging] = profile.verdicts;
    expect(catastrophic.low!).toBeLessThan(Math.PI ** 2 / 6);
    expect(catastrophic.high!).toBeGreaterThan(Math.PI ** 2 / 6);
    expect(diverging).toMatchObject({ metric: 'squaredW2', threshold: 0.1 });
  });

  it('replace by maximum likelihood, Gaussian: spread and tails are lost', () => {
    const profile = profileOf({ ...gaussianSetting, workflow: { kind: 'replace' }, generations: 300 });
    expect(verdicts(profile)).toMatchObject({ 0: yes, 1: yes, 3: yes, 6: yes });
  });

  it('Wright-Fisher: modes are lost, nothing is made up, and the log loss is infinite', () => {
    const profile = profileOf({
      ...gaussianSetting,
      real: uniformCategoricalSource(10),
      family: categoricalFamily(10),
      workflow: { kind: 'replace' },
      generations: 400,
      lineages: 40,
      observe: ['categorical', 'categorical-support'],
    });
    // No symbol of ten equal ones is rare.
    expect(verdicts(profile)).toEqual([yes, yes, yes, yes, open, yes, open, no]);
    expect(profile.verdicts[0].reason).toBe(
      'The risk (klFromReal) is infinite at t = 400 in 40 of 40 lineages.',
    );
    expect(profile.verdicts[5]).toMatchObject({ metric: 'supportSize', estimate: 1 });
  });

  it('symbols that are lost at t = 0 already: the risk is a distance that has room to grow', () => {
    const { verdicts } = profileOf({
      ...gaussianSetting,
      real: uniformCategoricalSource(50),
      family: categoricalFamily(50),
      workflow: { kind: 'replace' },
      n: 50,
      lineages: 30,
      observe: ['categorical'],
    });
    expect(verdicts[0].metric).toBe('totalVariation');
    expect(verdicts[1].verdict).toBe(yes);
  });

  it('symbols of which some lineages are left with one: the others say whether the rest follow', () => {
    const { verdicts } = profileOf({
      ...gaussianSetting,
      real: uniformCategoricalSource(10),
      family: categoricalFamily(10),
      workflow: { kind: 'replace' },
      generations: 120,
      observe: ['categorical'],
    });
    // Σ p² is 1 − 0.9 · 0.99^121 on average: a spread of 0.3 of the real one, which is halved in 69 generations.
    const { verdict, generationsNeeded, estimate } = verdicts[3];
    expect(verdict).toBe(open);
    expect(estimate!).toBeGreaterThan(0);
    expect(generationsNeeded!).toBeGreaterThan(150);
    expect(generationsNeeded!).toBeLessThan(600);
  });

  it('symbols: the tails are the rare ones', () => {
    const profile = profileOf({
      ...gaussianSetting,
      real: categoricalSource([0.9, 0.06, 0.02, 0.02]),
      family: categoricalFamily(4),
      workflow: { kind: 'replace' },
      lineages: 40,
      observe: ['categorical-support'],
    });
    expect(profile.verdicts[6]).toMatchObject({ verdict: yes, metric: 'rareShare' });
  });

  it('a run that ends before the collapse: says when it would come', () => {
    const profile = profileOf({ ...gaussianSetting, workflow: { kind: 'replace' }, generations: 50 });
    const { verdict, generationsNeeded } = profile.verdicts[3];
    expect(verdict).toBe(open);
    // log S falls by 2/100 a generation on the geometric mean: 5 % after 150. By simulation within 40 either way.
    expect(Math.abs(generationsNeeded! - 150)).toBeLessThan(40);
  });

  it('few lineages: says how many would do, and that many do', () => {
    const short = { ...gaussianSetting, generations: 1, lineages: 12 };
    const few = profileOf(short).verdicts[1];
    expect(few.verdict).toBe(open);
    expect(few.lineagesNeeded!).toBeGreaterThan(12);
    expect(few.lineagesNeeded!).toBeLessThan(2000);
    expect(profileOf({ ...short, lineages: 3 * few.lineagesNeeded! }).verdicts[1].verdict).toBe(yes);
  });

  it('one lineage, one generation: nothing can be told', () => {
    const [one] = recordsOf({ ...gaussianSetting, lineages: 1 });
    const single = collapseProfile([one], {});
    expect(new Set(verdicts(single))).toEqual(new Set([open]));
    expect(single.verdicts[0].reason).toBe('1 lineage is too few for this test; about 8 would do.');
    const first = recordsOf({ ...gaussianSetting, generations: 0, at: [0] });
    expect(collapseProfile(first, {}).verdicts[0]).toMatchObject({ verdict: open, generationsNeeded: 1 });
  });

  it('nothing recorded: says which metrics would tell', () => {
    const { verdicts } = collapseProfile([[{ metric: 'mine', t: [0, 1], value: [1, 2] }]], {});
    expect(verdicts[5]).toEqual({
      number: 6,
      definition: 'disappearance or entanglement of modes',
      verdict: open,
      reason: 'No metric of modes was recorded (modesAlive, supportSize).',
    });
  });

  it('modes are also gone when most of the mass lies between them', () => {
    const lineage: Series[] = [
      { metric: 'modesAlive', t: [0, 1], value: [2, 2] },
      { metric: 'betweenModes', t: [0, 1], value: [0.01, 0.6] },
    ];
    const profile = collapseProfile(new Array(10).fill(lineage), {});
    expect(profile.verdicts[5]).toMatchObject({
      verdict: yes,
      reason:
        'At t = 1, 10 of 10 lineages have lost a mode that model 0 had, or have most of their mass between modes (modesAlive).',
    });
  });

  it('takes a metric of one’s own, and refuses one that was not recorded', () => {
    const lineages = Array.from({ length: 20 }, (_, i): Series[] => [
      { metric: 'loss', t: [0, 1], value: [1 + i / 20, 40 + i] },
    ]);
    const profile = collapseProfile(lineages, {}, { metrics: { risk: 'loss' } });
    expect(profile.verdicts[0]).toMatchObject({ verdict: yes, metric: 'loss' });
    expect(() => collapseProfile(lineages, {}, { metrics: { tails: 'tail' } })).toThrow(
      'options.metrics.tails: got "tail", expected a metric that every lineage recorded: loss.',
    );
  });

  it('refuses as a risk what is none', () => {
    const lineages: Series[][] = [[{ metric: 'accuracy', t: [0, 1], value: [0.9, 0.5] }]];
    expect(() => collapseProfile(lineages, {}, { metrics: { risk: 'accuracy' } })).toThrow(
      'options.metrics.risk: got "accuracy", expected a risk, which is less for a better model and 0 at best: misclassification.',
    );
  });

  it('judges labels by the probability of a wrong one, which is bounded', () => {
    const lineages = Array.from({ length: 20 }, (_, i): Series[] => [
      { metric: 'accuracy', t: [0, 1], value: [0.95 + i / 1000, 0.1 + i / 1000] },
    ]);
    const [catastrophic, , diverging] = collapseProfile(lineages, {}).verdicts;
    expect(catastrophic).toMatchObject({ verdict: yes, metric: 'misclassification' });
    expect(diverging.reason).toMatch(/^misclassification is at most 1/);
  });

  it('judges nothing by a likelihood, which has no zero', () => {
    const lineages = Array.from({ length: 20 }, (_, i): Series[] => [
      { metric: 'negativeLogLikelihood', t: [0, 1], value: [0.01, 1 + i] },
    ]);
    for (const number of [1, 2, 3, 5]) {
      const found = collapseProfile(lineages, {}).verdicts[number - 1];
      expect(found.verdict).toBe(open);
      expect(found.metric).toBeUndefined();
      expect(found.reason).toMatch(
        /\. negativeLogLikelihood is none: it shifts with the unit of the data and may be negative, so that no multiple of it means anything\.$/,
      );
    }
  });

  it('refuses no lineages and thresholds outside their domain', () => {
    expect(() => collapseProfile([], {})).toThrow('lineages: got [], expected one lineage or more.');
    expect(() => collapseProfile([[]], {}, { catastrophic: 1 })).toThrow(
      'options.catastrophic: got 1, expected a number above 1.',
    );
    expect(() => collapseProfile([[]], {}, { share: 5 })).toThrow(
      'options.share: got 5, expected a number between 0 and 1.',
    );
  });
});

describe('diverging risk', () => {
  const powerLaw = (exponent: number, lineages = 50): Series[][] =>
    Array.from({ length: lineages }, (_, i) => {
      const t = Array.from({ length: 65 }, (_, j) => j);
      const scale = 1 + 0.2 * Math.sin(i);
      return [{ metric: 'testError', t, value: t.map((each) => scale * (each + 1) ** exponent) }];
    });

  it('linear growth diverges; growth that is none does not', () => {
    expect(collapseProfile(powerLaw(1), {}).verdicts[2]).toMatchObject({
      verdict: yes,
      estimate: expect.closeTo(1, 9),
    });
    expect(collapseProfile(powerLaw(0.05), {}).verdicts[2].verdict).toBe(no);
  });

  it('growth that slows down cannot be told, and more generations would', () => {
    const saturating = powerLaw(1).map(([{ metric, t, value }]) => [
      { metric, t, value: value.map((each) => each / (1 + each / 20)) },
    ]);
    const { verdict, reason, generationsNeeded } = collapseProfile(saturating, {}).verdicts[2];
    expect(verdict).toBe(open);
    expect(reason).toMatch(
      /^The mean risk \(testError\) goes like \(t \+ 1\)\^0\.\d+ over the last doubling of t, but the power falls: to 0\.\d+ of/,
    );
    expect(generationsNeeded!).toBeGreaterThan(128);
    expect(generationsNeeded!).toBeLessThan(64 * 64);
  });

  it('cannot be told by a bounded distance', () => {
    const bounded = powerLaw(0.3).map(([series]) => [{ ...series, metric: 'totalVariation' }]);
    expect(collapseProfile(bounded, {}).verdicts[2]).toMatchObject({
      verdict: open,
      reason: 'totalVariation is at most 1, so that it diverges for no model: it takes an unbounded risk.',
    });
  });
});

describe('an increase of risk', () => {
  const ends = (metric: string, first: number, last: (i: number) => number): Series[][] =>
    Array.from({ length: 40 }, (_, i) => [{ metric, t: [0, 1], value: [first, last(i)] }]);

  it('is not denied by a distance that is bounded below the threshold', () => {
    const [catastrophic, any] = collapseProfile(
      ends('totalVariation', 0.4, (i) => 0.8 + i / 200),
      {},
    ).verdicts;
    expect(catastrophic).toEqual({
      number: 1,
      definition: 'catastrophic increase of population risk',
      verdict: open,
      metric: 'totalVariation',
      reason:
        'totalVariation is at most 1, 2.5 times its mean at t = 0, and cannot come to 10 times: it takes an unbounded risk.',
    });
    expect(any.verdict).toBe(yes);
    expect(
      collapseProfile(
        ends('totalVariation', 0.01, (i) => 0.02 + i / 1e5),
        {},
      ).verdicts[0].verdict,
    ).toBe(no);
  });

  it('is infinite in most lineages, or says nothing', () => {
    const infiniteIn = (count: number) =>
      collapseProfile(
        ends('klFromReal', 0.1, (i) => (i < count ? Number.POSITIVE_INFINITY : 0.2)),
        {},
      ).verdicts[0];
    expect(infiniteIn(30)).toMatchObject({ verdict: yes, estimate: 0.75, threshold: 0.5 });
    expect(infiniteIn(22)).toMatchObject({ verdict: open, lineagesNeeded: expect.any(Number) });
    expect(infiniteIn(1).reason).toBe(
      'The risk (klFromReal) is infinite at t = 1 in 1 of 40 lineages: its mean says nothing, and a bounded risk would.',
    );
    const already = ends('mine', Number.POSITIVE_INFINITY, () => Number.POSITIVE_INFINITY);
    expect(collapseProfile(already, {}, { metrics: { risk: 'mine' } }).verdicts[1]).toMatchObject({
      verdict: open,
      reason:
        'The risk (mine) is infinite at t = 1 in 40 of 40 lineages, and was at t = 0 already in 40: it takes a risk that is finite there.',
    });
  });

  it('below the threshold that goes on growing is open, with the generation in which it would come', () => {
    const t = Array.from({ length: 17 }, (_, i) => i);
    const growing = Array.from({ length: 20 }, (_, i): Series[] => [
      { metric: 'testError', t, value: t.map((each) => (1 + i / 20) * (each + 1) ** 0.5) },
    ]);
    // √17 = 4.12 times at T = 16; ten times after 16 · (10 / 4.12)² generations.
    expect(collapseProfile(growing, {}).verdicts[0]).toMatchObject({
      verdict: open,
      reason:
        'At t = 16 the mean risk (testError) is 4.12 times that at t = 0, below 10 (20 lineages), but it goes like (t + 1)^0.5 ' +
        'over the last doubling of t.',
      generationsNeeded: Math.ceil((16 * 100) / 17),
    });
  });
});

describe('what happens to lineages one by one', () => {
  const lossAt = (times: readonly (number | undefined)[]): Series[][] =>
    times.map((time) => {
      const t = [0, 10, 20, 30, 40];
      const value = t.map((each) => (time !== undefined && each >= time ? 0 : 0.01));
      return [{ metric: 'exactTailMass1', t, value }];
    });
  const tails = (late: number, early: number) =>
    collapseProfile(
      lossAt(Array.from({ length: 40 }, (_, i) => (i < early ? 10 : i < early + late ? 30 : undefined))),
      {},
    ).verdicts[6];

  // One-sided sign test at 10 %: of equal chances, four of four have 6.3 %, three of three 12.5 %; six of seven 6.3 %, five of six 10.9 %.
  it.each([
    [3, 0, no],
    [4, 0, open],
    [5, 1, no],
    [6, 1, open],
  ])(
    '%i that lost their tails in the second half and %i that found them again: %s',
    (came, went, verdict) => {
      const t = [0, 10, 20, 30, 40];
      const mass = [
        ...new Array(came).fill([0.01, 0.01, 0.01, 0, 0]),
        ...new Array(went).fill([0.01, 0, 0, 0.01, 0.01]),
        ...new Array(40 - came - went).fill([0.01, 0.01, 0.01, 0.01, 0.01]),
      ];
      const lineages = mass.map((value): Series[] => [{ metric: 'exactTailMass1', t, value }]);
      const found = collapseProfile(lineages, {}).verdicts[6];
      expect(found).toMatchObject({ verdict, estimate: came / 40 });
      // Of those that have theirs at T/2, 40 − went, the share that loses them in half a run is (came − went) / (40 − went).
      const halves = Math.log(20 / (40 - came)) / Math.log(1 - (came - went) / (40 - went));
      expect(found.generationsNeeded).toBe(verdict === open ? Math.ceil(40 + 20 * halves) : undefined);
    },
  );

  it('is judged at T: what went down and came back is not lost', () => {
    const t = [0, 10, 20, 30, 40];
    const dipped = new Array(40).fill([{ metric: 'exactTailMass1', t, value: [0.01, 0.01, 0.01, 0, 0.01] }]);
    expect(collapseProfile(dipped, {}).verdicts[6]).toMatchObject({ verdict: no, estimate: 0 });
  });

  it('is denied where it stopped, and open where it goes on', () => {
    expect(tails(0, 8)).toMatchObject({ verdict: no, estimate: 0.2 });
    // One that came in the second half is no sign: the sign test takes four.
    expect(tails(1, 7)).toMatchObject({ verdict: no, estimate: 0.2 });
    // Of 38 lineages 6 lost theirs in the second half: 32 · (32/38)^h = 20 after h = 2.73 halves of 20 generations.
    expect(tails(6, 2)).toMatchObject({
      verdict: open,
      generationsNeeded: Math.ceil(40 + 20 * (Math.log(20 / 32) / Math.log(32 / 38))),
      reason:
        'At t = 40, 8 of 40 lineages have less than 5 % of the mass that the real data have in the tails (exactTailMass1); ' +
        'at the rate of the last half of the run it comes to most of them.',
    });
  });
});

describe('commonRisk', () => {
  const setting = (...metrics: [string, number][]): Series[][] => [
    metrics.map(([metric, first]) => ({ metric, t: [0], value: [first] })),
  ];
  const infinite = Number.POSITIVE_INFINITY;

  it('is one for all settings, finite at t = 0 in most', () => {
    const symbols = setting(['klFromReal', 0.1], ['totalVariation', 0.1]);
    const lost = setting(['klFromReal', infinite], ['totalVariation', 0.4]);
    expect(commonRisk([symbols, symbols, lost])).toEqual(['klFromReal', 'klFromReal', 'klFromReal']);
    expect(commonRisk([symbols, lost, lost])).toEqual(['totalVariation', 'totalVariation', 'totalVariation']);
  });

  it('is one for those that recorded the same, where nothing is common to all', () => {
    const points = setting(['squaredW2', 1], ['klFromReal', 1]);
    const symbols = setting(['klFromReal', infinite], ['totalVariation', 0.4]);
    expect(commonRisk([points, symbols, symbols])).toEqual(['squaredW2', 'totalVariation', 'totalVariation']);
    expect(commonRisk([setting(['mine', 1])])).toEqual([undefined]);
    expect(commonRisk([setting(['klFromReal', infinite])])).toEqual(['klFromReal']);
  });
});

describe('change of the scaling law', () => {
  const law = (first: number, last: number): ProfileOptions => ({
    scaling: [100, 1000, 10_000].map((size) => ({
      size,
      risks: Array.from({ length: 30 }, (_, seed) => {
        const scale = 1 + 0.3 * Math.sin(seed * 7);
        return {
          seed,
          first: scale * size ** first,
          last: scale * size ** last * (1 + 0.05 * Math.cos(seed)),
        };
      }),
    })),
  });
  const lineages: Series[][] = Array.from({ length: 30 }, (_, i) => [
    { metric: 'testError', t: [0, 1], value: [1, 1 + i / 30] },
  ]);

  it('is a change of the exponent', () => {
    const changed = collapseProfile(lineages, {}, law(-1, -0.3)).verdicts[4];
    expect(changed).toMatchObject({ verdict: yes, estimate: expect.closeTo(0.7, 9) });
    expect(changed.reason).toBe(
      'Over 3 sizes the mean risk (testError) scales like n^-1 at t = 0 and n^-0.3 at T (30 seeds).',
    );
    expect(collapseProfile(lineages, {}, law(-1, -0.97)).verdicts[4].verdict).toBe(no);
  });

  it('cannot be told without sizes to compare', () => {
    // Without a metric: that is a dash in tables, not a question mark.
    expect(collapseProfile(lineages, {}).verdicts[4]).toEqual({
      number: 5,
      definition: 'change of the scaling law',
      verdict: open,
      reason: 'A scaling law needs the same setting at two sample sizes or more.',
    });
  });
});

describe('false alarms', () => {
  /** Share of ensembles with a verdict that contradicts the truth; the truth names what may not be said. */
  function wrong(
    setting: EnsembleSetting,
    impossible: Readonly<Record<number, Verdict>>,
    ensembles: number,
  ): number {
    let count = 0;
    for (let seed = 0; seed < ensembles; seed++) {
      const found = verdicts(profileOf({ ...setting, seed }));
      if (Object.entries(impossible).some(([number, verdict]) => found[Number(number) - 1] === verdict))
        count++;
    }
    return count / ensembles;
  }

  // At most 5 % by the thresholds; the bound is that plus four standard errors of 100 ensembles (3e-5 each).
  const most = 0.05 + 4 * Math.sqrt((0.05 * 0.95) / 100);
  const small = { ...gaussianSetting, n: 50, lineages: 40, generations: 40 };

  it('accumulate: 1, 3, 4 and 7 do not happen, 2 does', () => {
    expect(wrong(small, { 1: yes, 2: no, 3: yes, 4: yes, 7: yes }, 100)).toBeLessThan(most);
  });

  it('real data alone: nothing happens, not even an increase', () => {
    const workflow = { kind: 'mixture', alpha: 0, beta: 0, gamma: 1 } as const;
    expect(wrong({ ...small, workflow }, { 1: yes, 2: yes, 3: yes, 4: yes, 7: yes }, 100)).toBeLessThan(most);
  });

  it('unbiased replace: the risk diverges, whatever few lineages make its mean', () => {
    const family = gaussianFamily(1, { ddof: 1 });
    const late = { ...small, family, workflow: { kind: 'replace' }, generations: 500 } as const;
    expect(wrong(late, { 1: no, 2: no, 3: no, 4: no, 7: no }, 100)).toBeLessThan(most);
  });

  // The true ratio is the threshold: χ² risks, as of one coordinate, at both ends. The test has 0.625 % on each side; limits of means of
  // skewed values keep it within 1 %. The bound is that plus four standard errors of 2,000 ensembles (3e-5 each).
  it.each([8, 30])(
    'exactly ten times the risk, %i lineages: neither said nor denied more often than promised',
    (n) => {
      const stream = Stream.fromPath(['risk at the threshold', n]);
      const normal = new Float64Array(2);
      const count = { [yes]: 0, [no]: 0, [open]: 0 };
      for (let r = 0; r < 2000; r++) {
        const lineages = Array.from({ length: n }, (): Series[] => {
          fillNormal(stream, normal);
          return [{ metric: 'testError', t: [0, 1], value: [normal[0] ** 2, 10 * normal[1] ** 2] }];
        });
        count[collapseProfile(lineages, {}).verdicts[0].verdict]++;
      }
      const bound = 2000 * (0.01 + 4 * Math.sqrt((0.01 * 0.99) / 2000));
      expect(count[yes]).toBeLessThan(bound);
      expect(count[no]).toBeLessThan(bound);
    },
  );
});
