/** Families that pretrain, train and generate in steps: a run may be stopped between any two, and goes on bit for bit. */
import { Stream, uniformInteger } from '@collapse-lab/math';
import type { AnyFamily, Blobs, Data, FitInput, Sequences } from '@collapse-lab/models';
import {
  createLineage,
  type Observer,
  type RunCheckpoint,
  type RunProgress,
  type RunRequest,
  type RunResult,
  runLineage,
  type Sizes,
  type WorkflowSpec,
} from '@collapse-lab/process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cases, streamsOf } from './support/settings.ts';
import {
  type Counts,
  firstToken,
  memoryBlobs,
  sequences,
  sequencesSource,
  stepwiseFamily,
  type Weights,
} from './support/stepwise-family.ts';

const replace = { workflow: { kind: 'replace' }, sizes: { initial: 6, new: 5 } } as const;

function request(
  family: AnyFamily,
  { workflow, sizes }: { readonly workflow: WorkflowSpec; readonly sizes: Sizes } = replace,
  more: Partial<RunRequest> = {},
): RunRequest {
  return {
    spec: { real: sequencesSource(), family, workflow, sizes, sampler: 'auto', numberFormat: 'f64' },
    streams: streamsOf(3),
    generations: 3,
    snapshots: [0, 1, 2, 3],
    ...more,
  };
}

/** Stopped after every stretch of steps; what is kept is JSON and blobs, and every family is a new one. */
function inPieces(
  make: () => AnyFamily,
  setting: Parameters<typeof request>[1],
  blobs: Blobs | undefined,
  onStep: (progress: RunProgress) => void = () => {},
): RunResult {
  let from: RunCheckpoint | undefined;
  for (;;) {
    const run = runLineage(
      request(make(), setting, {
        blobs,
        from,
        onStep: (progress) => {
          onStep(progress);
          return 'stop';
        },
      }),
    );
    if (run.finished) return run;
    from = JSON.parse(JSON.stringify(run)) as RunCheckpoint;
  }
}

describe.each(cases)('$name', ({ workflow, sizes }) => {
  it('gives the same models, chopped at random strides, with and without blobs', () => {
    const property = fc.property(
      fc.nat(),
      fc.boolean(),
      fc.boolean(),
      fc.subarray<'train' | 'generate' | 'pretrain'>(['train', 'generate', 'pretrain'], { maxLength: 2 }),
      (seed, prompts, blobs, without) => {
        const options = { prompts, without, validationSize: 2 };
        const whole = runLineage(
          request(stepwiseFamily({ ...options, stride: () => 100 }), { workflow, sizes }),
        );
        const strides = Stream.fromPath([seed]);
        const stride = (): number => 1 + uniformInteger(strides, 3);
        const make = (): AnyFamily => stepwiseFamily({ ...options, stride });
        const kept = blobs ? memoryBlobs() : undefined;
        const pieces = inPieces(make, { workflow, sizes }, kept);
        const plain = pieces.snapshots.map(({ t, parameters }) => {
          return { t, parameters: make().encode(make().decode(parameters, kept)) };
        });
        expect(plain).toEqual(whole.snapshots);
        expect(whole.snapshots).toHaveLength(4);
      },
    );
    fc.assert(property, { numRuns: 12, seed: 1 });
  });
});

it('makes no step twice where it is stopped after every stretch, also of what it has generated', () => {
  const setting = { workflow: { kind: 'accumulate' }, sizes: replace.sizes } as const;
  const counts = (): Counts => ({ pretrained: 0, generated: 0, trained: 0 });
  const [whole, chopped] = [counts(), counts()];
  runLineage(request(stepwiseFamily({ counts: whole }), setting));
  inPieces(() => stepwiseFamily({ counts: chopped }), setting, memoryBlobs());
  expect(whole).toEqual({ pretrained: 5, generated: 15, trained: 28 });
  expect(chopped).toEqual(whole);
});

it('pretrains once per family', () => {
  const counts: Counts = { pretrained: 0, generated: 0, trained: 0 };
  const family = stepwiseFamily({ counts });
  const first = runLineage(request(family));
  const second = runLineage(request(family, replace, { streams: streamsOf(4) }));
  expect(counts.pretrained).toBe(5);
  const alone = runLineage(request(stepwiseFamily(), replace, { streams: streamsOf(4) }));
  expect(second.snapshots).toEqual(alone.snapshots);
  expect(second.snapshots).not.toEqual(first.snapshots);
});

