/** Kernel density estimates in a lineage: the pool of points, and the two observers. */
import { Stream } from '@collapse-lab/math';
import {
  dataSetSource,
  type KdeModel,
  kde,
  moonsSource,
  normalSource,
  type Points,
  pointsOf,
} from '@collapse-lab/models';
import {
  createLineage,
  type LineageSpec,
  type LineageStreams,
  type Observer,
  observers,
  type RunRequest,
  runLineage,
  type WorkflowSpec,
} from '@collapse-lab/process';
import { describe, expect, it } from 'vitest';
import { categoricalFamily } from './support/settings.ts';

const real = moonsSource({ noise: 0.05 });
const family = kde.create({ bandwidth: 0.3, scaling: 'none' }, real.shape);

function spec(workflow: WorkflowSpec, changes: Partial<LineageSpec> = {}): LineageSpec {
  const sizes = { initial: 30, new: 20, ...(workflow.kind === 'accumulate-subsample' ? { train: 25 } : {}) };
  return { real, family, workflow, sizes, sampler: 'auto', numberFormat: 'f64', ...changes };
}

const streams = (seed: number): LineageStreams => {
  return { real: Stream.fromPath(['kde', 'real', seed]), lineage: Stream.fromPath(['kde', seed]) };
};

function request(workflow: WorkflowSpec, changes: Partial<RunRequest> = {}): RunRequest {
  return {
    spec: spec(workflow),
    streams: streams(1),
    generations: 12,
    observers: [observers['kde-likelihood'].create({ points: 40 })],
    ...changes,
  };
}

const valuesOf = (run: ReturnType<typeof runLineage>): readonly number[] => run.series[0].value;

describe('accumulate', () => {
  it('trains on every point of the pool, in the order they came', () => {
    const lineage = createLineage(spec({ kind: 'accumulate' }), streams(1), { keepTrain: true });
    expect(lineage.sampler).toBe('samples');
    let state = lineage.init();
    let before = Float64Array.from((state.model as KdeModel).points);
    for (let t = 1; t <= 6; t++) {
      const earlier = state.model as KdeModel;
      state = lineage.step(state);
      const { points } = state.model as KdeModel;
      expect(points.length).toBe(2 * (30 + 20 * t));
      expect(points.subarray(0, before.length)).toEqual(before);
      expect(points).toEqual(state.train!.values);
      // The model before is what it was, though its memory may be part of the pool's.
      expect(earlier.points).toEqual(before);
      before = points.slice();
    }
  });

  it('a decoded state goes on with the same points', () => {
    const lineage = createLineage(spec({ kind: 'accumulate' }), streams(1));
    const state = lineage.step(lineage.step(lineage.init()));
    const again = lineage.decode(JSON.parse(JSON.stringify(lineage.encode(state))));
    const [a, b] = [state, again].map((each) => lineage.step(each).model as KdeModel);
    expect(b).toEqual(a);
  });
});

