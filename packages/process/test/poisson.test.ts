/** The Poisson family in a lineage: both samplers, its observer. */
import { Stream } from '@collapse-lab/math';
import { categoricalSource, dataSetSource, pointsOf, poisson, poissonSource } from '@collapse-lab/models';
import {
  createLineage,
  ensemble,
  type LineageSpec,
  observers,
  replicateStreams,
  type WorkflowSpec,
  whyNotStatistics,
} from '@collapse-lab/process';
import { describe, expect, it } from 'vitest';
import { categoricalFamily } from './support/settings.ts';

const family = poisson.create({}, { kind: 'points', d: 1 });
const real = poissonSource({ rate: 0.8 });

function spec(workflow: WorkflowSpec, sampler: LineageSpec['sampler'] = 'auto'): LineageSpec {
  const sizes = {
    initial: 12,
    new: 8,
    ...(workflow.kind === 'accumulate-subsample' ? { train: 10 } : {}),
    ...(workflow.kind === 'fresh-real' ? { real: 4 } : {}),
  };
  return { real, family, workflow, sizes, sampler, numberFormat: 'f64' };
}

/** Of all replicates at t = 3. */
function rates(workflow: WorkflowSpec, sampler: LineageSpec['sampler'], replicates: number): Float64Array {
  const { values } = ensemble({
    spec: spec(workflow, sampler),
    root: Stream.fromPath(['poisson lineages', sampler, workflow.kind]),
    replicates,
    generations: 3,
    at: [3],
    metrics: { rate: (model) => (model as { rate: number }).rate },
  });
  return values.rate[0];
}

describe('samplers', () => {
  const exact: WorkflowSpec[] = [
    { kind: 'replace' },
    { kind: 'replace-grown' },
    { kind: 'accumulate' },
    { kind: 'mixture', alpha: 0.5, beta: 0.3, gamma: 0.2 },
    { kind: 'fresh-real' },
    { kind: 'keep-real', share: 0.5, subset: 'fixed', mode: 'added' },
  ];

  it.each(exact)('statistics and samples have one law: %j', (workflow) => {
    const samples = [rates(workflow, 'statistics', 4000), rates(workflow, 'samples', 4000)];
    for (const f of [(x: number) => x, (x: number) => x * x, (x: number) => (x === 0 ? 1 : 0)]) {
      const [a, b] = samples.map((values) => momentsOf(Array.from(values, f)));
      // 5 standard errors: 5.7e-7 for each of the 18 comparisons.
      expect(Math.abs(a.mean - b.mean)).toBeLessThanOrEqual(5 * Math.hypot(a.error, b.error));
    }
  });

  it.each<WorkflowSpec>([
    { kind: 'accumulate-subsample' },
    { kind: 'keep-real', share: 0.5, subset: 'redrawn', mode: 'added' },
  ])('overlapping subsets need the points: %j', (workflow) => {
    expect(whyNotStatistics(spec(workflow))).toMatch(/drawn in different generations share points/);
    const state = createLineage(spec(workflow), replicateStreams(Stream.fromPath(['overlap']), 0)).init();
    expect(state.t).toBe(0);
  });
});

function momentsOf(values: readonly number[]): { mean: number; error: number } {
  const n = values.length;
  const mean = values.reduce((a, b) => a + b, 0) / n;
  const squares = values.reduce((a, b) => a + (b - mean) ** 2, 0);
  return { mean, error: Math.sqrt(squares / n / (n - 1)) };
}

describe('observer poisson', () => {
  const observer = observers.poisson.create({});
  const measure = (rate: number, source: LineageSpec['real'] = real) =>
    observer.measure({
      t: 1,
      family,
      real: source,
      model: { rate },
      firstModel: { rate },
      stream: Stream.fromPath([]),
    });

  it('measures the rate against p_0', () => {
    expect(measure(1.05)).toEqual({ rate: 1.05, rateError: expect.closeTo(0.0625, 15), extinct: 0 });
    expect(measure(0)).toEqual({ rate: 0, rateError: expect.closeTo(0.64, 15), extinct: 1 });
    const file = dataSetSource({ identity: 'counts', data: pointsOf([0, 1, 5], 1) });
    expect(measure(3, file).rateError).toBe(1);
  });

  it('refuses other families', () => {
    expect(observer.refuses(categoricalFamily(2), categoricalSource([0.5, 0.5]))).toBe(
      'it reads the rate of a poisson, and the family is categorical',
    );
    expect(observer.refuses(family, real)).toBeUndefined();
  });
});
