/** Real data from a finite data set: disjoint slices of a seeded permutation, or bootstrap. */
import {
  dataSetSource,
  type GaussianModel,
  normalSource,
  pointsOf,
  type RealSource,
} from '@collapse-lab/models';
import {
  createLineage,
  type LineageSpec,
  RealDataExhaustedError,
  runLineage,
  type Sizes,
  type WorkflowSpec,
} from '@collapse-lab/process';
import { describe, expect, it } from 'vitest';
import { gaussianFamily, models, specOf, streamsOf } from './support/settings.ts';
import { taggedFamily, taggedReal } from './support/tagged-family.ts';

/** Real points −1 + i/N: the tagged family takes them for real. */
function numbered(n: number, bootstrap = false): RealSource {
  const values = Float64Array.from({ length: n }, (_, i) => -1 + i / n);
  return dataSetSource({ identity: `numbered ${n}`, data: pointsOf(values, 1), bootstrap }) as RealSource;
}

function watch(real: RealSource, workflow: WorkflowSpec, sizes: Sizes, steps: number, seed = 1): number[][] {
  const tagged = taggedFamily();
  const spec: LineageSpec = {
    real,
    family: tagged.family,
    workflow,
    sizes,
    sampler: 'samples',
    numberFormat: 'f64',
  };
  const lineage = createLineage(spec, streamsOf(seed));
  let state = lineage.init();
  for (let i = 0; i < steps; i++) state = lineage.step(state);
  return tagged.values.map((train) => train.filter((x) => x < 0));
}

const freshReal: WorkflowSpec = { kind: 'fresh-real' };

it('a large D_0 of a distribution, drawn in pieces, holds no point twice and is the same for both samplers', () => {
  const setting = { workflow: { kind: 'replace' } as const, sizes: { initial: 70_000, new: 2 } };
  const tagged = taggedFamily();
  createLineage(specOf({ real: taggedReal, family: tagged.family }, setting, 'samples'), streamsOf(1)).init();
  expect(new Set(tagged.values[0]).size).toBe(70_000);
  const [a, b] = (['samples', 'statistics'] as const).map((sampler) => {
    return createLineage(specOf(models[0], setting, sampler), streamsOf(1)).init().model as GaussianModel;
  });
  expect(a.factor[0]).toBeCloseTo(b.factor[0], 12);
});

it('the kept subset of a large D_0 is taken from its pieces, of which only one is held at a time', () => {
  const { truth: _, ...held } = normalSource({ d: 1 });
  const memory = new Float64Array(70_000);
  const overwritten: RealSource = {
    ...held,
    draw(n, stream) {
      const values = memory.subarray(0, n);
      values.set(held.draw(n, stream).values);
      return { kind: 'points', n, d: 1, values };
    },
  };
  const setting = {
    workflow: { kind: 'keep-real', share: 0.001, subset: 'fixed', mode: 'added' } as const,
    sizes: { initial: 200_000, new: 2 },
  };
  const [separate, shared] = [held as RealSource, overwritten].map((real) => {
    const lineage = createLineage(specOf({ ...models[0], real }, setting, 'statistics'), streamsOf(1));
    return lineage.step(lineage.init()).model;
  });
  expect(shared).toEqual(separate);
});

describe('a finite data set', () => {
  it('is used up without using a point twice', () => {
    const real = watch(numbered(20), freshReal, { initial: 8, new: 2, real: 3 }, 4).flat();
    expect(real).toHaveLength(20);
    expect(new Set(real).size).toBe(20);
  });

  it('is used in a seeded order, the same for every workflow', () => {
    const first = watch(numbered(20), freshReal, { initial: 8, new: 2, real: 3 }, 1);
    const replaced = watch(numbered(20), { kind: 'replace' }, { initial: 8, new: 2 }, 1);
    expect(replaced[0]).toEqual(first[0]);
    expect(watch(numbered(20), freshReal, { initial: 8, new: 2, real: 3 }, 1, 2)[0]).not.toEqual(first[0]);
  });

  it('gives D_0 whole when that is its size', () => {
    const [initial] = watch(numbered(5), { kind: 'replace' }, { initial: 5, new: 2 }, 0);
    expect([...initial].sort((a, b) => b - a).map((x) => Math.round((x + 1) * 5))).toEqual([4, 3, 2, 1, 0]);
  });

  it('is refused when exhausted, with the numbers', () => {
    const mixture: WorkflowSpec = { kind: 'mixture', alpha: 0, beta: 0, gamma: 1 };
    const run = (): unknown => watch(numbered(20), mixture, { initial: 8, new: 5 }, 3);
    expect(run).toThrow(RealDataExhaustedError);
    expect(run).toThrow(
      'Real data data-set has 20 points; 18 are used and 5 more were asked for at generation 3. ' +
        'Set bootstrap: true to draw with replacement, lower the sizes, or run at most 2 generations.',
    );
  });

  it('resumes where the supply stood', () => {
    const family = gaussianFamily(1);
    const sizes = { initial: 8, new: 3, real: 3 };
    const spec: LineageSpec = {
      real: numbered(20),
      family,
      workflow: freshReal,
      sizes,
      sampler: 'auto',
      numberFormat: 'f64',
    };
    for (const sampler of ['statistics', 'samples'] as const) {
      const request = { spec: { ...spec, sampler }, streams: streamsOf(4), generations: 4, snapshots: [4] };
      const whole = runLineage(request);
      const half = runLineage({ ...request, onStep: ({ t }) => (t === 2 ? 'stop' : undefined) });
      expect(half.finished).toBe(false);
      expect(runLineage({ ...request, from: half })).toEqual(whole);
    }
  });

  it('is drawn with replacement where bootstrap was asked for, without end', () => {
    const real = watch(numbered(4, true), freshReal, { initial: 8, new: 2, real: 8 }, 5);
    expect(real.flat()).toHaveLength(48);
    expect(new Set(real.flat()).size).toBe(4);
  });
});