it('every generation starts from the base, and is given the model before', () => {
  const inputs: FitInput<Weights, Sequences>[] = [];
  const { snapshots } = runLineage(request(stepwiseFamily({ inputs })));
  expect(inputs.map(({ base }) => base)).toEqual(Array(4).fill({ weights: Array(5).fill(1 + 1 / 3) }));
  expect(inputs.map(({ previous }) => previous?.weights)).toEqual([
    undefined,
    ...snapshots.slice(0, 3).map(({ parameters }) => parameters),
  ]);
});

it('says how far it is: the generation, what is done of it, steps and units', () => {
  const seen: unknown[] = [];
  runLineage(
    request(stepwiseFamily({ stride: () => 4 }), replace, {
      generations: 1,
      onStep: ({ t, work }) => {
        seen.push(work === undefined ? t : [t, work.phase, work.made, work.steps, work.units!.made]);
        return undefined;
      },
    }),
  );
  expect(seen).toEqual([
    -1,
    [-1, 'pretraining', 4, 5, 12],
    [-1, 'training', 0, 7, 0],
    [-1, 'training', 4, 7, 12],
    0,
    [0, 'generating', 4, 5, 12],
    [0, 'training', 0, 7, 0],
    [0, 'training', 4, 7, 12],
    1,
  ]);
});

describe('prompts', () => {
  /** Keeps D_t and the samples of model t. */
  function spy(): { readonly observer: Observer; readonly train: Data[]; readonly samples: Data[] } {
    const [train, samples]: Data[][] = [[], []];
    const observer: Observer = {
      name: 'spy',
      version: 1,
      metrics: {},
      needs: ['train', 'samples'],
      sampleCount: 8,
      refuses: () => undefined,
      measure: (observation) => {
        train.push(observation.train!);
        samples.push(observation.samples!);
        return {};
      },
    };
    return { observer, train, samples };
  }
  const first = ({ n, values }: Data): number[] => Array.from({ length: n }, (_, i) => values[3 * i]);

  it.each([5, 6, 14])('are those of D_0 in turn, for %d sequences', (n) => {
    const { observer, train, samples } = spy();
    const setting = { workflow: { kind: 'replace' }, sizes: { initial: 6, new: n } } as const;
    runLineage(request(stepwiseFamily({ prompts: true }), setting, { observers: [observer] }));
    const [initial] = train;
    for (const made of train.slice(1)) {
      expect(made.n).toBe(n);
      expect(first(made)).toEqual(Array.from({ length: n }, (_, i) => firstToken(initial, i)));
    }
    for (const made of samples)
      expect(first(made)).toEqual(Array.from({ length: 8 }, (_, i) => firstToken(initial, i)));
  });

  it('a tenth of D_0 replaces as many sequences', () => {
    const { observer, train } = spy();
    const workflow = { kind: 'keep-real', share: 0.1, subset: 'redrawn', mode: 'replacing' } as const;
    const setting = { workflow, sizes: { initial: 20, new: 20 } };
    runLineage(request(stepwiseFamily({ prompts: true }), setting, { observers: [observer] }));
    const rows = (data: Data, from: number, to: number): string[] =>
      Array.from({ length: to - from }, (_, i) =>
        data.values.slice(3 * (from + i), 3 * (from + i + 1)).join(),
      );
    const all = rows(train[0], 0, 20);
    for (const made of train.slice(1)) {
      expect(made.n).toBe(20);
      for (const row of rows(made, 0, 2)) expect(all).toContain(row);
      expect(first(made).slice(2)).toEqual(first(train[0]).slice(0, 18));
    }
    expect(rows(train[1], 0, 2)).not.toEqual(rows(train[2], 0, 2));
  });
});

