import { dataSetSource, gaussianMixtureSource, normalSource, pointsOf } from '@collapse-lab/models';
import {
  createLineage,
  describeProblem,
  InvalidSpecError,
  type LineageSpec,
  type Sizes,
  validateLineage,
  validateWorkflow,
  type WorkflowLimits,
  type WorkflowSpec,
} from '@collapse-lab/process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { categoricalFamily, gaussianFamily, settings, streamsOf } from './support/settings.ts';
import { taggedFamily, taggedReal } from './support/tagged-family.ts';

const good: Sizes = { initial: 10, new: 5 };

function messages(workflow: unknown, sizes: unknown, limits?: WorkflowLimits): string[] {
  return validateWorkflow(workflow as WorkflowSpec, sizes as Sizes, limits).map(describeProblem);
}

describe('validateWorkflow', () => {
  it('finds nothing wrong with valid settings', () => {
    fc.assert(
      fc.property(settings, ({ workflow, sizes }) => {
        expect(validateWorkflow(workflow, sizes, { generations: 6 })).toEqual([]);
      }),
    );
  });

  const list = (...values: number[]) => ({ kind: 'list', values });
  const kinds = 'replace, replace-grown, accumulate, accumulate-subsample, mixture, keep-real, fresh-real';

  it.each<[unknown, unknown, string[]]>([
    [
      'replace',
      undefined,
      [
        'workflow: got "replace", expected an object with a kind.',
        'sizes: got nothing, expected an object with initial and new.',
      ],
    ],
    [{ kind: 'recycle' }, good, [`workflow.kind: got "recycle", expected one of ${kinds}.`]],
    [
      { kind: 'replace' },
      { initial: 0, new: 5 },
      ['sizes.initial: got 0, expected an integer of 1 or more.'],
    ],
    [
      { kind: 'replace' },
      { initial: 2.5, new: 5 },
      ['sizes.initial: got 2.5, expected an integer of 1 or more.'],
    ],
    [
      { kind: 'replace' },
      { initial: 'ten', new: 'five' },
      [
        'sizes.initial: got "ten", expected an integer of 1 or more.',
        'sizes.new: got "five", expected a number, or a schedule with kind linear, power or list.',
      ],
    ],
    [
      { kind: 'replace' },
      { initial: 1 },
      ['sizes.new: got nothing, expected a number, or a schedule with kind linear, power or list.'],
    ],
    [
      { kind: 'replace' },
      { ...good, train: 5, real: 3 },
      [
        'sizes.train: got 5, expected nothing: workflow replace does not use it, only accumulate-subsample does. Leave it out.',
        'sizes.real: got 3, expected nothing: workflow replace does not use it, only fresh-real does. Leave it out.',
      ],
    ],
    [
      { kind: 'replace', weight: 0.5 },
      good,
      [
        'workflow.weight: got 0.5, expected nothing: workflow replace does not weight points, only fresh-real does. Leave it out.',
      ],
    ],
    [
      { kind: 'fresh-real' },
      good,
      ['sizes.real: got nothing, expected the number of fresh real points per generation.'],
    ],
    [
      { kind: 'replace' },
      { initial: 10, new: { kind: 'linear', intercept: 5, slope: -2 } },
      ['sizes.new: got -1, expected a number of points from 0 to 2^53 at generation 3.'],
    ],
    [
      { kind: 'replace' },
      { initial: 10, new: 0.4 },
      ['sizes: got 0, expected at least 1 points to fit model 1 to.'],
    ],
    [
      { kind: 'mixture', alpha: 0.5, beta: 0.3, gamma: 0.1 },
      good,
      ['workflow: got 0.9, expected alpha + beta + gamma = 1 at generation 1.'],
    ],
    [
      { kind: 'mixture', alpha: list(1, 1.5), beta: list(0, -0.5), gamma: 0 },
      good,
      [
        'workflow.alpha: got 1.5, expected a weight from 0 to 1 at generation 2.',
        'workflow.beta: got -0.5, expected a weight from 0 to 1 at generation 2.',
      ],
    ],
    [
      { kind: 'mixture', alpha: 1, beta: Number.NaN, gamma: list() },
      good,
      [
        'workflow.beta: got NaN, expected a finite number.',
        'workflow.gamma.values: got [], expected a list of one number or more.',
      ],
    ],
    [
      { kind: 'keep-real', share: 1.5, subset: 'some', mode: 'mixed' },
      good,
      [
        'workflow.share: got 1.5, expected a number from 0 to 1.',
        'workflow.subset: got "some", expected fixed or redrawn.',
        'workflow.mode: got "mixed", expected added or replacing.',
      ],
    ],
    [
      { kind: 'keep-real', share: 0.9, subset: 'fixed', mode: 'replacing' },
      good,
      [
        'sizes.new: got 5, expected at least the 9 real points that replace new ones at generation 1. ' +
          'Raise sizes.new, or use mode: added.',
      ],
    ],
    [
      { kind: 'accumulate-subsample' },
      { ...good, train: list(10, 30) },
      ['sizes.train: got 30, expected at most the 20 points of the pool at generation 2.'],
    ],
  ])('%j with %j', (workflow, sizes, expected) => {
    expect(messages(workflow, sizes, { generations: 10 })).toEqual(expected);
  });

  it('asks for as many points as the family needs, in D_0 and in every D_t', () => {
    expect(messages({ kind: 'replace' }, { initial: 1, new: 5 }, { minimumSize: 2 })).toEqual([
      'sizes.initial: got 1, expected an integer of 2 or more.',
    ]);
    expect(
      messages(
        { kind: 'replace' },
        { initial: 5, new: { kind: 'list', values: [5, 1] } },
        { minimumSize: 2, generations: 2 },
      ),
    ).toEqual(['sizes: got 1, expected at least 2 points to fit model 2 to.']);
  });

  it.each<[WorkflowSpec, Sizes, number]>([
    [{ kind: 'replace-grown' }, { initial: 10, new: 2 ** 52 }, 2],
    [{ kind: 'accumulate' }, { initial: 10, new: 2 ** 48 }, 32],
    [{ kind: 'accumulate' }, { initial: 10, new: { kind: 'linear', intercept: 0, slope: 2 ** 50 } }, 4],
    [{ kind: 'accumulate-subsample' }, { initial: 10, new: { kind: 'list', values: [2 ** 48] } }, 32],
    [{ kind: 'fresh-real' }, { initial: 10, new: 2 ** 52, real: 2 ** 52 }, 1],
    [{ kind: 'keep-real', share: 1, subset: 'fixed', mode: 'added' }, { initial: 2 ** 52, new: 2 ** 52 }, 1],
  ])(
    'refuses more points than can be counted, in the first such generation: %j, %j',
    (workflow, sizes, t) => {
      expect(validateWorkflow(workflow, sizes, { generations: t - 1 })).toEqual([]);
      const [problem, ...others] = validateWorkflow(workflow, sizes, { generations: 100 });
      expect(others).toEqual([]);
      expect(problem.path).toEqual(['sizes']);
      expect(problem.got).toBeGreaterThan(Number.MAX_SAFE_INTEGER);
      expect(describeProblem({ ...problem, got: 'too many' })).toBe(
        `sizes: got "too many", expected at most 2^53 points together at generation ${t}. ` +
          'Lower the sizes, or run fewer generations.',
      );
    },
  );

  it('looks no further than the generations that will run', () => {
    const sizes = { initial: 10, new: { kind: 'linear', intercept: 5, slope: -2 } };
    expect(messages({ kind: 'replace' }, sizes, { generations: 2 })).toEqual([]);
    expect(messages({ kind: 'replace' }, sizes, { generations: 3 })).toHaveLength(1);
  });
});

