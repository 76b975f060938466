/**
 * What every workflow owes, for every family and sampler: determinism, resume and extension bit for bit, sizes that
 * add up, and one law whichever sampler draws it. Seeds are fixed; false-alarm rates are those of new seeds.
 */
import { Stream } from '@collapse-lab/math';
import {
  type CategoricalModel,
  type GaussianModel,
  gaussianMixtureSource,
  type RealSource,
} from '@collapse-lab/models';
import {
  createLineage,
  createPlanner,
  ensemble,
  type LineageSpec,
  type SamplerName,
  whyNotStatistics,
} from '@collapse-lab/process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kolmogorovSmirnov, kolmogorovSmirnovLimit, zOf } from './support/law-tests.ts';
import { cases, gaussianFamily, models, settings, specOf, streamsOf } from './support/settings.ts';
import { taggedFamily, taggedReal } from './support/tagged-family.ts';

const generations = 9;

/** Parameters of models 0 … generations, encoded. */
function trajectory(spec: LineageSpec, seed: number): string[] {
  const lineage = createLineage(spec, streamsOf(seed));
  let state = lineage.init();
  const models = [JSON.stringify(spec.family.encode(state.model))];
  while (state.t < generations) {
    state = lineage.step(state);
    models.push(JSON.stringify(spec.family.encode(state.model)));
  }
  return models;
}

/** The same, stopped at `stop`, written to JSON text and continued by another lineage object. */
function interrupted(spec: LineageSpec, seed: number, stop: number): string[] {
  const before = createLineage(spec, streamsOf(seed));
  let state = before.init();
  while (state.t < stop) state = before.step(state);
  const text = JSON.stringify(before.encode(state));
  const after = createLineage(spec, streamsOf(seed));
  state = after.decode(JSON.parse(text));
  const models = [JSON.stringify(spec.family.encode(state.model))];
  while (state.t < generations) {
    state = after.step(state);
    models.push(JSON.stringify(spec.family.encode(state.model)));
  }
  return models;
}

describe.each(models)('$label', (model) => {
  describe.each(cases)('$name', (setting) => {
    const samplers: SamplerName[] = ['samples'];
    if (whyNotStatistics(specOf(model, setting, 'auto')) === undefined) samplers.push('statistics');

    it.each(samplers)('is determined by its streams, %s', (sampler) => {
      const spec = specOf(model, setting, sampler);
      const first = trajectory(spec, 1);
      expect(trajectory(spec, 1)).toEqual(first);
      expect(trajectory(spec, 2)).not.toEqual(first);
      expect(new Set(first).size).toBeGreaterThan(1);
    });

    it.each(samplers)('continues bit for bit from any generation, %s', (sampler) => {
      const spec = specOf(model, setting, sampler);
      fc.assert(
        fc.property(fc.nat(generations), fc.nat(1000), (stop, seed) => {
          expect(interrupted(spec, seed, stop)).toEqual(trajectory(spec, seed).slice(stop));
        }),
        { numRuns: 6 },
      );
    });

    it.each(samplers)('starts from the same D_0 in both samplers and all workflows, %s', (sampler) => {
      const replace = specOf(
        model,
        { ...setting, workflow: { kind: 'replace' }, sizes: { initial: 6, new: 5 } },
        'samples',
      );
      const first = trajectory(specOf(model, setting, sampler), 7)[0];
      expect(numbersOf(first)).toEqual(
        numbersOf(trajectory(replace, 7)[0]).map((x) => expect.closeTo(x, 12)),
      );
    });
  });
});

function numbersOf(encoded: string): number[] {
  return (encoded.match(/-?\d+(\.\d+)?(e[-+]?\d+)?/g) ?? []).map(Number);
}

describe('any valid setting', () => {
  it('trains each model on as many points as its plan says, whichever sampler', () => {
    fc.assert(
      fc.property(settings, fc.boolean(), ({ workflow, sizes }, lossless) => {
        for (const sampler of ['auto', 'samples'] as const) {
          const { family, log } = taggedFamily({ law: true, lossless });
          const spec: LineageSpec = {
            real: taggedReal,
            family,
            workflow,
            sizes,
            sampler,
            numberFormat: 'f64',
          };
          const lineage = createLineage(spec, streamsOf(3), { generations: 5 });
          let state = lineage.init();
          while (state.t < 5) state = lineage.step(state);
          const trained = log.map((origins) => Object.values(origins).reduce((a, b) => a + b));
          const { trainingSize } = createPlanner(workflow, sizes);
          expect(trained).toEqual([0, 1, 2, 3, 4, 5].map(trainingSize));
        }
      }),
    );
  });

  it('resolves auto to statistics exactly where nothing speaks against it', () => {
    fc.assert(
      fc.property(settings, fc.boolean(), fc.boolean(), ({ workflow, sizes }, law, lossless) => {
        const { family } = taggedFamily({ law, lossless });
        const spec: LineageSpec = {
          real: taggedReal,
          family,
          workflow,
          sizes,
          sampler: 'auto',
          numberFormat: 'f64',
        };
        const lineage = createLineage(spec, streamsOf(3));
        expect(lineage.sampler).toBe(whyNotStatistics(spec) === undefined ? 'statistics' : 'samples');
        expect(lineage.whyNotStatistics).toBe(whyNotStatistics(spec));
      }),
    );
  });
});

