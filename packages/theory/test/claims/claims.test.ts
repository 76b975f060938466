import { readFileSync } from 'node:fs';
import {
  type Check,
  type Claim,
  type ClaimSampler,
  chiSquaredTolerance,
  claimById,
  claims,
  claimUnits,
  defineClaim,
  type Expectation,
  type Experiment,
  estimateCost,
  falseAlarmPerCheck,
  type GaussianSetting,
  measureClaim,
  type Quantity,
  skewnessAllowance,
  verifyClaims,
} from '@collapse-lab/theory';
import { describe, expect, it } from 'vitest';

/** Numbers of the first table of claims: Gaussian and categorical, by both samplers. */
const first = [1, 2, 3, 4, 5, 6, 7, 8, 10, 15, 16, 17, 25, 26];

const samplers = ['statistics', 'samples'] as const;

/** Half a unit in the last printed digit of `1.0e-5`, `0.3343`, … */
function halfUnit(printed: string): number {
  const [mantissa, exponent = '0'] = printed.split('e');
  const decimals = mantissa.split('.')[1]?.length ?? 0;
  return 0.5 * 10 ** (Number(exponent) - decimals);
}

describe('the table of claims', () => {
  it('is in the order of its numbers, the first ones all under both samplers', () => {
    const ids = claims.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
    expect(first.filter((id) => !ids.includes(id))).toEqual([]);
    for (const claim of claims) {
      expect(claim.samplers.length).toBeGreaterThan(0);
      if (first.includes(claim.id)) expect(claim.samplers).toEqual(samplers);
    }
  });

  it('expects what was published, or corrected, to its printed digits', () => {
    let compared = 0;
    for (const { experiments } of claims) {
      for (const { published, expected } of experiments.flatMap((e) => e.expectations)) {
        if (published === undefined || typeof expected !== 'number') continue;
        compared += 1;
        const error = Math.abs(expected - Number(published));
        expect(error, `${expected} against ${published}`).toBeLessThanOrEqual(halfUnit(published) * 1.000001);
      }
    }
    expect(compared).toBeGreaterThanOrEqual(42);
  });

  it('names every run of a claim apart, for its random numbers', () => {
    for (const { experiments } of claims) {
      const names = experiments.flatMap(({ label, replicates }) =>
        Object.keys(replicates).map((s) => `${label} ${s}`),
      );
      expect(new Set(names).size).toBe(names.length);
    }
  });

  it('has a false-alarm rate of at most 1 % by Bonferroni, with what is allowed for skewness', () => {
    const runs = claims.flatMap(({ experiments }) =>
      experiments.flatMap(({ replicates, expectations }) =>
        Object.keys(replicates).flatMap(() => expectations),
      ),
    );
    const rates = runs.map((expectation): number => {
      if (expectation.test === 'shares') return chiSquaredTolerance;
      return 'falseAlarm' in expectation ? expectation.falseAlarm : skewnessAllowance * falseAlarmPerCheck;
    });
    expect(rates.reduce((sum, rate) => sum + rate, 0)).toBeLessThan(0.01);
  });

  it('agrees with docs/claims.md: the same claims, names, sources and settings', () => {
    const text = readFileSync(new URL('../../../../docs/claims.md', import.meta.url), 'utf8');
    const sections = text.split(/^## (?=\d)/m).slice(1);
    const documented = sections.map((section) => {
      const heading = /^(\d+)\. (.*)$/m.exec(section);
      const line = (name: string) => new RegExp(`^- ${name}: (.*)$`, 'm').exec(section)?.[1];
      return {
        id: Number(heading?.[1]),
        name: heading?.[2],
        source: line('Source'),
        setting: line('Setting'),
      };
    });
    expect(documented).toEqual(
      claims.map(({ id, name, source, setting }) => ({ id, name, source, setting })),
    );
    const rows = text.split('\n').filter((line) => /^\| \d+ \| \[/.test(line));
    const listed = rows.map((row) => {
      const cells = row.replace(/\\([[\]])/g, '$1').split(/(?<!\\)\|/);
      const [, id, name, source, holds] = cells.map((cell) => cell.replaceAll('\\|', '|').trim());
      return { id: Number(id), name: /^\[(.*)\]\(#[^ ]+\)$/.exec(name)?.[1], source, holds };
    });
    const holds = 'yes';
    expect(listed).toEqual(claims.map(({ id, name, source }) => ({ id, name, source, holds })));
  });
});

const smallScale = 0.015;

/** What of a claim takes at most a quarter of a second at small scale; the rest is left to `nx verify claims`. */
function cheapPart(claim: Claim): Claim {
  const experiments = claim.experiments.filter((experiment) => {
    if (experiment.only === 'full') return false;
    const alone = defineClaim({ ...claim, experiments: [experiment] });
    return samplers.every((sampler) => estimateCost(alone, sampler, smallScale) <= 0.25);
  });
  return defineClaim({ ...claim, experiments });
}

// A sixtieth of the replicates: skewness after averaging is up to 0.9 here, so the false-alarm rate is not that of the
// table; the streams are fixed, so a pass stays a pass while the laws do.
describe('claims hold at small scale', () => {
  for (const claim of claims.map(cheapPart)) {
    for (const sampler of claim.samplers) {
      it(`${claim.id} ${sampler}`, () => {
        const checks = claim.measure({ sampler, scale: smallScale });
        expect(checks.filter((check) => !check.holds)).toEqual([]);
      });
    }
  }

  it('leaves out twelve claims altogether', () => {
    const left = claims.filter((claim) => cheapPart(claim).samplers.length === 0);
    expect(left.map(({ id }) => id)).toEqual([14, 23, 24, 31, 32, 33, 34, 35, 51, 52, 53, 54]);
  });
});

/** A claim measured with a simulator that makes one mistake. */
function mistaken(id: number, label: RegExp, mistake: (experiment: Experiment) => Experiment): Claim {
  const claim = claimById(id);
  const experiments = claim.experiments.filter((experiment) => label.test(experiment.label)).map(mistake);
  expect(experiments.length, `experiments of claim ${id} called ${label}`).toBeGreaterThan(0);
  return defineClaim({ ...claim, experiments });
}

/** By each sampler, with a twenty-fifth of the replicates, or else a seventh. */
function caught(claim: Claim, names: readonly ClaimSampler[] = claim.samplers): boolean {
  return names.every((sampler) =>
    [0.04, 0.15].some((scale) => claim.measure({ sampler, scale }).some(({ holds }) => !holds)),
  );
}

const setting =
  (changes: (setting: GaussianSetting) => Record<string, unknown>) =>
  (experiment: Experiment): Experiment =>
    ({
      ...experiment,
      setting: { ...experiment.setting, ...changes(experiment.setting as GaussianSetting) },
    }) as Experiment;

const generationLate = (experiment: Experiment): Experiment => ({
  ...experiment,
  expectations: experiment.expectations.map((expectation) => ({ ...expectation, t: expectation.t + 1 })),
});

const otherEstimator = setting(({ ddof }) => ({ ddof: 1 - ddof }));

// Each mistake is caught by the experiments at two or three points alone, at a seventh of their replicates or fewer.
describe('mistakes that the claims catch', () => {
  const mistakes: [string, number, RegExp, (experiment: Experiment) => Experiment][] = [
    ...[
      2, 3, 4, 8, 9, 10, 11, 12, 13, 16, 18, 19, 20, 21, 25, 26, 27, 29, 37, 38, 39, 41, 42, 43, 45, 46, 47,
      50,
    ].map((id): [string, number, RegExp, (experiment: Experiment) => Experiment] => [
      'one generation late',
      id,
      /^index/,
      generationLate,
    ]),
    ...[2, 3, 4, 8, 9, 10, 11, 25, 26, 47, 48].map(
      (id): [string, number, RegExp, (experiment: Experiment) => Experiment] => [
        'the other estimator',
        id,
        /^index/,
        otherEstimator,
      ],
    ),
    [
      'collapse time one late',
      17,
      /replace 3$/,
      (experiment) => ({
        ...experiment,
        expectations: experiment.expectations.map((expectation) => ({
          ...expectation,
          quantity: { ...expectation.quantity, value: (read, t) => expectation.quantity.value(read, t) + 1 },
        })),
      }),
    ],
    [
      'λ on the standard deviation',
      26,
      /^index/,
      setting(({ samplingBias }) => ({ samplingBias: samplingBias! ** 2 })),
    ],
    ['no sampling bias', 26, /^index/, setting(() => ({ samplingBias: 1 }))],
    [
      'the real batch dropped from the pool',
      10,
      /^index/,
      setting(() => ({ workflow: { kind: 'replace' } })),
    ],
    [
      'all batches redrawn from the latest model',
      10,
      /^index/,
      setting(() => ({ workflow: { kind: 'replace-grown' } })),
    ],
    ['subsampled pool', 10, /^index/, setting(() => ({ workflow: { kind: 'accumulate-subsample' } }))],
    [
      'β drawn from the last model',
      25,
      /^index/,
      setting(() => ({ workflow: { kind: 'mixture', alpha: 0.8, beta: 0, gamma: 0.2 } })),
    ],
    [
      'β drawn from real data',
      25,
      /^index/,
      setting(() => ({ workflow: { kind: 'mixture', alpha: 0.5, beta: 0, gamma: 0.5 } })),
    ],
    ['the other estimator under every workflow', 1, /replace 10|mixture|accumulate, n/, otherEstimator],
    ['replace for accumulate', 43, /^index/, setting(() => ({ workflow: { kind: 'replace' } }))],
    ['the pool for its subset', 50, /^index/, setting(() => ({ workflow: { kind: 'accumulate' } }))],
    ['replace for accumulate-subsample', 50, /^index/, setting(() => ({ workflow: { kind: 'replace' } }))],
    ['replace for accumulate', 49, /^index/, setting(() => ({ workflow: { kind: 'replace' } }))],
    ['accumulate for replace-grown', 46, /^index/, setting(() => ({ workflow: { kind: 'accumulate' } }))],
    ['the pool for its subset', 11, /^index/, setting(() => ({ workflow: { kind: 'accumulate' } }))],
    [
      'fresh for replayed real data',
      47,
      /^index/,
      setting(() => ({ workflow: { kind: 'fresh-real' }, sizes: { initial: 2, new: 2, real: 2 } })),
    ],
    [
      'real data of the wrong share',
      41,
      /^index/,
      setting(() => ({ workflow: { kind: 'mixture', alpha: 0.3, beta: 0, gamma: 0.7 } })),
    ],
    ['replace for accumulate', 13, /^index 20/, setting(() => ({ workflow: { kind: 'replace' } }))],
    ['replace for accumulate', 21, /^index acc/, setting(() => ({ workflow: { kind: 'replace' } }))],
    [
      'twice the penalty',
      45,
      /^index/,
      setting(() => ({ options: { design: 'fresh', noise: 1, ridge: 1 } })),
    ],
    ['no penalty', 45, /^index/, setting(() => ({ options: { design: 'fresh', noise: 1, ridge: 0 } }))],
    [
      'weight of the synthetic data',
      27,
      /^index/,
      setting(() => ({ workflow: { kind: 'fresh-real', weight: 0.382 } })),
    ],
    [
      'a verifier that keeps everything',
      31,
      /^index 0.72/,
      setting(() => ({ workflow: { kind: 'replace' }, sizes: { initial: 2000, new: 20_000 } })),
    ],
    ['one point more in D_0', 2, /^index/, setting(() => ({ sizes: { initial: 4, new: 3 } }))],
    ['one point more in D_0', 38, /^index/, setting(() => ({ sizes: { initial: 130, new: 100 } }))],
    ['one point more in D_t', 39, /^index/, setting(() => ({ sizes: { initial: 2, new: 3 } }))],
    ['one point more in D_t', 16, /^index/, setting(() => ({ sizes: { initial: 2, new: 3 } }))],
  ];

  it.each(mistakes)('%s: claim %d', (name, id, label, mistake) => {
    const claim = mistaken(id, label, mistake);
    expect(caught(claim, name === 'subsampled pool' ? ['samples'] : claim.samplers)).toBe(true);
  });
});

const oneToTen = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

type WithoutAbout<E> = E extends unknown ? Omit<E, 'quantity' | 't'> : never;

/** The check of a claim whose replicates have these values. */
function checkOf(expectation: WithoutAbout<Expectation>, values: readonly number[]): Check {
  let replicate = 0;
  const quantity: Quantity = { name: 'value', metrics: [], value: (read, t) => read('value', t) };
  const claim = defineClaim({
    ...claimById(2),
    experiments: [
      {
        label: 'given values',
        describe: 'given values',
        replicates: { samples: values.length },
        simulation: { seconds: 1, run: () => () => values[replicate++] },
        expectations: [{ ...expectation, quantity, t: 0 } as Expectation],
      },
    ],
  });
  return claim.measure({ sampler: 'samples', scale: 1 })[0];
}

describe('measureClaim and verifyClaims', () => {
  it('is deterministic, whatever ran before', () => {
    const alone = measureClaim(16, { scale: 0.01 });
    measureClaim(2, { scale: 0.01 });
    expect(measureClaim(16, { scale: 0.01 })).toEqual(alone);
  });

  it.each([
    [100, 1e-9, 30],
    [100, 0.5, 50],
    [100, 1, 100],
    [100, 2, 200],
    [12, 1e-9, 12],
    [12, 1, 12],
  ])(
    'of %d planned replicates runs at scale %d %d: enough for a standard error',
    (planned, scale, expected) => {
      let runs = 0;
      const claim = defineClaim({
        ...claimById(2),
        experiments: [
          {
            label: 'constant',
            describe: 'a constant',
            replicates: { samples: planned },
            simulation: { seconds: 1, run: () => () => ++runs },
            expectations: [
              {
                test: 'at least',
                quantity: { name: 'one', metrics: [], value: (read, t) => Math.min(1, read('one', t)) },
                t: 0,
                expected: 1,
              },
            ],
          },
        ],
      });
      expect(claim.measure({ sampler: 'samples', scale })).toHaveLength(1);
      expect(runs).toBe(expected);
      expect(estimateCost(claim, 'samples', scale)).toBe(expected);
    },
  );

  // 1 … 10: mean 5.5, standard error √(55/6)/√10 = 0.957427, t_{0.975, 9} = 2.262157: the interval begins at 3.334150.
  it.each([
    [3.33, true],
    [3.34, false],
  ])('an ordering above %d holds where the whole interval does: %s', (expected, holds) => {
    const check = checkOf({ test: 'above', expected, falseAlarm: 0.025 }, oneToTen);
    expect(check).toMatchObject({ holds, tolerance: '95 % interval above it: z > 2.26', falseAlarm: 0.025 });
    expect(check.z).toBeCloseTo((5.5 - expected) / 0.957427, 5);
  });

  // With its own standard error of 2: √(0.957427² + 2²) = 2.217356.
  it('the error of a simulated expectation is added in quadrature', () => {
    const alone = checkOf({ test: 'mean', expected: 16.5 }, oneToTen);
    expect(alone).toMatchObject({ standardError: expect.closeTo(0.957427, 6), holds: false });
    const simulated = checkOf({ test: 'mean', expected: 16.5, expectedError: 2 }, oneToTen);
    expect(simulated).toMatchObject({ standardError: expect.closeTo(2.217356, 6), holds: true });
    expect(simulated.z).toBeCloseTo(-11 / 2.217356, 5);
  });

  // χ² of 9 and 1 where 5 and 5 are expected: 6.4, on one degree of freedom p = 0.011412 and its normal score 2.276367 (SciPy 1.10.1).
  it.each([
    [{ test: 'mean', expected: 5 }, oneToTen, 0.5 / 0.957427],
    [{ test: 'mean', expected: 6 }, oneToTen, -0.5 / 0.957427],
    [{ test: 'at most', expected: 5 }, oneToTen, 0.5 / 0.957427],
    [{ test: 'at least', expected: 5 }, oneToTen, 0.5 / 0.957427],
    [{ test: 'median', expected: 3.5 }, oneToTen, 0.2 * 2 * Math.sqrt(10)],
    [{ test: 'median', expected: 7.5 }, oneToTen, -0.2 * 2 * Math.sqrt(10)],
    [{ test: 'probability', expected: 0.25 }, [1, 0, 1], (2 / 3 - 0.25) / 0.25],
    [{ test: 'shares', expected: [0.5, 0.5] }, [0, 0, 0, 0, 1, 0, 0, 0, 0, 0], 2.276367],
  ] as const)('z of %o is positive where more is measured than expected', (expectation, values, z) => {
    expect(checkOf(expectation, values).z).toBeCloseTo(z, 5);
  });

  it('a bound fails on its own side only', () => {
    const holds = (test: 'at most' | 'at least', expected: number): boolean =>
      checkOf({ test, expected }, oneToTen).holds;
    expect([holds('at most', 0), holds('at most', 11)]).toEqual([false, true]);
    expect([holds('at least', 0), holds('at least', 11)]).toEqual([true, false]);
  });

  it('refuses unknown claims, samplers and scales, saying what there is', () => {
    expect(() => measureClaim(999)).toThrow(/id.*999.*the number of a claim: 1, 2, 3/s);
    expect(() => measureClaim(2, { scale: 0 })).toThrow(/scale.*0.*a positive number/s);
    const statisticsOnly = defineClaim({
      ...claimById(2),
      experiments: claimById(2).experiments.slice(0, 1),
    });
    expect(statisticsOnly.samplers).toEqual(['statistics']);
    expect(() => statisticsOnly.measure({ sampler: 'samples', scale: 1 })).toThrow(
      /sampler.*samples.*one of statistics for claim 2/s,
    );
  });

  it('offers units dearest first, and results in the order of the table', () => {
    const units = claimUnits();
    expect(units.length).toBe(claims.flatMap((claim) => claim.samplers).length);
    const costs = units.map(({ cost }) => cost);
    expect(costs).toEqual([...costs].sort((a, b) => b - a));
    expect(Math.max(...costs)).toBeLessThan(40);
    expect(claimUnits({ only: [2], sampler: 'samples', scale: 2 })).toEqual([
      { id: 2, sampler: 'samples', cost: estimateCost(claimById(2), 'samples', 2), dear: false },
    ]);
    const seen: number[] = [];
    const results = verifyClaims({ only: [16, 2], scale: 0.005, onClaim: ({ id }) => seen.push(id) });
    expect(results.map(({ id, sampler }) => `${id} ${sampler}`)).toEqual([
      '2 statistics',
      '2 samples',
      '16 statistics',
      '16 samples',
    ]);
    expect(seen.length).toBe(4);
    expect(results[0]).toEqual(measureClaim(2, { scale: 0.005 }));
  });
});