describe('observer kde-likelihood', () => {
  const workflows: WorkflowSpec[] = [
    { kind: 'accumulate' },
    { kind: 'replace' },
    { kind: 'accumulate-subsample' },
    { kind: 'keep-real', share: 1, subset: 'fixed', mode: 'added' },
  ];

  it.each(workflows)('is what scoring each model from nothing gives, to the last bit: %j', (workflow) => {
    const generations = Array.from({ length: 13 }, (_, t) => t);
    const run = runLineage(request(workflow, { snapshots: generations }));
    const probe = observers['kde-likelihood'].create({ points: 40 });
    // A new test object every time, so that nothing is reused.
    const values = run.snapshots.map(({ t, parameters }) => {
      const model = family.decode(parameters);
      const test = real.draw(40, streams(1).real.split(0, 5));
      const observation = { t, family, real, model, firstModel: model, stream: streams(1).lineage, test };
      const densities = family.logDensity!(model, test);
      const mean = -densities.reduce((a, b) => a + b) / 40;
      const measured = probe.measure(observation).negativeLogLikelihood;
      expect(Math.abs(measured - mean)).toBeLessThan(1e-14);
      return measured;
    });
    expect(values).toEqual(valuesOf(run));
  });

  it('is the same after a stop, and for lineages that share the observer in turns', () => {
    const workflow = { kind: 'accumulate' } as const;
    const whole = [1, 2].map((seed) => valuesOf(runLineage(request(workflow, { streams: streams(seed) }))));
    const shared = [observers['kde-likelihood'].create({ points: 40 })];
    const begin = (seed: number) =>
      request(workflow, {
        streams: streams(seed),
        observers: shared,
        onStep: ({ t }) => (t === 5 ? 'stop' : undefined),
      });
    const halves = [1, 2].map((seed) => runLineage(begin(seed)));
    const ends = [2, 1].map((seed) => {
      const from = JSON.parse(JSON.stringify(halves[seed - 1]));
      return valuesOf(runLineage(request(workflow, { streams: streams(seed), observers: shared, from })));
    });
    expect([ends[1], ends[0]]).toEqual(whole);
  });

  it('has the same test points under every workflow of a seed, and no others because of other observers', () => {
    const seen: Points[] = [];
    const watch: Observer = {
      name: 'watch',
      version: 1,
      needs: ['test'],
      testCount: 40,
      metrics: { watched: 'none' },
      refuses: () => undefined,
      measure: ({ test }) => {
        seen.push(test as Points);
        return { watched: 0 };
      },
    };
    for (const workflow of workflows.slice(0, 2))
      runLineage(request(workflow, { observers: [watch, ...request(workflow).observers!] }));
    expect(new Set(seen).size).toBe(2);
    expect(seen[0]).toEqual(seen.at(-1));
    const alone = runLineage(request(workflows[0]));
    const together = runLineage(
      request(workflows[0], { observers: [watch, ...request(workflows[0]).observers!] }),
    );
    expect(together.series.find(({ metric }) => metric === 'negativeLogLikelihood')).toEqual(alone.series[0]);
    const other = runLineage(
      request(workflows[0], { streams: { ...streams(1), real: Stream.fromPath(['other']) } }),
    );
    expect(valuesOf(other)).not.toEqual(valuesOf(alone));
  });

  it('sees rounded points in a low-precision format', () => {
    const workflow = { kind: 'accumulate' } as const;
    const low = runLineage(request(workflow, { spec: spec(workflow, { numberFormat: 'bf16' }) }));
    const difference = Math.abs(valuesOf(low)[0] - valuesOf(runLineage(request(workflow)))[0]);
    expect(difference).toBeGreaterThan(0);
    expect(difference).toBeLessThan(0.01);
  });

  it('refuses other families, and real data that has no points to spare', () => {
    const observer = observers['kde-likelihood'].create({ points: 40 });
    expect(observer.refuses(categoricalFamily(2), real)).toBe(
      'it scores a kde, and the family is categorical',
    );
    const data = real.draw(500, Stream.fromPath(['file']));
    const file = dataSetSource({ identity: 'file', data });
    const reason =
      'test points of data-set would be points that models are trained on, since it is a finite set that is used ' +
      'up in slices; with heldOut: 40 as many are set apart, with bootstrap: true it is the distribution p_0';
    expect(observer.refuses(family, file)).toBe(reason);
    expect(
      observer.refuses(family, dataSetSource({ identity: 'file', data, bootstrap: true })),
    ).toBeUndefined();
    const own: Observer = { ...observer, refuses: () => undefined };
    expect(() =>
      runLineage(
        request({ kind: 'replace' }, { observers: [own], spec: spec({ kind: 'replace' }, { real: file }) }),
      ),
    ).toThrow(reason);
  });

  it('takes a number of points', () => {
    expect(observers['kde-likelihood'].resolve({})).toEqual({ options: { points: 500 } });
    expect(observers['kde-likelihood'].resolve({ points: 0 })).toEqual({
      problems: [{ path: ['points'], got: 0, expected: 'a positive integer' }],
    });
  });
});

describe('observer kde-moments', () => {
  it('adds the covariance of the points and of the kernel', () => {
    const source = normalSource({ d: 2, mean: [1, 0] });
    const observer = observers['kde-moments'].create({});
    const measure = (factor: number[]) => {
      const model: KdeModel = {
        d: 2,
        points: pointsOf([1, 0, 3, 2, 5, -2], 2).values,
        factor: Float64Array.from(factor),
      };
      const stream = Stream.fromPath([]);
      return observer.measure({ t: 0, family, real: source, model, firstModel: model, stream });
    };
    // About (1, 0): (0, 0), (2, 2), (4, −2); mean (2, 0), squares 28 / 3; 0.5² per coordinate.
    expect(measure([0.5])).toEqual({
      meanError: expect.closeTo(4, 14),
      pointsSecondMoment: expect.closeTo(28 / 6, 14),
      secondMoment: expect.closeTo(28 / 6 + 0.25, 14),
      variance: expect.closeTo(28 / 6 + 0.25 - 2, 14),
      kernelDeviation: expect.closeTo(0.5, 15),
    });
    // tr L Lᵀ = 1 + 4 + 9 for L = [[1, 0], [2, 3]].
    expect(measure([1, 0, 2, 3]).kernelDeviation).toBeCloseTo(Math.sqrt(7), 14);
  });

  it('refuses other families', () => {
    const observer = observers['kde-moments'].create({});
    expect(observer.refuses(categoricalFamily(2), real)).toBe(
      'it reads the points of a kde, and the family is categorical',
    );
    expect(observer.refuses(family, real)).toBeUndefined();
  });
});