type Metrics = Record<string, (model: unknown) => number>;

/** Values of metrics at generations `at` over an ensemble: [metric][j][i]. */
function measured(
  spec: LineageSpec,
  replicates: number,
  at: number[],
  metrics: Metrics,
): Record<string, Float64Array[]> {
  const root = Stream.fromPath(['contract', spec.sampler]);
  return ensemble({ spec, root, replicates, generations: at[at.length - 1], at, metrics }).values;
}

/** The same for one metric. */
function valuesOf(
  spec: LineageSpec,
  replicates: number,
  at: number[],
  metric: (model: unknown) => number,
): Float64Array[] {
  return measured(spec, replicates, at, { metric }).metric;
}

describe('statistics ≡ samples in law', () => {
  const replicates = 2500;
  const at = [0, 1, 4];
  const alpha = 1e-7;
  const limit = kolmogorovSmirnovLimit(replicates, replicates, alpha);
  const metrics: Record<string, Metrics> = {
    'gaussian d=1': {
      mean: (model) => (model as GaussianModel).mean[0],
      deviation: (model) => (model as GaussianModel).factor[0],
    },
    'gaussian d=2': {
      mean: (model) => (model as GaussianModel).mean[1],
      trace: (model) => squares((model as GaussianModel).factor),
      covariance: (model) => (model as GaussianModel).factor[0] * (model as GaussianModel).factor[2],
    },
    categorical: {
      frequency: (model) => (model as CategoricalModel).probabilities[0],
      sumOfSquares: (model) => squares((model as CategoricalModel).probabilities),
    },
  };

  for (const model of models) {
    for (const setting of cases) {
      if (whyNotStatistics(specOf(model, setting, 'auto')) !== undefined) continue;
      // False alarms: at most alpha for each of three generations and three metrics, 34 cases: 3e-5 in all.
      it(`${model.label}, ${setting.name}`, () => {
        const functions = metrics[model.label];
        const statistics = measured(specOf(model, setting, 'statistics'), replicates, at, functions);
        const samples = measured(specOf(model, setting, 'samples'), replicates, at, functions);
        for (const name of Object.keys(functions)) {
          at.forEach((t, j) => {
            const distance = kolmogorovSmirnov(statistics[name][j], samples[name][j]);
            expect(distance, `distance of ${name} at t = ${t}`).toBeLessThan(limit);
          });
        }
      });
    }
  }
});

// A p_0 outside the family: three Gaussians far apart, so that few points are anything but Gaussian. Statistics of its
// points are those of the points themselves; a subset drawn as if they were Gaussian would show. False alarms as above.
describe.each(['points', 'law'] as const)(
  'statistics ≡ samples for real data outside the family, D_0 by %s',
  (realDraw) => {
    const real = gaussianMixtureSource({
      weights: [0.25, 0.25, 0.5],
      means: [[-8], [8], [0]],
      covariances: [0.01, 0.01, 0.01],
    }) as RealSource;
    const replicates = 2500;
    const at = [0, 1, 3];
    const names = [
      'mixture',
      'keep-real fixed added',
      'keep-real fixed replacing',
      'fresh-real',
      'accumulate',
    ];

    it.each(names)('%s', (name) => {
      const setting = cases.find((candidate) => candidate.name === name)!;
      const [statistics, samples] = (['statistics', 'samples'] as const).map((sampler) => {
        const spec = specOf({ real, family: gaussianFamily(1) }, setting, sampler);
        return ensemble({
          spec,
          root: Stream.fromPath(['outside', sampler]),
          replicates,
          generations: 3,
          at,
          metrics: { deviation: (model) => (model as GaussianModel).factor[0] },
          realDraw,
        }).values.deviation;
      });
      at.forEach((t, j) => {
        const limit = kolmogorovSmirnovLimit(replicates, replicates, 1e-7);
        expect(kolmogorovSmirnov(statistics[j], samples[j]), `t = ${t}`).toBeLessThan(limit);
      });
    });
  },
);

