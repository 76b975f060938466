/**
 * Curation and weighted fits: exact tiny cases, closed forms, the two samplers against each other, and refusals.
 * Statistical comparisons allow 5 standard errors (5.7e-7 for normal means); there are about 50.
 */
import { normalCdf, Stream } from '@collapse-lab/math';
import {
  type CategoricalModel,
  type GaussianModel,
  gaussian,
  gaussianClassesSource,
  kde,
  type LinearModel,
  type LogisticModel,
  type LogisticOptions,
  linearRegression,
  linearSource,
  logisticRegression,
  normalSource,
  type Points,
} from '@collapse-lab/models';
import {
  type Curation,
  createLineage,
  describeProblem,
  ensemble,
  goldenWeight,
  type LineageSpec,
  planNext,
  type Sizes,
  validateLineage,
  type WorkflowSpec,
  whyNotStatistics,
} from '@collapse-lab/process';
import { describe, expect, it } from 'vitest';
import { categoricalFamily, skewed, streamsOf } from './support/settings.ts';

function summary(values: Float64Array): { mean: number; error: number } {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const squares = values.reduce((a, b) => a + (b - mean) ** 2, 0);
  return { mean, error: Math.sqrt(squares) / values.length };
}

function expectNear({ mean, error }: { mean: number; error: number }, expected: number, label: string): void {
  expect(Math.abs(mean - expected), `${label}: ${mean} ± ${error}, expected ${expected}`).toBeLessThan(
    5 * error,
  );
}

describe('a plan', () => {
  const curate: Curation = { kind: 'thinning', keep: [1, 0.5] };
  it('filters the points of the model and no others', () => {
    const workflow: WorkflowSpec = { kind: 'keep-real', share: 1, subset: 'fixed', mode: 'added', curate };
    expect(planNext(workflow, { initial: 4, new: 3 }, 2).parts).toEqual([
      { source: { kind: 'set', t: 0 }, draw: 'whole' },
      { source: { kind: 'model', t: 2 }, draw: 'fresh', amount: { count: 3 }, filter: curate },
    ]);
  });

  it('weighs fresh real and synthetic points so that their shares are w and 1 − w', () => {
    const { parts } = planNext({ kind: 'fresh-real', weight: 0.75 }, { initial: 4, new: 6, real: 2 }, 0);
    expect(parts.map(({ weight }) => weight)).toEqual([(0.75 * 8) / 2, (0.25 * 8) / 6]);
  });
});

describe('thinning', () => {
  const keep = [1, 0.5, 0.25, 0];
  const spec = (sampler: 'statistics' | 'samples', kind: 'replace' | 'accumulate'): LineageSpec => ({
    real: skewed,
    family: categoricalFamily(4),
    workflow: { kind, curate: { kind: 'thinning', keep } },
    sizes: { initial: 40, new: 30 },
    sampler,
    numberFormat: 'f64',
  });
  const metrics = Object.fromEntries(
    [0, 1, 2, 3].map((i) => [i, ({ probabilities }: CategoricalModel) => probabilities[i]]),
  );
  const run = (sampler: 'statistics' | 'samples', kind: 'replace' | 'accumulate') =>
    ensemble({
      spec: spec(sampler, kind),
      root: Stream.fromPath(['thinning', sampler, kind]),
      replicates: 3000,
      generations: 3,
      at: [1, 3],
      metrics,
    });

  for (const kind of ['replace', 'accumulate'] as const)
    it(`has one law by statistics and by samples under ${kind}`, () => {
      const [a, b] = (['statistics', 'samples'] as const).map((sampler) => run(sampler, kind));
      expect([a.sampler, b.sampler]).toEqual(['statistics', 'samples']);
      for (const i of Object.keys(metrics))
        for (const j of [0, 1]) {
          const [p, q] = [a, b].map(({ values }) => summary(values[i][j]));
          expect(Math.abs(p.mean - q.mean), `symbol ${i}`).toBeLessThanOrEqual(
            5 * Math.hypot(p.error, q.error),
          );
        }
    });

  it('gives frequencies in proportion to p_i keep_i', () => {
    // One symbol against another, in ratio: from p_0 = (1/2, 3/10, 3/20, 1/20), model 0 large.
    const large = { ...spec('samples', 'replace'), sizes: { initial: 400_000, new: 400_000 } };
    const lineage = createLineage({ ...large, sampler: 'statistics' }, streamsOf(5));
    const { probabilities } = lineage.step(lineage.init()).model as CategoricalModel;
    const weights = [0.5, 0.15, 0.0375, 0];
    const total = weights.reduce((a, b) => a + b);
    // About 275,000 symbols: five standard errors of a frequency are below 0.005, 5.7e-7.
    for (const [i, weight] of weights.entries())
      expect(Math.abs(probabilities[i] - weight / total)).toBeLessThan(0.01);
  });

  it('says so when nothing is accepted', () => {
    const nothing = {
      ...spec('statistics', 'replace'),
      workflow: { kind: 'replace', curate: { kind: 'thinning', keep: [0, 0, 0, 0] } },
    } as const;
    for (const sampler of ['statistics', 'samples'] as const) {
      const lineage = createLineage({ ...nothing, sampler }, streamsOf(1));
      expect(() => lineage.step(lineage.init())).toThrow(
        'sizes.new: got "0 points after curation at generation 1", expected at least 1 to fit a model to. ' +
          'Raise sizes.new, or accept more.',
      );
    }
  });
});

