import type { GaussianModel, Json } from '@collapse-lab/models';
import {
  createLineage,
  GenerationError,
  InvalidSpecError,
  type Observer,
  type RecordPolicy,
  type RunCheckpoint,
  type RunRequest,
  recordedGenerations,
  recordProblems,
  runLineage,
  type SamplerName,
  type Series,
} from '@collapse-lab/process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Case, cases, type Model, models, specOf, streamsOf } from './support/settings.ts';
import { taggedFamily, taggedReal } from './support/tagged-family.ts';

const setting = cases[5];

/** Writes model t's first mean, a random number of its own, and what the model was given. */
function probe(name: string, needs: Observer['needs'] = ['model']): Observer {
  return {
    name,
    version: 1,
    needs,
    sampleCount: 3,
    metrics: { [`${name}-mean`]: 'mean', [`${name}-noise`]: 'noise' },
    refuses: () => undefined,
    measure: ({ model, firstModel, samples, train, stream }) => ({
      [`${name}-mean`]: (model as GaussianModel).mean[0] - (firstModel as GaussianModel).mean[0],
      [`${name}-noise`]: stream.uniform() + (samples?.values[0] ?? 0) + (train?.n ?? 0),
    }),
  };
}

function request(rest: Partial<RunRequest> = {}): RunRequest {
  return {
    spec: specOf(models[1], setting, 'auto'),
    streams: streamsOf(11),
    generations: 12,
    observers: [probe('a')],
    ...rest,
  };
}

const seriesOf = (series: readonly Series[], metric: string): Series =>
  series.find((one) => one.metric === metric)!;