it('the kept subset of D_0 is the same for both samplers', () => {
  // Without new points, model 1 is the fit to the kept subset.
  const setting = {
    workflow: { kind: 'keep-real', share: 0.5, subset: 'fixed', mode: 'added' } as const,
    sizes: { initial: 20, new: 0 },
  };
  const [statistics, samples] = (['statistics', 'samples'] as const).map((sampler) => {
    const lineage = createLineage(specOf(models[1], setting, sampler), streamsOf(5));
    return lineage.step(lineage.init()).model as GaussianModel;
  });
  expect(statistics.mean[0]).toBeCloseTo(samples.mean[0], 12);
  expect(statistics.factor[2]).toBeCloseTo(samples.factor[2], 12);
});

function squares(x: Float64Array): number {
  return x.reduce((sum, value) => sum + value * value, 0);
}

describe('conservation laws', () => {
  const at = [0, 1, 2, 6];

  // E[tr S_t + |μ_t − μ_0|²] = tr Σ_0 for maximum likelihood under any workflow that selects without looking at
  // values (corrections E10). tr Σ_0 = 2.5, μ_0 = (1, −2). False alarms: 6e-7 for each of 52 comparisons.
  it.each(cases)('Gaussian second moment, $name', (setting) => {
    const model = models[1];
    const replicates = 3000;
    const secondMoment = (fitted: unknown): number => {
      const { mean, factor } = fitted as GaussianModel;
      return squares(factor) + (mean[0] - 1) ** 2 + (mean[1] + 2) ** 2;
    };
    valuesOf(specOf(model, setting, 'auto'), replicates, at, secondMoment).forEach((values, j) => {
      expect(Math.abs(zOf(values, 2.5)), `z at t = ${at[j]}`).toBeLessThan(5);
    });
  });

  // Frequencies are a martingale. Same false-alarm rate.
  it.each(cases)('categorical probabilities, $name', (setting) => {
    const model = models[2];
    const second = (fitted: unknown): number => (fitted as CategoricalModel).probabilities[1];
    valuesOf(specOf(model, setting, 'auto'), 3000, at, second).forEach((values, j) => {
      expect(Math.abs(zOf(values, 0.3)), `z at t = ${at[j]}`).toBeLessThan(5);
    });
  });
});