describe('validateLineage', () => {
  const spec: LineageSpec = {
    real: normalSource({ d: 1 }),
    family: gaussianFamily(1),
    workflow: { kind: 'replace' },
    sizes: good,
    sampler: 'auto',
    numberFormat: 'f64',
  };
  const problemsOf = (changes: object, generations?: number): string[] => {
    const question = generations === undefined ? {} : { generations };
    return validateLineage({ ...spec, ...changes } as LineageSpec, question).map(describeProblem);
  };

  it('finds nothing wrong with a valid specification', () => {
    expect(problemsOf({}, 100)).toEqual([]);
  });

  it('reports problems of different kinds at once', () => {
    const changes = { family: categoricalFamily(3), numberFormat: 'f8', sizes: { initial: 10, new: -1 } };
    expect(problemsOf(changes)).toEqual([
      'real: got "points with d = 1", expected symbols with k = 3, which family categorical is made for.',
      'numberFormat: got "f8", expected one of f64, f32, f16, bf16.',
      'sizes.new: got -1, expected a number of points from 0 to 2^53 at generation 1.',
    ]);
  });

  it('refuses a number format that the family cannot apply', () => {
    expect(problemsOf({ real: taggedReal, family: taggedFamily().family, numberFormat: 'f16' })).toEqual([
      'numberFormat: got "f16", expected f64: family tagged cannot round its parameters.',
    ]);
  });

  it('refuses an invalid shortcut with the reason', () => {
    expect(problemsOf({ sampler: 'statistics', workflow: { kind: 'accumulate-subsample' } })).toEqual([
      'sampler: got "statistics", expected samples or auto: subsets of the pool drawn in different generations share ' +
        'points, which the statistics of family gaussian do not keep track of (at generation 1).',
    ]);
    expect(problemsOf({ sampler: 'exact' })).toEqual([
      'sampler: got "exact", expected one of auto, statistics, samples.',
    ]);
  });

  it('refuses wrong generations', () => {
    expect(problemsOf({}, -1)).toEqual(['generations: got -1, expected a non-negative integer.']);
    expect(problemsOf({}, 1.5)).toEqual(['generations: got 1.5, expected a non-negative integer.']);
  });

  it('knows before anything runs that a data set will not last', () => {
    const data = pointsOf(
      Float64Array.from({ length: 100 }, (_, i) => i),
      1,
    );
    const real = dataSetSource({ identity: 'numbers', data });
    const changes = { real, workflow: { kind: 'fresh-real' }, sizes: { initial: 40, new: 5, real: 20 } };
    expect(problemsOf(changes, 3)).toEqual([]);
    expect(problemsOf(changes, 4)).toEqual([
      'sizes: got 120, expected at most the 100 points of real data data-set by generation 4. ' +
        'Set bootstrap: true to draw with replacement, lower the sizes, or run at most 3 generations.',
    ]);
    expect(problemsOf({ real, sizes: { initial: 101, new: 5 } })).toEqual([
      'sizes: got 101, expected at most the 100 points of real data data-set by generation 0. ' +
        'Set bootstrap: true to draw with replacement, lower the sizes.',
    ]);
    const bootstrap = dataSetSource({ identity: 'numbers', data, bootstrap: true });
    expect(problemsOf({ ...changes, real: bootstrap }, 1000)).toEqual([]);
  });

  it('refuses fresh real points that do not fit in memory, unless their statistics are drawn', () => {
    const workflow = { kind: 'fresh-real' };
    const sizes = { initial: 10, new: 5, real: 1e9 };
    expect(problemsOf({ workflow, sizes }, 3)).toEqual([]);
    const changes = { workflow, sizes, real: gaussianMixtureSource({ weights: [1, 1], means: [0, 1] }) };
    expect(problemsOf(changes, 3)).toEqual([
      'sizes.real: got 1000000000, expected at most 536870912 fresh real points a generation, which are in memory ' +
        'together (4 GiB). Lower the sizes, or take real data that belong to the family: their statistics are drawn ' +
        'without the points.',
    ]);
    expect(problemsOf({ workflow, sizes, sampler: 'samples' }, 3)).toHaveLength(1);
    // A share of the points, whose number is not known before it is drawn.
    const allReal = {
      workflow: { kind: 'mixture', alpha: 0, beta: 0, gamma: 1 },
      sizes: { initial: 10, new: 1e9 },
    };
    const lineage = createLineage({ ...spec, ...changes, ...allReal } as LineageSpec, streamsOf(1));
    expect(() => lineage.step(lineage.init())).toThrow(
      'sizes: got "1000000000 fresh points at generation 1", expected at most 536870912 fresh real points a generation',
    );
  });

  it('createLineage throws all problems in one message', () => {
    const broken = { ...spec, sizes: { initial: 0, new: -1 }, numberFormat: 'f8' } as unknown as LineageSpec;
    const create = (): unknown => createLineage(broken, streamsOf(1));
    expect(create).toThrow(InvalidSpecError);
    expect(create).toThrow(
      'numberFormat: got "f8", expected one of f64, f32, f16, bf16.\n' +
        'sizes.initial: got 0, expected an integer of 1 or more.',
    );
  });
});