describe('runLineage', () => {
  it('records the model of each generation, beginning with model 0', () => {
    const { series, t, finished, sampler } = runLineage(request());
    const lineage = createLineage(request().spec, streamsOf(11));
    let state = lineage.init();
    const first = (state.model as GaussianModel).mean[0];
    const means = [0];
    while (state.t < 12) {
      state = lineage.step(state);
      means.push((state.model as GaussianModel).mean[0] - first);
    }
    expect(seriesOf(series, 'a-mean')).toEqual({ metric: 'a-mean', t: [...means.keys()], value: means });
    expect({ t, finished, sampler }).toEqual({ t: 12, finished: true, sampler: 'statistics' });
  });

  it('keeps parameters of listed generations', () => {
    const { snapshots } = runLineage(request({ snapshots: [0, 5, 40] }));
    const lineage = createLineage(request().spec, streamsOf(11));
    let state = lineage.init();
    const encoded = [lineage.encode(state) as { model: unknown }];
    while (state.t < 5) state = lineage.step(state);
    encoded.push(lineage.encode(state) as { model: unknown });
    expect(snapshots).toEqual([
      { t: 0, parameters: encoded[0].model },
      { t: 5, parameters: encoded[1].model },
    ]);
  });

  it('gives each observer its own randomness: adding one changes no other number', () => {
    const alone = runLineage(request({ spec: specOf(models[1], setting, 'samples') }));
    const observers = [probe('b', ['samples']), probe('a'), probe('c', ['train']), probe('d')];
    const together = runLineage(request({ spec: specOf(models[1], setting, 'samples'), observers }));
    for (const metric of ['a-mean', 'a-noise']) {
      expect(seriesOf(together.series, metric)).toEqual(seriesOf(alone.series, metric));
    }
    const noise = ['a-noise', 'd-noise'].flatMap((metric) => seriesOf(together.series, metric).value);
    expect(new Set(noise).size).toBe(2 * 13);
  });

  it('draws the samples of an observer from another stream than its own', () => {
    const observer: Observer = {
      ...probe('a', ['samples']),
      sampleCount: 1,
      measure: ({ family, model, samples, stream }) => {
        expect(family.sample(model, { n: 1 }, stream)).not.toEqual(samples);
        return {};
      },
    };
    expect(runLineage(request({ observers: [observer] })).finished).toBe(true);
  });

  it.each(cases)(
    'an observer of the training points does not change the models, $name',
    ({ workflow, sizes }) => {
      const spec = specOf(models[1], { workflow, sizes }, 'samples');
      const plain = runLineage(request({ spec, snapshots: [12] }));
      const watched = runLineage(request({ spec, snapshots: [12], observers: [probe('a', ['train'])] }));
      expect(watched.snapshots).toEqual(plain.snapshots);
    },
  );

  it('gives observers D_t itself', () => {
    const { family, values } = taggedFamily({ law: true });
    const seen: number[][] = [];
    const observer: Observer = {
      ...probe('a', ['train']),
      measure: ({ train }) => {
        seen.push([...train!.values]);
        return {};
      },
    };
    const { workflow, sizes } = cases[3];
    const spec = { real: taggedReal, family, workflow, sizes, sampler: 'auto', numberFormat: 'f64' } as const;
    const { sampler } = runLineage({ spec, streams: streamsOf(1), generations: 5, observers: [observer] });
    expect(sampler).toBe('samples');
    expect(seen).toEqual(values);
  });

  it.each(['statistics', 'samples'] as const)('rounds parameters after each fit, by %s', (sampler) => {
    const spec = { ...specOf(models[0], cases[0], sampler), numberFormat: 'f16' } as const;
    const { snapshots } = runLineage(request({ spec, observers: [], snapshots: [0, 1, 2, 3] }));
    expect(snapshots).toHaveLength(4);
    for (const { parameters } of snapshots) {
      const { mean, factor } = parameters as unknown as { mean: number[]; factor: number[] };
      // Eleven significant bits.
      for (const x of [...mean, ...factor])
        expect(Number.isInteger((x / 2 ** Math.floor(Math.log2(Math.abs(x)))) * 1024)).toBe(true);
    }
  });

  it('says in which generation a fit failed, and why', () => {
    const { family } = taggedFamily();
    const fit = family.fit;
    let fits = 0;
    const failing = {
      ...family,
      fit: (...args: Parameters<typeof fit>) => {
        if (fits++ === 2) throw new Error('no convergence');
        return fit(...args);
      },
    };
    const { workflow, sizes } = cases[0];
    const spec = {
      real: taggedReal,
      family: failing,
      workflow,
      sizes,
      sampler: 'auto',
      numberFormat: 'f64',
    } as const;
    const run = (): unknown => runLineage({ spec, streams: streamsOf(1), generations: 5 });
    expect(run).toThrow(GenerationError);
    fits = 0;
    expect(run).toThrow('Generation 2: no convergence');
  });

  it('refuses everything wrong at once, before anything is computed', () => {
    const refusing = { ...probe('b'), refuses: () => 'it is Sunday' };
    const run = (): unknown =>
      runLineage(
        request({
          observers: [probe('a'), refusing, probe('a')],
          record: { every: 0 },
          snapshots: [-1],
        }),
      );
    expect(run).toThrow(InvalidSpecError);
    expect(run).toThrow(
      'observers.1: got "b", expected an observer for this: it is Sunday.\n' +
        'observers.2: got "a", expected metrics that no other observer writes, unlike a-mean.\n' +
        'record.every: got 0, expected a positive integer.\n' +
        'snapshots.0: got -1, expected a generation, that is a non-negative integer.',
    );
  });
});

