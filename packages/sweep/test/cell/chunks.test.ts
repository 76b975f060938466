import { type Cell, chunkCells, chunksOf, estimate, expand, parseExperiment } from '@collapse-lab/sweep';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { yaml } from '../experiment/yaml.ts';

const template = expand(await parseExperiment(yaml()))[0];

/** A cell that differs from others in its key and its cost. */
function cell(index: number, generations: number): Cell {
  return { ...template, key: `${index}`, parameters: { ...template.parameters, generations } };
}

const cells = fc
  .array(fc.oneof(fc.constant(10), fc.integer({ min: 1, max: 1_000_000 })), { maxLength: 300 })
  .map((generations) => generations.map((one, i) => cell(i, one)));

describe('chunks', () => {
  it('are the cells in order, each once', () => {
    fc.assert(
      fc.property(cells, (all) => {
        const chunks = chunkCells(all);
        expect(chunks.flatMap((chunk) => chunk.cells)).toEqual(all);
        expect(chunks.map(({ index }) => index)).toEqual(chunks.map((_, i) => i));
      }),
    );
  });

  it('take at most a second and 500 cells, or one cell', () => {
    fc.assert(
      fc.property(cells, (all) => {
        for (const { cells: held } of chunkCells(all)) {
          const seconds = held.reduce((sum, { parameters }) => sum + estimate(parameters).seconds, 0);
          expect(held.length === 1 || (seconds <= 1 && held.length <= 500)).toBe(true);
        }
      }),
    );
  });

  it('are shared out without gaps or overlaps', () => {
    fc.assert(
      fc.property(cells, fc.integer({ min: 1, max: 9 }), (all, count) => {
        const chunks = chunkCells(all);
        const shares = Array.from({ length: count }, (_, index) => chunksOf(chunks, { index, count }));
        const together = shares.flat().sort((a, b) => a.index - b.index);
        expect(together).toEqual(chunks);
      }),
    );
  });

  it('are enough for many workers even where cells are cheap', () => {
    const chunks = chunkCells(Array.from({ length: 6400 }, (_, i) => cell(i, 10)));
    expect(chunks.length).toBeGreaterThan(32);
  });
});

describe('estimates', () => {
  it('grow with generations, sizes and dimensions where those cost', () => {
    const { parameters } = template;
    const seconds = (changes: object): number => estimate({ ...parameters, ...changes }).seconds;
    const samples = { sampler: 'samples' as const };
    expect(seconds({ generations: 1000 })).toBeGreaterThan(seconds({ generations: 100 }));
    expect(seconds({ ...samples, sizes: { initial: 10, new: 1000 } })).toBeGreaterThan(seconds(samples));
    expect(seconds({ sizes: { initial: 10, new: 1000 } })).toBe(seconds({}));
    expect(seconds({ real: { kind: 'normal', d: 10 } })).toBeGreaterThan(seconds({}));
  });

  it('count the samples of observers in the generations that are recorded', () => {
    const observed = (record: Cell['parameters']['record']): number => {
      const seconds = (observers: Cell['parameters']['observers']): number =>
        estimate({ ...template.parameters, generations: 100, record, observers }).seconds;
      return seconds([{ kind: 'tails', samples: 1000 }]) - seconds([]);
    };
    expect(observed('all') / observed({ at: [0, 100] })).toBeCloseTo(101 / 2, 9);
  });

  it('count the EM iterations of mixtures: all of them without a tolerance, a seventh in a kernel', () => {
    const fit = (d: number, family: object, points = 1000): number => {
      const mixture = {
        kind: 'mixture',
        components: 3,
        tolerance: 1e-3,
        iterations: 100,
        restarts: 1,
        warmStart: false,
      };
      const seconds = (generations: number): number =>
        estimate({
          ...template.parameters,
          real: { kind: 'normal', d },
          family: { ...mixture, ...family },
          sizes: { initial: points, new: points },
          generations,
          sampler: 'samples',
          observers: [],
        }).seconds;
      const overhead = 4e-6 + d * d * d * 5e-10;
      return ((seconds(200) - seconds(100)) / 100 - overhead) / points;
    };
    // 10 iterations · 3 components · (10 + 3.5 d²) ns.
    expect(fit(2, {})).toBeCloseTo(30 * 24e-9, 12);
    expect(fit(3, { restarts: 4 }) / fit(3, {})).toBeCloseTo(4, 9);
    expect(fit(2, { tolerance: 0 })).toBeCloseTo(300 * 24e-9, 12);
    expect(fit(2, {}, 80_000) / fit(2, {})).toBeCloseTo(2, 9);
    expect(fit(2, { tolerance: 1e-5 }) / fit(2, {})).toBeCloseTo(2.5, 9);
    expect(fit(2, { warmStart: true }) / fit(2, {})).toBeCloseTo(0.42, 9);
    expect(fit(2, { components: 2 })).toBeCloseTo(20 * 3.2e-9, 12);
  });

  it('count the components that observers of a mixture weigh samples against', () => {
    const mixture = { kind: 'mixture', components: 2, tolerance: 1e-3, iterations: 100, restarts: 1 };
    const seconds = (real: Cell['parameters']['real'], kind: string): number =>
      estimate({
        ...template.parameters,
        real,
        family: mixture,
        record: { at: [0] },
        observers: [{ kind, samples: 1e6 }],
      }).seconds;
    const grid = { kind: 'mode-grid', side: 5 };
    const difference = (kind: string): number => seconds(grid, kind) - seconds({ ...grid, side: 1 }, kind);
    expect(difference('support')).toBeCloseTo(24 * 0.08, 9);
    expect(difference('modes')).toBeCloseTo(24 * 0.044, 9);
    expect(difference('tails')).toBe(0);
  });

  it('count the kernels of a density estimate: of new points only where the others are known', () => {
    const parameters = {
      ...template.parameters,
      real: { kind: 'moons', noise: 0 },
      workflow: { kind: 'accumulate' },
      sizes: { initial: 1000, new: 1000 },
      sampler: 'samples' as const,
      generations: 100,
    };
    const seconds = (family: object, observed: boolean): number =>
      estimate({
        ...parameters,
        family: { kind: 'kde', bandwidth: 0.5, scaling: 'none', ...family },
        observers: observed ? [{ kind: 'kde-likelihood', points: 500 }] : [],
      }).seconds;
    const fixed = seconds({}, true) - seconds({}, false);
    const byRule = seconds({ bandwidth: 'scott' }, true) - seconds({}, false);
    // 101 fits · 500 places · 1000 new points; by a rule, the 51,000 points of the middle of the run.
    expect(fixed).toBeCloseTo(101 * 500 * 1000 * 1.2e-8, 9);
    expect(byRule / fixed).toBeCloseTo(51, 9);
  });

  it('of memory count the pool that is kept', () => {
    const { parameters } = template;
    const bytes = (kind: string): number =>
      estimate({ ...parameters, workflow: { kind }, sampler: 'samples', generations: 1000 }).bytes;
    expect(bytes('accumulate-subsample')).toBeGreaterThan(bytes('replace') + 8 * 10 * 900);
  });
});
