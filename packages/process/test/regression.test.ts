/**
 * Regression through the engine: published test errors, the two samplers against each other, and what is refused.
 * Each comparison allows 5 standard errors (5.7e-7 for normal means); there are about 60.
 */
import { readFileSync } from 'node:fs';
import { normalCdf, Stream } from '@collapse-lab/math';
import {
  gaussianClassesSource,
  type LinearModel,
  type LogisticOptions,
  linearRegression,
  linearSource,
  logisticRegression,
  logisticSource,
  type RealSource,
} from '@collapse-lab/models';
import {
  createLineage,
  ensemble,
  type LineageSpec,
  observers,
  runLineage,
  type SamplerName,
  type Sizes,
  validateLineage,
  type WorkflowSpec,
  whyNotStatistics,
} from '@collapse-lab/process';
import { describe, expect, it } from 'vitest';
import { streamsOf } from './support/settings.ts';

const [d, T, noise] = [2, 12, 1];
const real = linearSource({ d, noise });

interface Setting {
  readonly design: 'fixed' | 'fresh';
  readonly workflow: WorkflowSpec;
  readonly sizes?: Sizes;
  readonly sampler?: SamplerName;
}

function specOf({
  design,
  workflow,
  sizes = { initial: T, new: T },
  sampler = 'auto',
}: Setting): LineageSpec {
  const family = linearRegression.create({ design, noise, ridge: 0 }, real.shape, real);
  return { real, family, workflow, sizes, sampler, numberFormat: 'f64' };
}

const truth = real.truth as { weights: Float64Array };

/** (w − w*)·Σ(w − w*) with Σ = I. */
const testError = ({ weights }: LinearModel): number =>
  weights.reduce((sum, weight, i) => sum + (weight - truth.weights[i]) ** 2, 0);

const at = [0, 1, 4];

function errors(setting: Setting, replicates: number): { mean: number; error: number }[] {
  const { sampler = 'auto' } = setting;
  const { values, sampler: resolved } = ensemble({
    spec: specOf(setting),
    root: Stream.fromPath(['regression', JSON.stringify(setting)]),
    replicates,
    generations: 4,
    at,
    metrics: { testError },
  });
  if (sampler !== 'auto') expect(resolved).toBe(sampler);
  return values.testError.map((column) => {
    const mean = column.reduce((a, b) => a + b, 0) / replicates;
    const squares = column.reduce((a, b) => a + (b - mean) ** 2, 0);
    return { mean, error: Math.sqrt(squares) / replicates };
  });
}

const harmonicSquares = [1, 1 + 1 / 4, 1 + 1 / 4 + 1 / 9 + 1 / 16 + 1 / 25];
/** σ² d / (T − d − 1), of the first fit. */
const first = (noise * noise * d) / (T - d - 1);

const theory: [string, Setting, number[]][] = [
  // Gerstgrasser et al. 2024, Theorems 1 and 2.
  [
    'fixed inputs, replace',
    { design: 'fixed', workflow: { kind: 'replace' } },
    at.map((t) => first * (t + 1)),
  ],
  [
    'fixed inputs, accumulate',
    { design: 'fixed', workflow: { kind: 'accumulate' } },
    harmonicSquares.map((sum) => first * sum),
  ],
  // Replace forgets its inputs: new ones give the same error.
  ['new inputs, replace', { design: 'fresh', workflow: { kind: 'replace' } }, at.map((t) => first * (t + 1))],
  // σ² d Σ 1 / (i (i T − d − 1)): the label noise of batch i is averaged with the inputs of all batches up to it.
  [
    'new inputs, accumulate',
    { design: 'fresh', workflow: { kind: 'accumulate' } },
    at.map((t) => {
      let sum = 0;
      for (let i = 1; i <= t + 1; i++) sum += 1 / (i * (i * T - d - 1));
      return noise * noise * d * sum;
    }),
  ],
];

for (const sampler of ['statistics', 'samples'] as const)
  describe(`test error by ${sampler}`, () => {
    for (const [name, setting, expected] of theory)
      it(`of ${name} is the published one`, () => {
        const measured = errors({ ...setting, sampler }, sampler === 'samples' ? 4000 : 20_000);
        for (const [i, { mean, error }] of measured.entries())
          expect(
            Math.abs(mean - expected[i]),
            `t = ${at[i]}: ${mean} ± ${error}, ${expected[i]}`,
          ).toBeLessThan(5 * error);
      });
  });

