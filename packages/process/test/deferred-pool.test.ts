/**
 * Deferred decisions against the obvious simulation that stores every point of the pool. Written independently:
 * shuffles and normals are drawn here, the models are fitted here.
 */
import { normal, permutation, Stream } from '@collapse-lab/math';
import type { AnyFamily, GaussianModel } from '@collapse-lab/models';
import { ensemble, runLineage } from '@collapse-lab/process';
import { expect, it } from 'vitest';
import { kolmogorovSmirnov, kolmogorovSmirnovLimit } from './support/law-tests.ts';
import { categoricalFamily, models, skewed, specOf, streamsOf } from './support/settings.ts';

const [initial, synthetic, train, generations] = [4, 3, 5, 5];

/** Standard deviations (ML) of models 0 … generations of one lineage. */
function naive(stream: Stream): number[] {
  const pool = Array.from({ length: initial }, () => normal(stream));
  let model = fit(pool);
  const deviations = [model.deviation];
  for (let t = 0; t < generations; t++) {
    for (let i = 0; i < synthetic; i++) pool.push(model.mean + model.deviation * normal(stream));
    const order = permutation(stream, pool.length);
    model = fit([...order.slice(0, train)].map((index) => pool[index]));
    deviations.push(model.deviation);
  }
  return deviations;
}

function fit(points: number[]): { mean: number; deviation: number } {
  const mean = points.reduce((a, b) => a + b) / points.length;
  const squares = points.reduce((sum, x) => sum + (x - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / points.length) };
}

// False alarms: 1e-7 for each of six generations.
it('accumulate-subsample has the law of a stored pool', () => {
  const replicates = 6000;
  const root = Stream.fromPath(['naive']);
  const stored = Array.from({ length: replicates }, (_, i) => naive(root.split(i)));
  const setting = {
    workflow: { kind: 'accumulate-subsample' } as const,
    sizes: { initial, new: synthetic, train },
  };
  const at = [0, 1, 2, 3, 4, 5];
  const { values, sampler } = ensemble({
    spec: specOf(models[0], setting, 'auto'),
    root: Stream.fromPath(['deferred']),
    replicates,
    generations,
    at,
    metrics: { deviation: (model: GaussianModel) => model.factor[0] },
  });
  expect(sampler).toBe('samples');
  for (const t of at) {
    const distance = kolmogorovSmirnov(
      values.deviation[t],
      stored.map((deviations) => deviations[t]),
    );
    expect(distance, `t = ${t}`).toBeLessThan(kolmogorovSmirnovLimit(replicates, replicates, 1e-7));
  }
});

it('batches may hold more points than a label has numbers', () => {
  const setting = {
    workflow: { kind: 'accumulate-subsample' } as const,
    sizes: { initial, new: 2 ** 40, train },
  };
  const { values } = ensemble({
    spec: specOf(models[0], setting, 'auto'),
    root: Stream.fromPath(['large batches']),
    replicates: 50,
    generations: 2,
    at: [2],
    metrics: { mean: (model: GaussianModel) => model.mean[0] },
  });
  expect(new Set(values.mean[0]).size).toBe(50);
});

it('a sampler is prepared once for every model that a subset has points of, and draws the same points', () => {
  const plain = categoricalFamily(4);
  const generations = 6;
  const setting = {
    workflow: { kind: 'accumulate-subsample' } as const,
    sizes: { initial: 20, new: 200, train: 200 },
  };
  const run = (family: AnyFamily) => {
    const spec = specOf({ real: skewed, family }, setting, 'samples');
    return runLineage({ spec, streams: streamsOf(5), generations, snapshots: [1, 3, 6] }).snapshots;
  };
  let prepared = 0;
  const counting: AnyFamily = {
    ...plain,
    sample: () => {
      throw new Error('a sampler was set up for one point');
    },
    prepare: (model) => {
      prepared++;
      return plain.prepare!(model);
    },
  };
  const snapshots = run(counting);
  // Of t batches, 200 of at most 1220 points: that a batch has none in a subset has probability below 1e-15.
  expect(prepared).toBe((generations * (generations + 1)) / 2);
  const { prepare: _, ...unprepared } = plain;
  expect(run(unprepared)).toEqual(snapshots);
});
