/**
 * Mistakes that a simulator of model collapse makes without anything looking wrong, each caught exactly at a tiny size.
 * The points of the tagged family say where they come from (-1 real, t model t), and each fit logs what it saw.
 */
import {
  createLineage,
  type LineageSpec,
  type SamplerName,
  type Sizes,
  type WorkflowSpec,
} from '@collapse-lab/process';
import { describe, expect, it } from 'vitest';
import { streamsOf } from './support/settings.ts';
import { type Origins, type TaggedFamily, taggedFamily, taggedReal } from './support/tagged-family.ts';

interface Watched {
  readonly workflow: WorkflowSpec;
  readonly sizes: Sizes;
  readonly steps?: number;
  readonly seed?: number;
  readonly sampler?: SamplerName;
  readonly tagged?: TaggedFamily;
}

/** Runs a lineage and returns what its fits saw: [t] of model t. */
function watch({
  workflow,
  sizes,
  steps = 3,
  seed = 1,
  sampler = 'samples',
  ...rest
}: Watched): TaggedFamily {
  const tagged = rest.tagged ?? taggedFamily();
  const spec: LineageSpec = {
    real: taggedReal,
    family: tagged.family,
    workflow,
    sizes,
    sampler,
    numberFormat: 'f64',
  };
  const lineage = createLineage(spec, streamsOf(seed));
  let state = lineage.init();
  for (let i = 0; i < steps; i++) state = lineage.step(state);
  return tagged;
}

const mixture = (alpha: number, beta: number, gamma: number): WorkflowSpec => {
  return { kind: 'mixture', alpha, beta, gamma };
};
const keep = (subset: 'fixed' | 'redrawn', mode: 'added' | 'replacing', share = 0.5): WorkflowSpec => {
  return { kind: 'keep-real', share, subset, mode };
};
const withOrigin = (values: number[], origin: number): number[] =>
  values.filter((x) => Math.floor(x) === origin);
const sorted = (values: number[]): number[] => [...values].sort((a, b) => a - b);

/** Both samplers where the shortcut is valid: [name, family, sampler]. */
const samplers: [string, () => TaggedFamily, SamplerName][] = [
  ['samples', () => taggedFamily(), 'samples'],
  ['samples of a family with a law', () => taggedFamily({ law: true }), 'samples'],
  ['statistics', () => taggedFamily({ law: true }), 'statistics'],
];

describe.each(samplers)('origins of each training set, %s', (_, make, sampler) => {
  const sizes: Sizes = { initial: 6, new: { kind: 'list', values: [3, 4, 5] } };
  const originsOf = (workflow: WorkflowSpec, rest: Partial<Watched> = {}): Origins[] =>
    watch({ workflow, sizes, sampler, tagged: make(), ...rest }).log;

  it('replace: D_t is all of model t - 1, with the size of generation t', () => {
    expect(originsOf({ kind: 'replace' })).toEqual([{ '-1': 6 }, { 0: 3 }, { 1: 4 }, { 2: 5 }]);
  });

  it('replace-grown: the same origin, the size of the pool', () => {
    expect(originsOf({ kind: 'replace-grown' })).toEqual([{ '-1': 6 }, { 0: 9 }, { 1: 13 }, { 2: 18 }]);
  });

  it('accumulate: keeps the real batch, and each synthetic batch comes from its own model', () => {
    expect(originsOf({ kind: 'accumulate' })).toEqual([
      { '-1': 6 },
      { '-1': 6, 0: 3 },
      { '-1': 6, 0: 3, 1: 4 },
      { '-1': 6, 0: 3, 1: 4, 2: 5 },
    ]);
  });

  it('keep-real fixed: the share of D_0 is exact, added or in the place of new points', () => {
    expect(originsOf(keep('fixed', 'added'))).toEqual([
      { '-1': 6 },
      { '-1': 3, 0: 3 },
      { '-1': 3, 1: 4 },
      { '-1': 3, 2: 5 },
    ]);
    expect(originsOf(keep('fixed', 'replacing'), { steps: 2 })).toEqual([
      { '-1': 6 },
      { '-1': 3 },
      { '-1': 3, 1: 1 },
    ]);
  });

  it('keep-real whole: no subset is needed', () => {
    expect(originsOf(keep('redrawn', 'added', 1), { steps: 1 })).toEqual([{ '-1': 6 }, { '-1': 6, 0: 3 }]);
  });

  it('fresh-real: fixed counts in every generation', () => {
    const real = { kind: 'list', values: [2, 7] } as const;
    expect(originsOf({ kind: 'fresh-real' }, { sizes: { ...sizes, real } })).toEqual([
      { '-1': 6 },
      { '-1': 2, 0: 3 },
      { '-1': 7, 1: 4 },
      { '-1': 7, 2: 5 },
    ]);
  });

  it('mixture: pure components', () => {
    expect(originsOf(mixture(1, 0, 0))).toEqual([{ '-1': 6 }, { 0: 3 }, { 1: 4 }, { 2: 5 }]);
    expect(originsOf(mixture(0, 0, 1))).toEqual([{ '-1': 6 }, { '-1': 3 }, { '-1': 4 }, { '-1': 5 }]);
    expect(originsOf(mixture(0, 1, 0))).toEqual([{ '-1': 6 }, { '-1': 3 }, { '-1': 4 }, { '-1': 5 }]);
  });

  it('mixture: β is p_t, which does not hold model t', () => {
    const workflow: WorkflowSpec = {
      kind: 'mixture',
      alpha: { kind: 'list', values: [1, 0, 0] },
      beta: { kind: 'list', values: [0, 1, 1] },
      gamma: 0,
    };
    expect(originsOf(workflow)).toEqual([{ '-1': 6 }, { 0: 3 }, { 0: 4 }, { 0: 5 }]);
  });

  it('mixture: shares are random, their total is not', () => {
    const counts = Array.from({ length: 40 }, (_, seed) => {
      const [, first] = originsOf(mixture(0.5, 0, 0.5), { seed, steps: 1 });
      const real = first[-1] ?? 0;
      expect(real + (first[0] ?? 0)).toBe(3);
      return real;
    });
    expect(new Set(counts)).toEqual(new Set([0, 1, 2, 3]));
  });
});