describe('the two samplers agree', () => {
  const cases: [string, Setting][] = [
    ['replace-grown', { design: 'fixed', workflow: { kind: 'replace-grown' } }],
    [
      'keep-real',
      {
        design: 'fixed',
        workflow: { kind: 'keep-real', share: 0.5, subset: 'fixed', mode: 'added' },
      },
    ],
    [
      'fresh-real',
      { design: 'fixed', workflow: { kind: 'fresh-real' }, sizes: { initial: T, new: T, real: 5 } },
    ],
    ['mixture', { design: 'fresh', workflow: { kind: 'mixture', alpha: 0.6, beta: 0.2, gamma: 0.2 } }],
    [
      'fewer rows than inputs',
      { design: 'fixed', workflow: { kind: 'replace' }, sizes: { initial: 1, new: 2 } },
    ],
  ];
  for (const [name, setting] of cases)
    it(`on ${name}`, () => {
      const [a, b] = (['statistics', 'samples'] as const).map((sampler) =>
        errors({ ...setting, sampler }, 3000),
      );
      for (const [i, { mean, error }] of a.entries())
        expect(Math.abs(mean - b[i].mean), `t = ${at[i]}`).toBeLessThan(5 * Math.hypot(error, b[i].error));
    });
});

describe('a lineage of fixed inputs', () => {
  for (const kind of ['replace', 'accumulate', 'accumulate-subsample'] as const)
    it(`continues from JSON bit for bit: ${kind}`, () => {
      const workflow = { kind };
      const sampler = kind === 'accumulate-subsample' ? 'samples' : 'statistics';
      const lineage = createLineage(specOf({ design: 'fixed', workflow, sampler }), streamsOf(7));
      let state = lineage.step(lineage.init());
      let resumed = lineage.decode(JSON.parse(JSON.stringify(lineage.encode(state))));
      for (let t = 0; t < 3; t++) {
        state = lineage.step(state);
        resumed = lineage.step(resumed);
      }
      expect(lineage.encode(resumed)).toEqual(lineage.encode(state));
    });

  it('trains on the inputs of D_0 in every generation', () => {
    const spec = specOf({ design: 'fixed', workflow: { kind: 'replace' }, sampler: 'samples' });
    const lineage = createLineage(spec, streamsOf(3), { keepTrain: true });
    const start = lineage.init();
    const inputs = inputsOf(start.train!.values);
    const next = lineage.step(start);
    expect(inputsOf(next.train!.values)).toEqual(inputs);
    expect(inputsOf(lineage.step(next).train!.values)).toEqual(inputs);
  });
});

function inputsOf(values: ArrayLike<number>): number[] {
  return Array.from(values).filter((_, i) => i % (d + 1) < d);
}

describe('the observer regression', () => {
  it('records the excess risk, the error of the weights and the noise', () => {
    const wide = linearSource({ d, noise, covariance: [4, 1] });
    const family = linearRegression.create({ design: 'fixed', noise: 0.5, ridge: 0 }, wide.shape, wide);
    const observer = observers.regression.create({});
    expect(observer.refuses(family, wide)).toBeUndefined();
    const model = {
      d,
      weights: wide.truth!.kind === 'linear' ? wide.truth!.weights.slice() : [],
      noise: 0.5,
    };
    (model.weights as Float64Array)[0] += 0.5;
    (model.weights as Float64Array)[1] -= 1;
    const observed = observer.measure({ model, real: wide, family } as never);
    expect(observed.testError).toBeCloseTo(4 * 0.25 + 1, 14);
    expect(observed.weightError).toBeCloseTo(1.25, 14);
    expect(observed.noise).toBe(0.5);
  });

  it('runs in a lineage', () => {
    const { series } = runLineage({
      spec: specOf({ design: 'fixed', workflow: { kind: 'accumulate' } }),
      streams: streamsOf(1),
      generations: 3,
      observers: [observers.regression.create({})],
    });
    expect(series.map(({ metric, t }) => [metric, t.length])).toEqual([
      ['testError', 4],
      ['weightError', 4],
      ['noise', 4],
    ]);
  });
});

