/** The eight verdicts on simulations whose truth is known, and how often they are wrong. */
import { categoricalSource, normalSource, uniformCategoricalSource } from '@collapse-lab/models';
import {
  type CollapseProfile,
  collapseDefinitions,
  collapseProfile,
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
      'The risk is infinite at t = 400 in 40 of 40 lineages, and so is its mean.',
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
    expect(single.verdicts[0]).toMatchObject({ lineagesNeeded: 8 });
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
        'By t = 1, 10 of 10 lineages lost a mode that model 0 had, or put most of their mass between modes.',
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
      /^The mean risk grows like \(t \+ 1\)\^0\.\d+ over the last doubling of t, but the power falls: to 0\.\d+ of/,
    );
    expect(generationsNeeded!).toBeGreaterThan(128);
    expect(generationsNeeded!).toBeLessThan(64 * 64);
  });

  it('a bounded distance does not diverge', () => {
    const bounded = powerLaw(0.3).map(([series]) => [{ ...series, metric: 'totalVariation' }]);
    expect(collapseProfile(bounded, {}).verdicts[2].reason).toBe('totalVariation is bounded by 1.');
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
      'Over 3 sizes the mean risk scales like n^-1 at t = 0 and n^-0.3 at T (30 seeds).',
    );
    expect(collapseProfile(lineages, {}, law(-1, -0.97)).verdicts[4].verdict).toBe(no);
  });

  it('cannot be told without sizes to compare', () => {
    expect(collapseProfile(lineages, {}).verdicts[4].reason).toBe(
      'A scaling law needs the same setting at two sample sizes or more.',
    );
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
});