describe('the ball verifier', () => {
  const real = linearSource({ d: 2, noise: 1, weights: [1, -1] });
  const family = linearRegression.create({ design: 'fresh', noise: 1, ridge: 0 }, real.shape, real);
  const specOf = (curate: Curation): LineageSpec => ({
    real,
    family,
    workflow: { kind: 'replace', curate },
    sizes: { initial: 50, new: 400 },
    sampler: 'auto',
    numberFormat: 'f64',
  });

  it('accepts the rows with |y − x·c| ≤ r |x| + slack, exactly', () => {
    const centre = [0.5, -1];
    const spec = specOf({ kind: 'ball-verifier', centre, radius: 0.3, slack: 0.2 });
    const all = createLineage({ ...spec, workflow: { kind: 'replace' }, sampler: 'samples' }, streamsOf(4), {
      keepTrain: true,
    });
    const curated = createLineage(spec, streamsOf(4), { keepTrain: true });
    const rows = (points: Points): number[][] =>
      Array.from({ length: points.n }, (_, i) => Array.from(points.values.subarray(3 * i, 3 * i + 3)));
    const made = rows(all.step(all.init()).train as Points);
    const kept = rows(curated.step(curated.init()).train as Points);
    const accepted = made.filter(
      ([x, z, y]) => Math.abs(y - 0.5 * x + z) <= 0.3 * Math.sqrt(x * x + z * z) + 0.2,
    );
    expect(accepted.length).toBeGreaterThan(50);
    expect(accepted.length).toBeLessThan(300);
    expect(kept).toEqual(accepted);
  });

  it('ends at the weights of the verifier, not of p_0', () => {
    const centre = [2, 0];
    const spec = specOf({ kind: 'ball-verifier', centre, radius: 0.2, slack: 1 });
    const { values } = ensemble({
      spec: { ...spec, sizes: { initial: 200, new: 4000 } },
      root: Stream.fromPath(['ball']),
      replicates: 12,
      generations: 12,
      at: [0, 12],
      metrics: {
        fromCentre: ({ weights }: LinearModel) => Math.hypot(weights[0] - 2, weights[1]),
      },
    });
    // From √2 to the error of one fit to about 2500 rows, below 0.1; twelve lineages.
    expect(Math.min(...values.fromCentre[0])).toBeGreaterThan(1);
    expect(Math.max(...values.fromCentre[1])).toBeLessThan(0.15);
  });

  it('needs points', () => {
    expect(whyNotStatistics(specOf({ kind: 'ball-verifier', centre: 0, radius: 1, slack: 0 }))).toBe(
      'ball-verifier looks at single points (at generation 1)',
    );
  });
});

describe('the label verifier', () => {
  const real = gaussianClassesSource({ d: 4, mean: 0.75 });
  const bayes = normalCdf(1.5);

  const accuracyAt = (flip: number, curate?: Curation): number => {
    const resolved = logisticRegression.resolve({
      design: 'fresh',
      labels: 'predicted',
      flip,
    }) as { options: LogisticOptions };
    const family = logisticRegression.create(resolved.options, real.shape, real);
    const spec: LineageSpec = {
      real,
      family,
      workflow: curate === undefined ? { kind: 'replace' } : { kind: 'replace', curate },
      sizes: { initial: 4000, new: 20_000 },
      sampler: 'auto',
      numberFormat: 'f64',
    };
    const lineage = createLineage(spec, streamsOf('verifier'));
    const { weights } = lineage.step(lineage.init()).model as LogisticModel;
    const along = weights.reduce((a, b) => a + 0.75 * b, 0);
    return normalCdf(along / Math.sqrt(weights.reduce((a, b) => a + b * b, 0)));
  };

  it('moves the breakdown of training from one half of wrong labels to 1 / (1 + ψ/φ)', () => {
    const curate: Curation = { kind: 'label-verifier', phi: 0.9, psi: 0.3 };
    expect(accuracyAt(0.4)).toBeGreaterThan(bayes - 0.01);
    expect(accuracyAt(0.6)).toBeLessThan(1 - bayes + 0.01);
    // p* = 0.75; 0.05: what about 5000 kept rows leave so near to it.
    expect(accuracyAt(0.7, curate)).toBeGreaterThan(bayes - 0.05);
    expect(accuracyAt(0.8, curate)).toBeLessThan(1 - bayes + 0.05);
  });
});