describe('validation points', () => {
  const given = (
    real = sequencesSource(),
    validationSize = 4,
    setting: Parameters<typeof request>[1] = replace,
  ) => {
    const inputs: FitInput<Weights, Sequences>[] = [];
    const asked = request(stepwiseFamily({ inputs, validationSize }), setting);
    runLineage({ ...asked, spec: { ...asked.spec, real } });
    return inputs.map(({ validation }) => validation);
  };

  it('are the first of those that were set apart', () => {
    const points = sequences(40, (i) => i % 5);
    const validation = sequences(6, (i) => i % 3);
    const first = sequences(4, (i) => i % 3);
    expect(given(sequencesSource({ points, validation }))).toEqual(Array(4).fill(first));
  });

  it('are else drawn from p_0: the same in all generations and for all workflows of a seed', () => {
    const [one, ...others] = given();
    expect(one!.n).toBe(4);
    expect(others).toEqual(Array(3).fill(one));
    const accumulate = { workflow: { kind: 'accumulate' }, sizes: replace.sizes } as const;
    expect(given(sequencesSource(), 4, accumulate)[0]).toEqual(one);
  });

  it('are refused where there are too few', () => {
    const points = sequences(40, (i) => i % 5);
    expect(() => given(sequencesSource({ points }))).toThrow(
      'real: got "toy text", expected data with 4 points set apart for validation, by which family stepwise chooses its ' +
        'checkpoint, and 0 are. Set the validation of the family to 0, or take real data with more.',
    );
    expect(() => given(sequencesSource({ points, validation: sequences(3, () => 0) }))).toThrow(
      'and 3 are. Set the validation of the family to 3 or less, or take real data with more.',
    );
    expect(given(sequencesSource({ points, bootstrap: true }))[0]!.n).toBe(4);
  });
});

describe('a state', () => {
  const lineage = (family = stepwiseFamily()) =>
    createLineage(request(family).spec, streamsOf(3), { generations: 3 });
  const after = (steps: number): { making: Record<string, unknown>; [part: string]: unknown } => {
    const made = lineage();
    let state = made.init();
    for (let i = 0; i < steps; i++) state = made.step(state);
    return made.encode(state) as never;
  };

  it('of another part of a generation is refused', () => {
    const state = after(9);
    expect(state.making.phase).toBe('generating');
    const wrong = { ...state, making: { ...state.making, phase: 'training' } };
    expect(() => lineage().decode(wrong as never)).toThrow(
      'encoded.making.phase: got "training", expected generating. A state goes on with the specification and the ' +
        'observers that it was made with.',
    );
    const points = { length: 3, k: 5, values: Array(15).fill(0) };
    const further = { ...state, making: { ...state.making, generated: [points, points] } };
    expect(() => lineage().decode(further as never)).toThrow(
      'encoded.making.phase: got "generating", expected training. A state goes on with',
    );
  });

  it('without the base that every generation starts from is refused', () => {
    const { base, ...rest } = after(7) as Record<string, unknown>;
    expect(base).toBeDefined();
    expect(() => lineage().decode(rest as never)).toThrow(
      'encoded.base: got undefined, expected this part, which this lineage keeps. A state goes on with the specification ' +
        'and the observers that it was made with.',
    );
  });

  it('keeps many points as bytes beside it', () => {
    const sizes = { initial: 6, new: 6000 };
    const family = (): AnyFamily => stepwiseFamily({ stride: () => 10000 });
    const blobs = memoryBlobs();
    const asked = request(family(), { workflow: { kind: 'accumulate' }, sizes }, { generations: 2, blobs });
    const run = runLineage({ ...asked, generations: 1 });
    const text = JSON.stringify(run.state);
    expect(text.length).toBeLessThan(60_000);
    expect(text.match(/"values":"blob/g)).toHaveLength(1);
    const on = runLineage({ ...asked, from: run });
    expect(on.snapshots).toEqual(runLineage({ ...asked, blobs: memoryBlobs() }).snapshots);
  });
});

it('goes on with the base that another lineage has made meanwhile, with the same models', () => {
  const setting = replace;
  let from: RunCheckpoint | undefined;
  runLineage(
    request(stepwiseFamily(), setting, {
      onStep: (progress) => {
        from = progress.checkpoint();
        return progress.work?.phase === 'pretraining' ? 'stop' : undefined;
      },
    }),
  );
  const family = stepwiseFamily();
  runLineage(request(family, setting, { streams: streamsOf(4) }));
  const resumed = runLineage(request(family, setting, { from }));
  expect(resumed.snapshots).toEqual(runLineage(request(stepwiseFamily(), setting)).snapshots);
});