describe('logistic risk', () => {
  const path = new URL('../../models/test/fixtures/regression.json', import.meta.url);
  const { risk } = JSON.parse(readFileSync(path, 'utf8')) as {
    risk: { w: number[]; truth: number[]; mean: number[]; excess: number }[];
  };

  const observed = (real: RealSource, w: ArrayLike<number>): Record<string, number> => {
    const resolved = logisticRegression.resolve({ design: 'fresh' }) as { options: LogisticOptions };
    const family = logisticRegression.create(resolved.options, real.shape, real);
    const observer = observers.regression.create({});
    expect(observer.refuses(family, real)).toBeUndefined();
    const model = { d: w.length, weights: Float64Array.from(w) };
    return observer.measure({ model, real, family } as never) as Record<string, number>;
  };

  it('agrees with double quadrature for normal inputs and for two classes', () => {
    const [normal, classes] = risk;
    const real = logisticSource({ d: 2, weights: normal.truth });
    expect(observed(real, normal.w).testError).toBeCloseTo(normal.excess, 12);
    const mean = classes.mean;
    const other = gaussianClassesSource({ d: 2, mean });
    const { inputs } = other;
    // The fixture's truth is not that of the classes: the same inputs, other labels.
    const relabelled = {
      ...other,
      inputs: inputs!,
      truth: { kind: 'logistic' as const, d: 2, weights: Float64Array.from(classes.truth) },
    };
    expect(observed(relabelled, classes.w).testError).toBeCloseTo(classes.excess, 12);
  });

  it('is zero at the truth, whose accuracy on two classes is that of Bayes', () => {
    const real = gaussianClassesSource({ d: 3, mean: 0.5 });
    const { testError, accuracy, weightError } = observed(real, [1, 1, 1]);
    expect(testError).toBeLessThan(1e-15);
    expect(weightError).toBe(0);
    expect(Math.abs(accuracy - normalCdf(Math.sqrt(0.75)))).toBeLessThan(1e-6);
    expect(observed(real, [-1, -1, -1]).accuracy).toBeCloseTo(1 - accuracy, 9);
  });

  it('runs in a lineage, whose labels are drawn for the inputs of D_0', () => {
    const real = logisticSource({ d: 2 });
    const resolved = logisticRegression.resolve({ design: 'fixed' }) as { options: LogisticOptions };
    const family = logisticRegression.create(resolved.options, real.shape, real);
    const sizes = { initial: 100, new: 100 };
    const spec = { ...specOf({ design: 'fixed', workflow: { kind: 'accumulate' }, sizes }), real, family };
    expect(whyNotStatistics(spec)).toBe(
      'family logistic-regression has no sufficient statistics that can be drawn from their own law: the fit needs ' +
        'every row',
    );
    const lineage = createLineage(spec, streamsOf(2), { keepTrain: true });
    const { train } = lineage.step(lineage.init());
    const inputs = inputsOf(train!.values);
    expect(train!.n).toBe(200);
    expect(inputs.slice(200)).toEqual(inputs.slice(0, 200));
  });
});

describe('refusals', () => {
  const problemsOf = (setting: Setting, generations = 3) => validateLineage(specOf(setting), { generations });

  it('of counts that are no rounds of the inputs of D_0', () => {
    const sizes = { initial: T, new: { kind: 'list', values: [T, 2 * T, T + 1] } } as const;
    expect(problemsOf({ design: 'fixed', workflow: { kind: 'replace' }, sizes })).toEqual([
      {
        path: ['sizes', 'new'],
        got: 13,
        expected: 'a multiple of the 12 inputs of D_0, which are labelled anew at generation 3',
        remedy: 'Set design: fresh for inputs of their own.',
      },
    ]);
    expect(problemsOf({ design: 'fresh', workflow: { kind: 'replace' }, sizes })).toEqual([]);
  });

  it('of random counts of labels for fixed inputs', () => {
    const workflow = { kind: 'mixture', alpha: 1, beta: 0, gamma: 0 } as const;
    expect(problemsOf({ design: 'fixed', workflow })).toEqual([
      {
        path: ['workflow', 'kind'],
        got: 'mixture',
        expected: 'a workflow of fixed counts: inputs of D_0 cannot be labelled in random numbers',
        remedy: 'Set design: fresh for inputs of their own.',
      },
    ]);
  });

  it('of the shortcut for subsets that overlap', () => {
    const spec = specOf({ design: 'fresh', workflow: { kind: 'accumulate-subsample' } });
    expect(whyNotStatistics(spec)).toBe(
      'subsets of the pool drawn in different generations share points, which the statistics of family ' +
        'linear-regression do not keep track of (at generation 1)',
    );
  });
});