describe('weighted fits of fresh real and synthetic points', () => {
  /**
   * E of mean error v and variance s, in units of σ²: weighted fits to n real and m synthetic points, by maximum
   * likelihood or, with `unbiased`, divided by 1 − Σw² / (Σw)².
   */
  function recursion(w: number, initial: number, n: number, m: number, t: number, unbiased = false) {
    let [v, s] = [1 / initial, unbiased ? 1 : 1 - 1 / initial];
    const divisor = unbiased ? 1 - (w * w) / n - ((1 - w) * (1 - w)) / m : 1;
    for (let i = 0; i < t; i++) {
      const mean = w * w * (1 / n) + (1 - w) ** 2 * (v + s / m);
      s = (w * (1 - 1 / n) + (1 - w) * s * (1 - 1 / m) + w * (1 - w) * (1 / n + v + s / m)) / divisor;
      v = mean;
    }
    return { v, s };
  }

  const specOf = (
    weight: number | 'golden',
    sampler: 'statistics' | 'samples',
    n: number,
    m: number,
    ddof: 0 | 1 = 0,
  ) => {
    const real = normalSource({ d: 1, mean: 3 });
    const family = gaussian.create({ covariance: 'full', ddof, samplingBias: 1 }, real.shape);
    const workflow = { kind: 'fresh-real', weight } as const;
    return {
      real,
      family,
      workflow,
      sizes: { initial: 10, new: m, real: n },
      sampler,
      numberFormat: 'f64',
    } as const;
  };
  const metrics = {
    meanError: ({ mean }: GaussianModel) => (mean[0] - 3) ** 2,
    variance: ({ factor }: GaussianModel) => factor[0] ** 2,
  };

  it.each([
    ['statistics', 0],
    ['samples', 0],
    ['statistics', 1],
    ['samples', 1],
  ] as const)('follow the exact recursion by %s, ddof %i', (sampler, ddof) => {
    const { values, sampler: used } = ensemble({
      spec: specOf(0.3, sampler, 4, 6, ddof),
      root: Stream.fromPath(['weights', sampler]),
      replicates: 20_000,
      generations: 5,
      at: [1, 5],
      metrics,
    });
    expect(used).toBe(sampler);
    for (const [j, t] of [1, 5].entries()) {
      const { v, s } = recursion(0.3, 10, 4, 6, t, ddof === 1);
      expectNear(summary(values.meanError[j]), v, `mean error at ${t}`);
      expectNear(summary(values.variance[j]), s, `variance at ${t}`);
    }
  });

  it('have the least error in the long run at the golden ratio', () => {
    expect(goldenWeight(1)).toBeCloseTo((Math.sqrt(5) - 1) / 2, 15);
    for (const k of [0.01, 0.5, 1, 3, 1e8]) {
      const limit = (w: number): number => (w * w + k * (1 - w) ** 2) / (1 - (1 - w) ** 2);
      const best = goldenWeight(k);
      // At the optimum the ratio is the weight itself.
      expect(limit(best) / best).toBeCloseTo(1, 12);
      expect(limit(best)).toBeLessThan(limit(best * 0.99));
      if (best * 1.01 < 1) expect(limit(best)).toBeLessThan(limit(best * 1.01));
    }
    // Of the recursion above, the limit for many points: V n / σ² = 0.618.
    expect(recursion(goldenWeight(1), 1e6, 1e6, 1e6, 60).v * 1e6).toBeCloseTo(0.618, 3);
  });

  it('take the golden ratio of real to synthetic points', () => {
    const [a, b] = (['golden', goldenWeight(0.5)] as const).map((weight) => {
      const lineage = createLineage(specOf(weight, 'statistics', 5, 10), streamsOf(1));
      return lineage.encode(lineage.step(lineage.init()));
    });
    expect(a).toEqual(b);
  });

  it('are those of the mixture itself where the weight is the share of real points', () => {
    const fit = (workflow: WorkflowSpec): GaussianModel => {
      const lineage = createLineage({ ...specOf('golden', 'samples', 4, 12), workflow }, streamsOf(2));
      return lineage.step(lineage.init()).model as GaussianModel;
    };
    const [plain, weighted] = [fit({ kind: 'fresh-real' }), fit({ kind: 'fresh-real', weight: 0.25 })];
    expect(weighted.mean[0]).toBeCloseTo(plain.mean[0], 13);
    expect(weighted.factor[0]).toBeCloseTo(plain.factor[0], 13);
  });

  it.each([1, 'refitted'] as const)(
    'have one law by both samplers for linear regression, noise %s',
    (noise) => {
      const real = linearSource({ d: 2, noise: 1 });
      const family = linearRegression.create({ design: 'fresh', noise, ridge: 0 }, real.shape, real);
      const { weights: truth } = real.truth as { weights: Float64Array };
      const [a, b] = (['statistics', 'samples'] as const).map((sampler) => {
        const { values } = ensemble({
          spec: {
            real,
            family,
            workflow: { kind: 'fresh-real', weight: 'golden' },
            sizes: { initial: 8, new: 16, real: 8 },
            sampler,
            numberFormat: 'f64',
          },
          root: Stream.fromPath(['weighted regression', sampler]),
          replicates: 4000,
          generations: 3,
          at: [3],
          metrics: {
            error: ({ weights }: LinearModel) => (weights[0] - truth[0]) ** 2 + (weights[1] - truth[1]) ** 2,
            variance: (model: LinearModel) => model.noise ** 2,
          },
        });
        return [summary(values.error[0]), summary(values.variance[0])];
      });
      for (const i of noise === 'refitted' ? [0, 1] : [0])
        expect(Math.abs(a[i].mean - b[i].mean)).toBeLessThan(5 * Math.hypot(a[i].error, b[i].error));
    },
  );
});

