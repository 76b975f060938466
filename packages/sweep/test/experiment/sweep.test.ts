import { type Experiment, parseExperiment } from '@collapse-lab/sweep';
import { describe, expect, it } from 'vitest';
import { yaml } from './yaml.ts';

async function valuesOf(sweep: string, changes = {}): Promise<unknown[]> {
  const experiment = await parseExperiment(yaml({ ...changes, sweep: `sweep:\n${sweep}` }));
  return experiment.settings.map(({ values }) => values);
}

const mixture = { workflow: 'workflow: { kind: mixture, alpha: 1, beta: 0, gamma: 0 }' };

describe('a grid', () => {
  it('is all combinations, the last axis fastest', async () => {
    expect(await valuesOf('  - grid: { sizes.new: [5, 10], generations: [1, 2] }')).toEqual([
      { 'sizes.new': 5, generations: 1 },
      { 'sizes.new': 5, generations: 2 },
      { 'sizes.new': 10, generations: 1 },
      { 'sizes.new': 10, generations: 2 },
    ]);
  });

  it('has axes of only some kinds', async () => {
    const sweep = `  - grid:
      workflow.kind: [replace, mixture, accumulate]
      workflow.alpha: { values: [0.2, 0.8], when: { workflow.kind: mixture } }
    set: { sizes.new: 20 }
    when: { workflow.kind: [replace, accumulate] }`;
    expect(await valuesOf(sweep, mixture)).toEqual([
      { 'sizes.new': 20, 'workflow.kind': 'replace' },
      { 'sizes.new': 20, 'workflow.kind': 'accumulate' },
    ]);
  });

  it('replaces whole objects before their parts, and starts anew with another kind', async () => {
    const sweep = `  - grid:
      workflow: [{ kind: mixture, alpha: 0.5, beta: 0, gamma: 0.5 }]
      workflow.beta: [0]
  - grid: { workflow.kind: [replace] }`;
    const { settings } = await parseExperiment(yaml({ ...mixture, sweep: `sweep:\n${sweep}` }));
    expect(settings.map(({ parameters }) => parameters.workflow)).toEqual([
      { kind: 'mixture', alpha: 0.5, beta: 0, gamma: 0.5 },
      { kind: 'replace' },
    ]);
  });
});

describe('other blocks', () => {
  it('zip takes values together', async () => {
    expect(await valuesOf('  - zip: { sizes.initial: [5, 10], sizes.new: [6, 12] }')).toEqual([
      { 'sizes.initial': 5, 'sizes.new': 6 },
      { 'sizes.initial': 10, 'sizes.new': 12 },
    ]);
  });

  it('list and set alone give single settings', async () => {
    const sweep = '  - list: [{ generations: 3 }, { sizes.new: 7 }]\n  - set: { generations: 4 }';
    expect(await valuesOf(sweep)).toEqual([{ generations: 3 }, { 'sizes.new': 7 }, { generations: 4 }]);
  });

  it('simplex gives every composition once, with weights that sum to one', async () => {
    const sweep = '  - simplex: { paths: [workflow.alpha, workflow.beta, workflow.gamma], steps: 10 }';
    const points = (await valuesOf(sweep, mixture)) as Record<string, number>[];
    expect(new Set(points.map((point) => JSON.stringify(point))).size).toBe(66); // C(12, 2)
    for (const point of points) {
      const [a, b, c] = Object.values(point);
      expect(Math.abs(a + b + c - 1)).toBeLessThanOrEqual(2 * Number.EPSILON);
    }
  });

  it('random settings stay the same with a larger count and with another path', async () => {
    const block = (count: number, more = '') =>
      `  - random: { seed: 4, count: ${count}, values: { sizes.new: { logUniform: [10, 1000], integer: true }${more} } }`;
    const few = (await valuesOf(block(5))) as Record<string, number>[];
    const many = (await valuesOf(block(20, ', generations: { choice: [3, 4] }'))) as Record<string, number>[];
    expect(many.slice(0, 5).map((values) => values['sizes.new'])).toEqual(
      few.map((values) => values['sizes.new']),
    );
    for (const { 'sizes.new': size, generations } of many) {
      expect(Number.isInteger(size) && size >= 10 && size < 1000).toBe(true);
      expect([3, 4]).toContain(generations);
    }
    expect(new Set(few.map((values) => values['sizes.new'])).size).toBe(5);
  });
});

describe('the union of blocks', () => {
  it('drops settings with the same parameters, and says which', async () => {
    const sweep = 'sweep:\n  - grid: { sizes.new: [5, 10] }\n  - set: { sizes.new: 10, generations: 5 }';
    const { settings, duplicates, axes } = await parseExperiment(yaml({ sweep }));
    expect(settings.map(({ index, values }) => [index, values])).toEqual([
      [0, { 'sizes.new': 5 }],
      [1, { 'sizes.new': 10 }],
    ]);
    expect(duplicates).toEqual([{ values: { 'sizes.new': 10, generations: 5 }, repeats: 1 }]);
    expect(axes).toEqual(['sizes.new', 'generations']);
  });
});

describe('what a setting resolves to', () => {
  const parametersOf = async (changes: Record<string, string>) =>
    (await parseExperiment(yaml(changes))).settings[0].parameters;

  it('has all defaults filled in, and the sampler resolved', async () => {
    const observe = 'observe: [distances, collapsed]';
    expect(await parametersOf({ observe })).toEqual({
      real: { kind: 'normal', d: 1 },
      family: { kind: 'gaussian', covariance: 'full', ddof: 0, samplingBias: 1 },
      workflow: { kind: 'replace' },
      sizes: { initial: 10, new: 10 },
      generations: 5,
      sampler: 'statistics',
      numberFormat: 'f64',
      observers: [{ kind: 'distances' }, { kind: 'collapsed', threshold: 0.05 }],
      record: 'all',
      snapshots: [],
    });
  });

  it('falls back to samples where the shortcut is not valid', async () => {
    const { sampler } = await parametersOf({ workflow: 'workflow: { kind: accumulate-subsample }' });
    expect(sampler).toBe('samples');
  });

  it.each([
    ['{ log: 5 }', { perDecade: 5 }],
    ['{ every: 2 }', { every: 2 }],
    ['[0, 3]', { at: [0, 3] }],
  ])('record: %s', async (written, record) => {
    expect((await parametersOf({ record: `record: ${written}` })).record).toEqual(record);
  });
});

describe('seeds', () => {
  const seedsOf = async (seeds: string, changes = {}): Promise<Experiment['seeds']> =>
    (await parseExperiment(yaml({ seeds: `seeds: ${seeds}` }), changes)).seeds;

  it('are a number, a range or a list', async () => {
    expect(await seedsOf('3')).toEqual([1, 2, 3]);
    expect(await seedsOf('{ from: 10, count: 2 }')).toEqual([10, 11]);
    expect(await seedsOf('[7, 4]')).toEqual([7, 4]);
  });

  it('are extended from the command line', async () => {
    expect(await seedsOf('3', { seeds: 5 })).toEqual([1, 2, 3, 4, 5]);
    expect(await seedsOf('{ from: 10, count: 2 }', { seeds: 3 })).toEqual([10, 11, 12]);
  });
});
