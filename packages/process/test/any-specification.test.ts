/**
 * Whatever a specification is made of, as JavaScript or a file may give it: it runs, or is refused with problems that can
 * be printed. Never a type error, never for ever.
 */
import { CollapseLabError } from '@collapse-lab/math';
import {
  type AnyFamily,
  dataSetSource,
  families,
  gaussianClassesSource,
  linearSource,
  normalSource,
  pointsOf,
  type RealSource,
  uniformCategoricalSource,
} from '@collapse-lab/models';
import { createLineage, describeProblem, type LineageSpec, validateLineage } from '@collapse-lab/process';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { streamsOf } from './support/settings.ts';

const anything = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    undefined,
    Number.NaN,
    Infinity,
    -1,
    0,
    0.5,
    1,
    3,
    2 ** 53,
    '0.5',
    'golden',
    true,
    [],
    {},
  ),
  fc.jsonValue({ maxDepth: 2 }),
);
/** Values that pass, and now and then one that does not. */
const mostly = <T>(good: fc.Arbitrary<T>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 40, arbitrary: good as fc.Arbitrary<unknown> }, { weight: 1, arbitrary: anything });
const record = (
  model: Record<string, fc.Arbitrary<unknown>>,
  requiredKeys: string[] = Object.keys(model),
): fc.Arbitrary<unknown> => mostly(fc.record(model, { requiredKeys }));

const share = mostly(fc.constantFrom(0, 0.25, 0.5, 1));
const count = mostly(fc.constantFrom(5, 6, 12));
const schedule = (number: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 4, arbitrary: number },
    {
      weight: 1,
      arbitrary: record({ kind: fc.constant('linear'), intercept: number, slope: fc.constant(0) }),
    },
    { weight: 1, arbitrary: record({ kind: fc.constant('power'), scale: number, exponent: fc.constant(0) }) },
    { weight: 1, arbitrary: record({ kind: fc.constant('list'), values: mostly(fc.array(number)) }) },
  );
const curate = fc.oneof(
  record({ kind: fc.constant('label-verifier'), phi: share, psi: share }),
  record({
    kind: fc.constant('ball-verifier'),
    centre: mostly(fc.array(share)),
    radius: count,
    slack: share,
  }),
  record({
    kind: fc.constant('thinning'),
    keep: mostly(fc.array(share, { minLength: 3, maxLength: 3 })),
  }),
);
/** A workflow of a kind with its options, perhaps curated, and its sizes. */
const setting = (kind: string, options: Record<string, fc.Arbitrary<unknown>>, sizes: string[] = []) =>
  fc.record({
    workflow: record({ kind: mostly(fc.constant(kind)), ...options, curate }, [
      'kind',
      ...Object.keys(options),
    ]),
    sizes: record({
      initial: count,
      new: schedule(count),
      ...Object.fromEntries(sizes.map((name) => [name, schedule(count)])),
    }),
  });
const settings = fc.oneof(
  setting('replace', {}),
  setting('replace-grown', {}),
  setting('accumulate', {}),
  setting('accumulate-subsample', {}, ['train']),
  setting('mixture', { alpha: schedule(share), beta: schedule(share), gamma: schedule(share) }),
  setting('keep-real', {
    share,
    subset: mostly(fc.constantFrom('fixed', 'redrawn')),
    mode: mostly(fc.constantFrom('added', 'replacing')),
  }),
  setting('fresh-real', {}, ['real']),
  setting('fresh-real', { weight: mostly(fc.constantFrom('golden', 0, 0.3, 1)) }, ['real']),
);

const made = (name: string, options: object, real: RealSource): { family: AnyFamily; real: RealSource } => {
  const resolved = families[name].resolve({ ...options }) as { options: unknown };
  return { family: families[name].create(resolved.options, real.shape, real), real };
};
const line = dataSetSource({ identity: 'line', data: pointsOf([0, 1, 2, 3, 4, 5, 6], 1) });
const subjects = [
  made('gaussian', { ddof: 1 }, normalSource({ d: 1 })),
  made('gaussian', { ddof: 0 }, line),
  made('categorical', {}, uniformCategoricalSource(3)),
  made('linear-regression', { design: 'fresh', noise: 'refitted' }, linearSource({ d: 1, noise: 1 })),
  made('linear-regression', { design: 'fixed', noise: 1 }, linearSource({ d: 2, noise: 1 })),
  made('logistic-regression', { design: 'fresh', ridge: 1 }, gaussianClassesSource({ d: 1 })),
  made('kde', { bandwidth: 1 }, normalSource({ d: 1 })),
];

const spec = fc
  .record({
    subject: fc.constantFrom(...subjects),
    other: mostly(fc.constantFrom(...subjects)),
    swap: fc.constantFrom('neither', 'neither', 'neither', 'family', 'real'),
    setting: settings,
    sampler: mostly(fc.constantFrom('auto', 'auto', 'statistics', 'samples')),
    numberFormat: mostly(fc.constantFrom('f64', 'f64', 'bf16')),
  })
  .map(({ subject, other, swap, setting, ...rest }) => {
    const { family, real } = (other ?? {}) as Partial<typeof subject>;
    return {
      ...subject,
      ...(swap === 'family' ? { family } : swap === 'real' ? { real } : {}),
      ...setting,
      ...rest,
    } as LineageSpec;
  });

const generations = fc.constantFrom(undefined, 0, 1, 3, 40);

function isSmall(value: unknown): boolean {
  return (
    JSON.stringify(value, (_, part) => (typeof part === 'number' && part > 100 ? 'large' : part)).includes(
      'large',
    ) === false
  );
}

it('a specification of anything runs, or has problems that can be printed', () => {
  let ran = 0;
  fc.assert(
    fc.property(spec, generations, (any, until) => {
      const question = until === undefined ? {} : { generations: until };
      const problems = validateLineage(any, question);
      for (const problem of problems) expect(describeProblem(problem)).toMatch(/: got .*, expected ./s);
      if (problems.length > 0 || !isSmall(any.sizes)) return;
      ran++;
      try {
        const lineage = createLineage(any, streamsOf(1), question);
        const state = lineage.init();
        if (until !== 0) lineage.step(state);
      } catch (error) {
        // Of what only the data show: separated labels, nothing accepted, real points used up.
        expect(error).toBeInstanceOf(CollapseLabError);
      }
    }),
    { numRuns: 4000, seed: 11 },
  );
  expect(ran).toBeGreaterThan(200);
});

it.each([null, undefined, 3, 'spec', [], {}])('%j is no specification', (value) => {
  expect(validateLineage(value as never).map(describeProblem)).not.toEqual([]);
});

it('generations are as many as streams have labels for', () => {
  const { family, real } = subjects[0];
  const rest = {
    workflow: { kind: 'replace' },
    sizes: { initial: 5, new: 5 },
    sampler: 'auto',
    numberFormat: 'f64',
  };
  const problems = validateLineage({ family, real, ...rest } as LineageSpec, { generations: 2 ** 40 });
  expect(problems.map(describeProblem)).toEqual([
    'generations: got 1099511627776, expected at most 4294967294 generations.',
  ]);
});