describe('exact means at tiny sizes, where one generation more or less shows', () => {
  const replicates = 30_000;
  const real = models[0].real;
  const variance = (model: unknown): number => (model as GaussianModel).factor[0] ** 2;
  const spec = (ddof: 0 | 1, setting: Omit<(typeof cases)[number], 'name'>): LineageSpec =>
    specOf({ real, family: gaussianFamily(1, { ddof }) }, setting, 'statistics');

  // k = t + 1 fits. False alarms of each check: 6e-7.
  it('replace, ML: E S_t = (1 − 1/n)^(t+1)', () => {
    const at = [0, 1, 2, 3];
    const setting = { workflow: { kind: 'replace' } as const, sizes: { initial: 3, new: 3 } };
    valuesOf(spec(0, setting), replicates, at, variance).forEach((values, j) => {
      expect(Math.abs(zOf(values, (2 / 3) ** (at[j] + 1)))).toBeLessThan(5);
    });
  });

  it('replace, unbiased: E S_t = 1, and E μ_t² = (t+1)/n', () => {
    const at = [0, 1, 2];
    const setting = { workflow: { kind: 'replace' } as const, sizes: { initial: 4, new: 4 } };
    const squaredMean = (model: unknown): number => (model as GaussianModel).mean[0] ** 2;
    valuesOf(spec(1, setting), replicates, at, variance).forEach((values) => {
      expect(Math.abs(zOf(values, 1))).toBeLessThan(5);
    });
    valuesOf(spec(1, setting), replicates, at, squaredMean).forEach((values, j) => {
      expect(Math.abs(zOf(values, (at[j] + 1) / 4))).toBeLessThan(5);
    });
  });

  it('sizes follow the schedule: ML replace with D_0, D_1, D_2, D_3 of 6, 2, 3, 4 points', () => {
    const at = [0, 1, 2, 3];
    const sizes = { initial: 6, new: { kind: 'list', values: [2, 3, 4] } as const };
    const expected = [
      5 / 6,
      (5 / 6) * (1 / 2),
      (5 / 6) * (1 / 2) * (2 / 3),
      (5 / 6) * (1 / 2) * (2 / 3) * (3 / 4),
    ];
    valuesOf(spec(0, { workflow: { kind: 'replace' }, sizes }), replicates, at, variance).forEach(
      (values, j) => {
        expect(Math.abs(zOf(values, expected[j]))).toBeLessThan(5);
      },
    );
  });

  it('accumulate, ML: E S_t = Π_{i ≤ t+1} (1 − 1/(n i²))', () => {
    const at = [0, 1, 2, 3];
    const setting = { workflow: { kind: 'accumulate' } as const, sizes: { initial: 3, new: 3 } };
    const expected = [1, 2, 3, 4]
      .map((i) => 1 - 1 / (3 * i * i))
      .map((_, j, factors) => product(factors.slice(0, j + 1)));
    valuesOf(spec(0, setting), replicates, at, variance).forEach((values, j) => {
      expect(Math.abs(zOf(values, expected[j]))).toBeLessThan(5);
    });
  });

  it('accumulate, scatter over pool − 1: E S_t = Π_{i = 2 … t+1} (1 − 1/(i(n i − 1)))', () => {
    const at = [0, 1, 2, 3];
    const setting = { workflow: { kind: 'accumulate' } as const, sizes: { initial: 3, new: 3 } };
    const expected = [1, 2, 3, 4].map((_, j) =>
      product([2, 3, 4].slice(0, j).map((i) => 1 - 1 / (i * (3 * i - 1)))),
    );
    valuesOf(spec(1, setting), replicates, at, variance).forEach((values, j) => {
      expect(Math.abs(zOf(values, expected[j]))).toBeLessThan(5);
    });
  });

  it('mixture with random shares: E S_t = (1 − 1/n)(1 − q_t), q_{t+1} = ((1−γ)² − α²/n) q_t + α²/n', () => {
    const [alpha, beta, gamma, n] = [0.5, 0.25, 0.25, 4];
    const at = [0, 1, 2, 3];
    const workflow = { kind: 'mixture', alpha, beta, gamma } as const;
    let q = 0;
    const expected = at.map(() => {
      const mean = (1 - 1 / n) * (1 - q);
      q = ((1 - gamma) ** 2 - alpha ** 2 / n) * q + alpha ** 2 / n;
      return mean;
    });
    valuesOf(spec(0, { workflow, sizes: { initial: n, new: n } }), replicates, at, variance).forEach(
      (values, j) => {
        expect(Math.abs(zOf(values, expected[j]))).toBeLessThan(5);
      },
    );
  });

  it('fresh-real with exact shares: s_{t+1} = (1 − 1/n)(γ + a s_t) + γ a (1 − s_t)', () => {
    const [real, synthetic] = [2, 3];
    const n = real + synthetic;
    const [gamma, a] = [real / n, synthetic / n];
    const at = [0, 1, 2, 3];
    let s = 1 - 1 / n;
    const expected = at.map(() => {
      const mean = s;
      s = (1 - 1 / n) * (gamma + a * s) + gamma * a * (1 - s);
      return mean;
    });
    const setting = {
      workflow: { kind: 'fresh-real' } as const,
      sizes: { initial: n, new: synthetic, real },
    };
    valuesOf(spec(0, setting), replicates, at, variance).forEach((values, j) => {
      expect(Math.abs(zOf(values, expected[j]))).toBeLessThan(5);
    });
  });

  it('replayed real set: e_{t+1} = a² e_t + a² (s_r − e_t)/m, E S_t = s_r − e_t', () => {
    const [r, m] = [4, 6];
    const a = m / (r + m);
    const sr = 1 - 1 / r;
    const at = [0, 1, 2, 3];
    let e = 0;
    const expected = at.map(() => {
      const mean = sr - e;
      e = a * a * e + (a * a * (sr - e)) / m;
      return mean;
    });
    const workflow = { kind: 'keep-real', share: 1, subset: 'fixed', mode: 'added' } as const;
    valuesOf(spec(0, { workflow, sizes: { initial: r, new: m } }), replicates, at, variance).forEach(
      (values, j) => {
        expect(Math.abs(zOf(values, expected[j]))).toBeLessThan(5);
      },
    );
  });

  it('categorical accumulate keeps the real data: no symbol is ever lost', () => {
    const setting = { workflow: { kind: 'accumulate' } as const, sizes: { initial: 6, new: 5 } };
    const support = (model: unknown): number =>
      (model as CategoricalModel).probabilities.filter((p) => p > 0).length;
    const [before, after] = valuesOf(specOf(models[2], setting, 'statistics'), 200, [0, 20], support);
    expect(after).toEqual(before);
  });
});

function product(factors: number[]): number {
  return factors.reduce((a, b) => a * b, 1);
}