describe.each(samplers)('random shares, %s', (_, make, sampler) => {
  it('are drawn anew in each generation', () => {
    const sizes: Sizes = { initial: 6, new: 30 };
    const { log } = watch({ workflow: mixture(0.5, 0, 0.5), sizes, steps: 8, sampler, tagged: make() });
    expect(new Set(log.slice(1).map((origins) => origins[-1])).size).toBeGreaterThan(2);
  });
});

it('a fit is given the model of the generation before, for families that start from it', () => {
  const { previous } = watch({ workflow: { kind: 'replace' }, sizes: { initial: 3, new: 3 } });
  expect(previous).toEqual([undefined, 0, 1, 2]);
});

describe('which points', () => {
  const sizes: Sizes = { initial: 6, new: 5 };

  it('D_0 is the same for every workflow of a seed, and another for another seed', () => {
    const kinds: WorkflowSpec[] = [
      { kind: 'replace' },
      { kind: 'accumulate' },
      mixture(0.5, 0.25, 0.25),
      keep('fixed', 'added'),
    ];
    const first = kinds.map((workflow) => watch({ workflow, sizes }).values[0]);
    for (const values of first) expect(values).toEqual(first[0]);
    expect(watch({ workflow: kinds[0], sizes, seed: 2 }).values[0]).not.toEqual(first[0]);
  });

  it('no noise is used twice: all points of a replace lineage differ', () => {
    const { values } = watch({ workflow: { kind: 'replace' }, sizes, steps: 9 });
    const fractions = values.flat().map((x) => x - Math.floor(x));
    expect(new Set(fractions).size).toBe(6 + 9 * 5);
  });

  it('accumulate: points of the pool stay what they were', () => {
    const { values } = watch({ workflow: { kind: 'accumulate' }, sizes });
    for (let t = 1; t < values.length; t++)
      expect(values[t].slice(0, values[t - 1].length)).toEqual(values[t - 1]);
  });

  it('accumulate-subsample: all of the pool, when that is the size of the subset, is each point once', () => {
    const train = { kind: 'list', values: [11, 16, 21] } as const;
    const workflow: WorkflowSpec = { kind: 'accumulate-subsample' };
    const { log, values } = watch({ workflow, sizes: { ...sizes, train } });
    expect(log[3]).toEqual({ '-1': 6, 0: 5, 1: 5, 2: 5 });
    for (let t = 1; t < values.length; t++) {
      expect(new Set(values[t]).size).toBe(values[t].length);
      for (const point of values[t - 1]) expect(values[t]).toContain(point);
    }
  });

  it('accumulate-subsample: without replacement, from all batches, and the pool is not overwritten', () => {
    const workflow: WorkflowSpec = { kind: 'accumulate-subsample' };
    const { values } = watch({ workflow, sizes: { ...sizes, train: 4 }, steps: 60 });
    const pool = watch({
      workflow,
      sizes: { ...sizes, train: { kind: 'list', values: [4, 4, 4, 26] } },
      steps: 4,
    }).values[4];
    for (const subset of values) expect(new Set(subset).size).toBe(subset.length);
    // Of D_0 and the first four batches the subsets hold only points of the pool, however late they are drawn.
    for (const point of values.flat()) if (point < 4) expect(pool).toContain(point);
    // A real point that D_1, D_2 and D_3 leave out comes back: the pool was not replaced by its subset.
    const later = new Set(values.slice(2).flat());
    const lost = values[0].filter((point) => !values[1].includes(point));
    expect(lost.some((point) => later.has(point))).toBe(true);
  });

  it('keep-real fixed: the same real points in every generation, part of D_0', () => {
    const { values } = watch({ workflow: keep('fixed', 'added'), sizes, steps: 5 });
    const kept = withOrigin(values[1], -1);
    expect(new Set(kept).size).toBe(3);
    for (const point of kept) expect(values[0]).toContain(point);
    for (const train of values.slice(1)) expect(withOrigin(train, -1)).toEqual(kept);
  });

  it('keep-real fixed: the same points whether added or replacing', () => {
    const kept = (['added', 'replacing'] as const).map((mode) => {
      return withOrigin(watch({ workflow: keep('fixed', mode), sizes }).values[1], -1);
    });
    expect(kept[0]).toEqual(kept[1]);
  });

  it('keep-real redrawn: other real points, all of them from D_0, none twice at once', () => {
    const { values } = watch({ workflow: keep('redrawn', 'added'), sizes, steps: 20 });
    const subsets = values.slice(1).map((train) => sorted(withOrigin(train, -1)));
    for (const subset of subsets) {
      expect(new Set(subset).size).toBe(3);
      for (const point of subset) expect(values[0]).toContain(point);
    }
    expect(new Set(subsets.map(String)).size).toBeGreaterThan(1);
    expect(new Set(subsets.flat()).size).toBe(6);
  });

  it('fresh-real: real points that were never seen before', () => {
    const { values } = watch({ workflow: { kind: 'fresh-real' }, sizes: { ...sizes, real: 4 }, steps: 5 });
    const real = values.flatMap((train) => withOrigin(train, -1));
    expect(real.length).toBe(6 + 5 * 4);
    expect(new Set(real).size).toBe(real.length);
  });

  it('mixture: β draws new points of p_t, it does not use stored ones again', () => {
    const { values } = watch({ workflow: mixture(0.25, 0.75, 0), sizes: { initial: 6, new: 40 }, steps: 4 });
    const all = values.flat();
    expect(withOrigin(values[4], 0).length).toBeGreaterThan(0);
    expect(new Set(all).size).toBe(all.length);
  });

  it('mixture: real points of β and of γ are different ones', () => {
    const { values } = watch({ workflow: mixture(0, 0.5, 0.5), sizes: { initial: 6, new: 20 }, steps: 3 });
    expect(new Set(values.flat()).size).toBe(6 + 3 * 20);
  });

  it('a subset larger than the pool is refused, not filled up by repetition', () => {
    const workflow: WorkflowSpec = { kind: 'accumulate-subsample' };
    const train = { kind: 'list', values: [4, 100] } as const;
    expect(() => watch({ workflow, sizes: { ...sizes, train } })).toThrow(/expected/);
  });
});

describe('statistics of subsets', () => {
  it('categorical-like families redraw subsets of the pool from its statistics, which stay whole', () => {
    const tagged = taggedFamily({ law: true, lossless: true });
    const train = { kind: 'list', values: [4, 4, 21] } as const;
    const workflow: WorkflowSpec = { kind: 'accumulate-subsample' };
    const sizes: Sizes = { initial: 6, new: 5, train };
    expect(watch({ workflow, sizes, sampler: 'statistics', tagged }).log).toEqual([
      { '-1': 6 },
      { '-1': 4 },
      { '-1': 4 },
      { '-1': 6, 0: 5, 1: 5, 2: 5 },
    ]);
  });

  it('keep-real redrawn comes back to all of D_0 each time', () => {
    const tagged = taggedFamily({ law: true, lossless: true });
    const workflow = keep('redrawn', 'added');
    const { log } = watch({ workflow, sizes: { initial: 6, new: 2 }, sampler: 'statistics', tagged });
    expect(log.slice(1)).toEqual([
      { '-1': 3, 0: 2 },
      { '-1': 3, 1: 2 },
      { '-1': 3, 2: 2 },
    ]);
  });
});