describe('stopping and going on', () => {
  const run = (rest: Partial<RunRequest>) => runLineage(request({ snapshots: [0, 3, 12], ...rest }));
  /** As a store would keep it. */
  const stored = ({ t, state, series, snapshots }: RunCheckpoint): RunCheckpoint =>
    JSON.parse(JSON.stringify({ t, state, series, snapshots }));

  it.each(cases)('an interrupted run ends as an uninterrupted one, $name', (candidate) => {
    fc.assert(
      fc.property(fc.nat(11), fc.boolean(), (stop, samples) => {
        const observers = [probe('a'), probe('b', samples ? ['train', 'samples'] : ['samples'])];
        const rest = { spec: specOf(models[1], candidate, 'auto'), observers };
        const half = run({ ...rest, onStep: ({ t }) => (t === stop ? 'stop' : undefined) });
        expect([half.t, half.finished]).toEqual([stop, false]);
        expect(run({ ...rest, from: stored(half) })).toEqual(run(rest));
      }),
      { numRuns: 4 },
    );
  });

  it.each<RecordPolicy>(['all', { every: 5 }, { perDecade: 4 }, { at: [2, 9, 11] }])(
    'a run extended to more generations equals one that ran so far at once, recording %j',
    (record) => {
      const short = run({ record, generations: 7 });
      expect(run({ record, from: stored(short) })).toEqual(run({ record }));
    },
  );

  it('a long run that stopped where a shorter one ends is that one, its last generation too', () => {
    const record = { every: 5 };
    const half = run({ record, onStep: ({ t }) => (t === 7 ? 'stop' : undefined) });
    expect(run({ record, generations: 7, from: stored(half) })).toEqual(run({ record, generations: 7 }));
    const observers = [probe('a', ['train'])];
    const watched = run({ record, observers, onStep: ({ t }) => (t === 7 ? 'stop' : undefined) });
    expect(() => run({ record, observers, generations: 7, from: watched })).toThrow(
      'generations: got 7, expected more than 7: an observer looks at the training points, ' +
        'which a stopped run does not keep.',
    );
  });

  it('the checkpoint of a step is that of the stopped run', () => {
    const checkpoints: RunCheckpoint[] = [];
    run({
      onStep: ({ t, generations, checkpoint }) => {
        expect(generations).toBe(12);
        if (t === 4) checkpoints.push(checkpoint());
        return undefined;
      },
    });
    const {
      finished: _,
      sampler: __,
      ...stopped
    } = run({ onStep: ({ t }) => (t === 4 ? 'stop' : undefined) });
    expect(checkpoints).toEqual([stopped]);
  });

  it('refuses to go on where the run is over', () => {
    const long = run({});
    expect(() => run({ generations: 5, from: long })).toThrow(
      'generations: got 5, expected at least 12, where the run stopped.',
    );
  });

  it('refuses a state of the other sampler', () => {
    const half = run({ onStep: ({ t }) => (t === 4 ? 'stop' : undefined) });
    expect(() => run({ spec: specOf(models[1], setting, 'samples'), from: half })).toThrow(
      'from.state.sampler: got "statistics", expected a state of sampler samples, which this request resolves to.',
    );
  });
});