describe('refusals', () => {
  const base = {
    real: skewed,
    family: categoricalFamily(4),
    sizes: { initial: 10, new: 10 },
    sampler: 'auto',
    numberFormat: 'f64',
  } as const;
  const thinning: Curation = { kind: 'thinning', keep: [1, 1, 1, 0.5] };
  const problems = (workflow: WorkflowSpec, other: Partial<LineageSpec> = {}) =>
    validateLineage({ ...base, workflow, ...other }).map(({ path, got, expected }) => [
      path.join('.'),
      got,
      expected,
    ]);

  it('of workflows that cannot be curated, with the reason', () => {
    expect(problems({ kind: 'accumulate-subsample', curate: thinning })).toEqual([
      [
        'workflow.kind',
        'accumulate-subsample',
        'a workflow that can be curated: its points are made when a subset first holds them, so that how many are ' +
          'accepted is never known',
      ],
    ]);
    expect(problems({ kind: 'mixture', alpha: 0.5, beta: 0.25, gamma: 0.25, curate: thinning })).toEqual([
      [
        'workflow.kind',
        'mixture',
        'a workflow that can be curated: beta draws from the distribution of the last training set, which after ' +
          'curation is no mixture of models',
      ],
    ]);
    expect(problems({ kind: 'mixture', alpha: 0.5, beta: 0, gamma: 0.5, curate: thinning })).toEqual([]);
    const real = normalSource({ d: 1 });
    const weighted = { kind: 'fresh-real', weight: 0.5, curate: thinning } as const;
    const sizes = { initial: 10, new: 10, real: 5 };
    expect(problems(weighted, { sizes })).toEqual([
      [
        'workflow.kind',
        'fresh-real',
        'a workflow that can be curated: weight is set for the points that are made, and how many of them are ' +
          'accepted is not known then',
      ],
    ]);
    expect(
      problems(
        { kind: 'fresh-real', weight: 2 },
        {
          real,
          family: gaussian.create({ covariance: 'full', ddof: 0, samplingBias: 1 }, real.shape),
          sizes,
        },
      ),
    ).toEqual([['workflow.weight', 2, 'golden or a number from 0 to 1, the weight of the real points']]);
  });

  it('of verifiers for other families, and of numbers that are no probabilities', () => {
    expect(problems({ kind: 'replace', curate: { kind: 'label-verifier', phi: 1.5, psi: 0 } })).toEqual([
      ['workflow.curate.phi', 1.5, 'a probability from 0 to 1'],
      [
        'workflow.curate.kind',
        'label-verifier',
        'thinning, the curation for categorical; label-verifier looks at whether labels are the likelier ones of 0 and 1',
      ],
    ]);
    expect(problems({ kind: 'replace', curate: { kind: 'thinning', keep: [1] } })).toEqual([
      ['workflow.curate.keep', [1], 'k = 4 probabilities'],
    ]);
    expect(
      problems({ kind: 'replace', curate: { kind: 'ball-verifier', centre: 0, radius: -1, slack: 0 } }),
    ).toEqual([
      ['workflow.curate.radius', -1, 'a non-negative number'],
      [
        'workflow.curate.kind',
        'ball-verifier',
        'thinning, the curation for categorical; ball-verifier looks at how far labels are from those of known weights',
      ],
    ]);
  });

  it('of weights where there is no weighted fit', () => {
    const real = gaussianClassesSource({ d: 1 });
    const resolved = logisticRegression.resolve({ design: 'fresh' }) as { options: LogisticOptions };
    const family = logisticRegression.create(resolved.options, real.shape, real);
    const sizes = { initial: 10, new: 10, real: 5 };
    expect(problems({ kind: 'fresh-real', weight: 'golden' }, { real, family, sizes })).toEqual([
      [
        'workflow.weight',
        'golden',
        'nothing: family logistic-regression has no weighted fit (the fit needs every row)',
      ],
    ]);
  });

  it('of what no family could be curated by, and of what is no curation', () => {
    const real = normalSource({ d: 2 });
    const family = kde.create({ bandwidth: 1, scaling: 'none' }, real.shape);
    const messages = (curate: unknown): string[] =>
      validateLineage({ ...base, real, family, workflow: { kind: 'replace', curate } as WorkflowSpec }).map(
        describeProblem,
      );
    expect(messages(thinning)).toEqual([
      'workflow.curate.kind: got "thinning", expected nothing: no curation is for kde; thinning looks at which of the ' +
        'k symbols a point is. Leave curate out, or use family categorical.',
    ]);
    expect(messages(null)).toEqual([
      'workflow.curate: got null, expected an object with kind label-verifier, ball-verifier, thinning. ' +
        'Leave it out to train on all synthetic points.',
    ]);
    expect(messages({ kind: 'ball-verifier', radius: 1 }).slice(0, 2)).toEqual([
      'workflow.curate.slack: got nothing, expected a non-negative number.',
      'workflow.curate.centre: got nothing, expected d numbers, or one for all.',
    ]);
    expect(messages({ kind: 'thinning' })[0]).toBe(
      'workflow.curate.keep: got nothing, expected k probabilities.',
    );
    expect(messages({ kind: 'label-verifier', phi: null, psi: Number.NaN }).slice(0, 2)).toEqual([
      'workflow.curate.phi: got null, expected a probability from 0 to 1.',
      'workflow.curate.psi: got NaN, expected a probability from 0 to 1.',
    ]);
  });

  it('of weights, with what to do', () => {
    const real = normalSource({ d: 2 });
    const sizes = { initial: 10, new: 10, real: 5 };
    const family = kde.create({ bandwidth: 1, scaling: 'none' }, real.shape);
    const spec = { ...base, real, family, sizes, workflow: { kind: 'fresh-real', weight: 0.5 } } as const;
    expect(validateLineage(spec).map(describeProblem)).toEqual([
      'workflow.weight: got 0.5, expected nothing: family kde has no weighted fit (the model is the points themselves). ' +
        'Leave weight out: all points then count alike, and sizes.real and sizes.new set their shares.',
    ]);
  });

  it('of weights that leave too few points to fit to', () => {
    const real = normalSource({ d: 1 });
    const family = gaussian.create({ covariance: 'full', ddof: 1, samplingBias: 1 }, real.shape);
    const messages = (weight: number | 'golden', sizes: Sizes) =>
      validateLineage({ ...base, real, family, sizes, workflow: { kind: 'fresh-real', weight } }).map(
        describeProblem,
      );
    const sizes = { initial: 10, new: 10, real: 1 };
    expect(messages(1, sizes)).toEqual([
      'sizes: got 1, expected at least 2 points to fit model 1 to. Points of weight 0 are not fitted to: ' +
        'weight: 1 leaves the real points only, weight: 0 the synthetic ones.',
    ]);
    expect(messages(0, { ...sizes, new: 1, real: 10 })).toHaveLength(1);
    expect(messages(0, sizes)).toEqual([]);
    expect(messages('golden', { ...sizes, new: 1 })).toEqual([]);
  });
});
