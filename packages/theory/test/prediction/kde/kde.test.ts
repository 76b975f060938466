/** Second moments of kernel density estimates: published numbers, a route through single points, ensembles. */
import { Stream } from '@collapse-lab/math';
import { kde, moonsSource, normalSource } from '@collapse-lab/models';
import { ensemble, type LineageSpec, observers, type Sizes, type WorkflowSpec } from '@collapse-lab/process';
import { kdeSecondMoment, predict } from '@collapse-lab/theory';
import { describe, expect, it } from 'vitest';
import { expectClose } from '../../reference.ts';

const harmonic = (k: number): number =>
  Array.from({ length: k }, (_, i) => 1 / (i + 1)).reduce((a, b) => a + b, 0);

function lawOf(workflow: WorkflowSpec, sizes: Sizes = { initial: 100, new: 100 }) {
  return kdeSecondMoment({ workflow, sizes, real: 1, kernelVariance: () => 0.25 })!;
}

describe('with h = 0.5 and variance 1', () => {
  it('50 batches: 13.25 for the data under replace, 1.8748 for the pool under accumulate', () => {
    expect(lawOf({ kind: 'replace' })(49).points).toBeCloseTo(13.25, 12);
    expectClose(lawOf({ kind: 'accumulate' })(49).points, 1 + 0.25 * (harmonic(50) - 1), 1e-13);
    expect(lawOf({ kind: 'accumulate' })(49).points.toFixed(4)).toBe('1.8748');
  });

  it('the newest batch of accumulate, the model before it, has m_0 + h² H_{k−1}', () => {
    for (const k of [2, 3, 50])
      expectClose(lawOf({ kind: 'accumulate' })(k - 2).model, 1 + 0.25 * harmonic(k - 1), 1e-13);
  });

  it('a subset of the pool has the moments of the pool', () => {
    const subset = lawOf({ kind: 'accumulate-subsample' }, { initial: 100, new: 100, train: 30 });
    expectClose(subset(20).points, lawOf({ kind: 'accumulate' })(20).points, 1e-14);
  });

  it('a share γ of fresh real points bounds the spread: m_0 + h² (1 − γ) / γ', () => {
    expectClose(lawOf({ kind: 'mixture', alpha: 0.8, beta: 0, gamma: 0.2 })(400).points, 2, 1e-12);
    expectClose(lawOf({ kind: 'fresh-real' }, { initial: 10, new: 80, real: 20 })(400).points, 2, 1e-12);
  });
});

describe('predict', () => {
  const moons = moonsSource({ noise: 0.2 });
  const sizes = { initial: 8, new: { kind: 'list', values: [5, 9, 7] } } as const;
  const spec = (workflow: WorkflowSpec, options: Record<string, unknown>): LineageSpec => {
    const resolved = kde.resolve(options);
    if ('problems' in resolved) throw new Error(JSON.stringify(resolved.problems));
    return {
      real: moons,
      family: kde.create(resolved.options, moons.shape),
      workflow,
      sizes: {
        ...sizes,
        ...(workflow.kind === 'fresh-real' ? { real: 4 } : {}),
        ...(workflow.kind === 'accumulate-subsample' ? { train: 6 } : {}),
      },
      sampler: 'auto',
      numberFormat: 'f64',
    };
  };

  it.each<[WorkflowSpec, Record<string, unknown>]>([
    [{ kind: 'replace' }, { bandwidth: 0.5 }],
    [{ kind: 'replace-grown' }, { bandwidth: 'scott' }],
    [{ kind: 'accumulate' }, { bandwidth: 'silverman' }],
    [{ kind: 'accumulate-subsample' }, { bandwidth: 'scott' }],
    [{ kind: 'mixture', alpha: 0.5, beta: 0.3, gamma: 0.2 }, { bandwidth: 0.5 }],
    [{ kind: 'fresh-real' }, { bandwidth: 0.5 }],
    [{ kind: 'keep-real', share: 0.5, subset: 'redrawn', mode: 'added' }, { bandwidth: 0.5 }],
  ])('holds in ensembles of %j, %j', (workflow, options) => {
    const setting = spec(workflow, options);
    const observer = observers['kde-moments'].create({});
    const stream = Stream.fromPath([]);
    const read = (metric: string) => (model: unknown) =>
      observer.measure({ ...setting, t: 0, model, firstModel: model, stream })[metric];
    const replicates = 1500;
    const at = [0, 1, 3];
    const { values } = ensemble({
      spec: setting,
      root: Stream.fromPath(['kde predictions', workflow.kind]),
      replicates,
      generations: 3,
      at,
      metrics: { secondMoment: read('secondMoment'), pointsSecondMoment: read('pointsSecondMoment') },
    });
    for (const { metric, at: predicted } of predict(setting))
      at.forEach((t, j) => {
        const sample = values[metric as keyof typeof values][j];
        const mean = sample.reduce((a, b) => a + b) / replicates;
        const squares = sample.reduce((a, b) => a + (b - mean) ** 2, 0);
        const error = Math.sqrt(squares / replicates / (replicates - 1));
        // 5 standard errors, 42 checks of means of 1500: 2.4e-5.
        expect(Math.abs(mean - predicted(t)), `${metric} at ${t}: ${mean}, ${predicted(t)}`).toBeLessThan(
          5 * error,
        );
      });
    expect(predict(setting).map(({ metric }) => metric)).toEqual(['secondMoment', 'pointsSecondMoment']);
  });

  it('is nothing where the kernel depends on the spread of the data', () => {
    expect(predict(spec({ kind: 'replace' }, { bandwidth: 0.5, scaling: 'covariance' }))).toEqual([]);
  });

  it('is about the mean of p_0, wherever that is', () => {
    const real = normalSource({ d: 2, mean: [1e3, -5], covariance: [1, 3] });
    const setting = { ...spec({ kind: 'replace' }, { bandwidth: 0.5 }), real };
    expect(predict(setting)[1].at(0)).toBeCloseTo(2, 12);
  });
});
