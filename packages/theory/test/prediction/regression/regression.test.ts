/** Errors of linear regression: published values, and ensembles of every design, workflow and unequal sizes. */
import { Stream } from '@collapse-lab/math';
import { type LinearModel, linearRegression, linearSource } from '@collapse-lab/models';
import { ensemble, type LineageSpec, observers, type WorkflowSpec } from '@collapse-lab/process';
import { predict } from '@collapse-lab/theory';
import { describe, expect, it } from 'vitest';
import { expectClose } from '../../reference.ts';

type Design = 'fixed' | 'fresh';

function specOf(
  design: Design,
  workflow: WorkflowSpec,
  sizes: LineageSpec['sizes'],
  options: { d?: number; noise?: number | 'refitted'; ridge?: number } = {},
): LineageSpec {
  const { d = 2, noise = 0.5, ridge = 0 } = options;
  const real = linearSource({ d, noise: 1, covariance: Array.from({ length: d }, (_, i) => 1 + i) });
  const family = linearRegression.create({ design, noise, ridge }, real.shape, real);
  return { real, family, workflow, sizes, sampler: 'auto', numberFormat: 'f64' };
}

const testErrorOf = (spec: LineageSpec, t: number): number =>
  predict(spec)
    .find(({ metric }) => metric === 'testError')!
    .at(t);

describe('published values', () => {
  const sizes = { initial: 100, new: 100 };
  const published = (kind: 'replace' | 'accumulate', t: number): number =>
    testErrorOf(specOf('fixed', { kind }, sizes, { d: 10, noise: 1 }), t);

  it('of replace: σ² d n / (T − d − 1), 11.24 after 100 fits', () => {
    expectClose(published('replace', 99), 1000 / 89, 1e-14);
  });

  it('of accumulate: 0.1837 after 100 fits, 1.635 times the first', () => {
    expect(published('accumulate', 99).toFixed(4)).toBe('0.1837');
    expect((published('accumulate', 99) / published('accumulate', 0)).toFixed(3)).toBe('1.635');
  });

  it('of accumulate with new inputs: σ² d Σ 1 / (i (i T − d − 1)), which is less', () => {
    const spec = specOf('fresh', { kind: 'accumulate' }, sizes, { d: 10, noise: 1 });
    let expected = 0;
    for (let i = 1; i <= 10; i++) expected += 10 / (i * (i * 100 - 11));
    expectClose(testErrorOf(spec, 9), expected, 1e-14);
    expect(expected).toBeLessThan(published('accumulate', 9));
  });
});

describe('predict', () => {
  const replace = { kind: 'replace' } as const;
  const uneven = { initial: 12, new: { kind: 'list', values: [24, 12, 36] } } as const;
  it.each<[Design, WorkflowSpec['kind'], LineageSpec['sizes'], number | 'refitted']>([
    ['fixed', 'replace', uneven, 0.5],
    ['fixed', 'replace-grown', { initial: 12, new: 12 }, 0.5],
    ['fixed', 'accumulate', uneven, 0.5],
    ['fixed', 'replace', uneven, 'refitted'],
    ['fresh', 'replace', { initial: 12, new: 14 }, 2],
    ['fresh', 'replace', { initial: 12, new: 14 }, 'refitted'],
    ['fresh', 'replace-grown', { initial: 12, new: 5 }, 0.5],
    ['fresh', 'accumulate', { initial: 12, new: { kind: 'list', values: [3, 20, 7] } }, 0.5],
  ])('holds in ensembles of %s inputs, %s, %j, noise %s', (design, kind, sizes, noise) => {
    const spec = specOf(design, { kind } as WorkflowSpec, sizes, { noise });
    const observer = observers.regression.create({});
    const metric = (name: string) => (model: LinearModel) =>
      observer.measure({ model, real: spec.real, family: spec.family } as never)[name];
    const replicates = 20_000;
    const { values } = ensemble({
      spec,
      root: Stream.fromPath(['linear predictions', design, kind, String(noise)]),
      replicates,
      generations: 3,
      at: [0, 1, 3],
      metrics: { testError: metric('testError'), weightError: metric('weightError') },
    });
    const predictions = predict(spec);
    expect(predictions.map(({ metric: name }) => name)).toEqual(['testError', 'weightError']);
    for (const { metric: name, at } of predictions)
      for (const [j, t] of [0, 1, 3].entries()) {
        const column = values[name as 'testError'][j];
        const mean = column.reduce((a, b) => a + b, 0) / replicates;
        const squares = column.reduce((a, b) => a + (b - mean) ** 2, 0);
        const error = Math.sqrt(squares) / replicates;
        // 5 standard errors, 5.7e-7 each; 48 comparisons.
        expect(Math.abs(mean - at(t)), `${name} at ${t}: ${mean} ± ${error}, ${at(t)}`).toBeLessThan(
          5 * error,
        );
      }
  });

  it('says nothing where nothing is known', () => {
    const sizes = { initial: 12, new: 12 };
    const none: [string, LineageSpec][] = [
      ['too few rows', specOf('fixed', replace, { initial: 3, new: 3 })],
      ['too few new rows', specOf('fresh', replace, { initial: 12, new: 3 })],
      ['sizes of new rows that are not known to suffice', specOf('fresh', replace, uneven)],
      ['a penalty', specOf('fixed', replace, sizes, { ridge: 0.1 })],
      ['a pool and a refitted noise', specOf('fixed', { kind: 'accumulate' }, sizes, { noise: 'refitted' })],
      ['subsets', specOf('fixed', { kind: 'accumulate-subsample' }, sizes)],
      ['weights', specOf('fresh', { kind: 'fresh-real', weight: 0.5 }, { ...sizes, real: 12 })],
      [
        'curation',
        specOf(
          'fresh',
          { kind: 'replace', curate: { kind: 'ball-verifier', centre: 0, radius: 1, slack: 1 } },
          sizes,
        ),
      ],
    ];
    for (const [name, spec] of none) expect(predict(spec), name).toEqual([]);
  });
});
