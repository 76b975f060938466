/** Every workflow in a form that small tests can run, with arbitraries over all of them. */
import { Stream } from '@collapse-lab/math';
import {
  type AnyFamily,
  categorical,
  categoricalSource,
  gaussian,
  normalSource,
  type RealSource,
} from '@collapse-lab/models';
import type {
  LineageSpec,
  LineageStreams,
  SamplerName,
  Schedule,
  Sizes,
  WorkflowSpec,
} from '@collapse-lab/process';
import fc from 'fast-check';

export interface Case {
  readonly name: string;
  readonly workflow: WorkflowSpec;
  readonly sizes: Sizes;
}

const sizes: Sizes = { initial: 6, new: 5 };

/** One case for every workflow and every mode of it. */
export const cases: readonly Case[] = [
  { name: 'replace', workflow: { kind: 'replace' }, sizes },
  { name: 'replace-grown', workflow: { kind: 'replace-grown' }, sizes },
  { name: 'accumulate', workflow: { kind: 'accumulate' }, sizes },
  {
    name: 'accumulate-subsample',
    workflow: { kind: 'accumulate-subsample' },
    sizes: { ...sizes, train: 7 },
  },
  { name: 'mixture without β', workflow: { kind: 'mixture', alpha: 0.75, beta: 0, gamma: 0.25 }, sizes },
  { name: 'mixture', workflow: { kind: 'mixture', alpha: 0.5, beta: 0.375, gamma: 0.125 }, sizes },
  {
    name: 'mixture with schedules',
    workflow: {
      kind: 'mixture',
      alpha: { kind: 'list', values: [0.5, 0.25, 1, 0.5] },
      beta: { kind: 'list', values: [0.5, 0.5, 0, 0.25] },
      gamma: { kind: 'list', values: [0, 0.25, 0, 0.25] },
    },
    sizes: { initial: 6, new: { kind: 'linear', intercept: 4, slope: 1 } },
  },
  { name: 'keep-real fixed added', workflow: keep('fixed', 'added'), sizes },
  { name: 'keep-real fixed replacing', workflow: keep('fixed', 'replacing'), sizes },
  { name: 'keep-real redrawn added', workflow: keep('redrawn', 'added'), sizes },
  { name: 'keep-real redrawn replacing', workflow: keep('redrawn', 'replacing'), sizes },
  {
    name: 'keep-real whole',
    workflow: { kind: 'keep-real', share: 1, subset: 'redrawn', mode: 'added' },
    sizes,
  },
  { name: 'fresh-real', workflow: { kind: 'fresh-real' }, sizes: { ...sizes, real: 2 } },
];

function keep(subset: 'fixed' | 'redrawn', mode: 'added' | 'replacing'): WorkflowSpec {
  return { kind: 'keep-real', share: 0.5, subset, mode };
}

export function gaussianFamily(d: number, options: Record<string, unknown> = {}): AnyFamily {
  const resolved = gaussian.resolve({ ddof: 0, ...options });
  if ('problems' in resolved) throw new Error(JSON.stringify(resolved.problems));
  return gaussian.create(resolved.options, { kind: 'points', d }) as AnyFamily;
}

export function categoricalFamily(k: number): AnyFamily {
  return categorical.create({}, { kind: 'symbols', k }) as AnyFamily;
}

/** Two correlated coordinates, mean beside zero. */
export const correlated: RealSource = normalSource({
  d: 2,
  mean: [1, -2],
  covariance: [
    [2, 0.6],
    [0.6, 0.5],
  ],
});
export const skewed: RealSource = categoricalSource([0.5, 0.3, 0.15, 0.05]);

export interface Model {
  readonly label: string;
  readonly real: RealSource;
  readonly family: AnyFamily;
}

export const models: readonly Model[] = [
  { label: 'gaussian d=1', real: normalSource({ d: 1 }), family: gaussianFamily(1) },
  { label: 'gaussian d=2', real: correlated, family: gaussianFamily(2) },
  { label: 'categorical', real: skewed, family: categoricalFamily(4) },
];

export function specOf(
  { real, family }: Omit<Model, 'label'>,
  { workflow, sizes }: Omit<Case, 'name'>,
  sampler: SamplerName,
): LineageSpec {
  return { real, family, workflow, sizes, sampler, numberFormat: 'f64' };
}

export function streamsOf(seed: number | string): LineageStreams {
  return { real: Stream.fromPath([seed, 'real']), lineage: Stream.fromPath([seed, 'lineage']) };
}

const size = fc.integer({ min: 1, max: 12 });

/** Schedules whose rounded values are at least 1 in the first generations. */
export const sizeSchedule: fc.Arbitrary<Schedule> = fc.oneof(
  size,
  fc.record({
    kind: fc.constant('linear' as const),
    intercept: size,
    slope: fc.double({ min: 0, max: 3, noNaN: true }),
  }),
  fc.record({
    kind: fc.constant('power' as const),
    scale: size,
    exponent: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  fc.record({ kind: fc.constant('list' as const), values: fc.array(size, { minLength: 1, maxLength: 5 }) }),
);

const sixteenths = fc
  .tuple(fc.integer({ min: 0, max: 16 }), fc.integer({ min: 0, max: 16 }))
  .map(([a, b]) => ({
    alpha: Math.min(a, b) / 16,
    beta: Math.abs(a - b) / 16,
    gamma: 1 - Math.max(a, b) / 16,
  }));

const share = fc.double({ min: 0, max: 1, noNaN: true });
const subset = fc.constantFrom('fixed' as const, 'redrawn' as const);

/** Valid settings of all workflows. */
export const settings: fc.Arbitrary<Omit<Case, 'name'>> = fc
  .record({ initial: size, new: sizeSchedule, real: sizeSchedule, share, subset, weights: sixteenths })
  .chain(({ initial, new: synthetic, real, share, subset, weights }) => {
    const sizes = { initial, new: synthetic };
    return fc.constantFrom<Omit<Case, 'name'>>(
      { workflow: { kind: 'replace' }, sizes },
      { workflow: { kind: 'replace-grown' }, sizes },
      { workflow: { kind: 'accumulate' }, sizes },
      { workflow: { kind: 'accumulate-subsample' }, sizes },
      { workflow: { kind: 'mixture', ...weights }, sizes },
      { workflow: { kind: 'keep-real', share, subset, mode: 'added' }, sizes },
      { workflow: { kind: 'fresh-real' }, sizes: { ...sizes, real } },
    );
  });