describe('a state of another specification', () => {
  const remedy = 'A state goes on with the specification and the observers that it was made with.';
  const [replace, , accumulate, subsample] = cases;
  const encoded = (model: Model, one: Case, sampler: SamplerName, t = 2) => {
    const lineage = createLineage(specOf(model, one, sampler), streamsOf(1));
    let state = lineage.init();
    while (state.t < t) state = lineage.step(state);
    return lineage.encode(state);
  };
  const larger = { ...accumulate, sizes: { initial: 6, new: 7 } };
  const more = { ...subsample, sizes: { initial: 6, new: 7, train: 7 } };

  it.each<[string, Json, Model, Case, SamplerName, string]>([
    [
      'workflow that keeps a pool',
      encoded(models[0], replace, 'auto'),
      models[0],
      accumulate,
      'auto',
      'encoded.pool: got undefined, expected this part, which this lineage keeps.',
    ],
    [
      'workflow that keeps none',
      { ...(encoded(models[0], replace, 'auto') as object), pool: 5 },
      models[0],
      replace,
      'auto',
      'encoded.pool: got 5, expected no such part, since this lineage keeps none.',
    ],
    [
      'workflow, point by point',
      encoded(models[0], replace, 'samples'),
      models[0],
      subsample,
      'samples',
      'encoded.deferred: got undefined, expected this part, which this lineage keeps.',
    ],
    [
      'family',
      encoded(models[0], replace, 'auto'),
      models[2],
      replace,
      'auto',
      'encoded.model.probabilities: got undefined, expected a list of 4 numbers.',
    ],
    [
      'dimension',
      encoded(models[0], replace, 'auto'),
      models[1],
      replace,
      'auto',
      'encoded.model.mean: got [0], expected a list of 2 numbers.',
    ],
    ...(['statistics', 'samples'] as const).map(
      (sampler): [string, Json, Model, Case, SamplerName, string] => [
        `sizes, ${sampler}`,
        encoded(models[0], accumulate, sampler),
        models[0],
        larger,
        sampler,
        `encoded.${sampler === 'samples' ? 'statistics' : 'pool'}: got "16 points", expected the 20 points of sizes ` +
          '{"initial":6,"new":7} at generation 2.',
      ],
    ),
    [
      'sizes of a pool that subsets are drawn from',
      encoded(models[0], subsample, 'samples'),
      models[0],
      more,
      'samples',
      'encoded.deferred: got "16 points", expected the 20 points of sizes {"initial":6,"new":7,"train":7} at generation 2.',
    ],
    [
      'real data that are used up',
      { ...(encoded(models[0], replace, 'auto') as object), used: 6 },
      models[0],
      replace,
      'auto',
      'encoded.used: got 6, expected 0.',
    ],
    ['kind', 7, models[0], replace, 'auto', 'encoded: got 7, expected an object, as encode gives it.'],
  ])('is refused: another %s', (_, state, model, one, sampler, message) => {
    const spec = specOf(model, one, sampler);
    const lineage = createLineage(spec, streamsOf(1));
    const anyMean = (text: string) => text.replace(/got \[-?[\d.]+\]/, 'got [0]');
    const caught = (run: () => unknown): Error => {
      try {
        run();
      } catch (error) {
        return error as Error;
      }
      throw new Error('accepted');
    };
    expect(anyMean(caught(() => lineage.decode(state)).message)).toBe(`${message} ${remedy}`);
    const from = {
      t: 2,
      state: { sampler: lineage.sampler, first: null, lineage: state },
      series: [],
      snapshots: [],
    };
    const error = caught(() => runLineage({ spec, streams: streamsOf(1), generations: 4, from }));
    expect(error).toBeInstanceOf(InvalidSpecError);
    const path = ['from', 'state', message.slice(0, message.indexOf(':')).replace('encoded', 'lineage')];
    expect((error as InvalidSpecError).problems.map((problem) => problem.path)).toEqual([path]);
  });
});

describe('recordedGenerations', () => {
  it.each<[RecordPolicy, number, number[]]>([
    ['all', 3, [0, 1, 2, 3]],
    ['all', 0, [0]],
    [{ every: 4 }, 10, [0, 4, 8, 10]],
    [{ every: 5 }, 10, [0, 5, 10]],
    [{ at: [7, 2, 7, 20] }, 10, [2, 7]],
    [{ perDecade: 3 }, 100, [0, 1, 2, 5, 10, 22, 46, 100]],
    [{ perDecade: 1 }, 50, [0, 1, 10, 50]],
  ])('%j of %d generations', (policy, generations, expected) => {
    expect(recordedGenerations(policy, generations)).toEqual(expected);
  });

  it('of a longer run contain those of a shorter one, but for its last', () => {
    const policy = fc.oneof(
      fc.constant('all' as const),
      fc.record({ every: fc.integer({ min: 1, max: 9 }) }),
      fc.record({ perDecade: fc.integer({ min: 1, max: 30 }) }),
    );
    fc.assert(
      fc.property(policy, fc.nat(300), fc.nat(300), (record, a, b) => {
        const [short, long] = [Math.min(a, b), Math.max(a, b)];
        const times = new Set(recordedGenerations(record, long));
        expect(recordedGenerations(record, short).filter((t) => t !== short && !times.has(t))).toEqual([]);
      }),
    );
  });

  it.each<[unknown, string]>([
    ['none', 'all, { every: n }, { at: [generations] } or { perDecade: n }'],
    [{ perDecade: 2.5 }, 'a positive integer'],
    [{ at: 5 }, 'a list of generations'],
    [{ at: [1, 2.5] }, 'a generation, that is a non-negative integer'],
  ])('refuses %j', (policy, expected) => {
    expect(recordProblems(policy as RecordPolicy).map((problem) => problem.expected)).toEqual([expected]);
  });
});
