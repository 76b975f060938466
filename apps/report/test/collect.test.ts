import { collect, renderReport } from '@collapse-lab/report';
import { type Cell, parseExperiment, type Series } from '@collapse-lab/sweep';
import { describe, expect, it } from 'vitest';
import { tinyStore } from './fixtures/tiny-store.ts';

const text = `
name: tiny
title: A tiny sweep
real: { kind: normal, d: 1 }
family: { kind: gaussian, covariance: full, ddof: 0 }
workflow: { kind: replace }
sizes: { initial: 100, new: 100 }
generations: 4
seeds: 3
observe: [gaussian-moments, collapsed]
sweep:
  - grid:
      real.d: [1, 2]
      workflow: [{ kind: replace }, { kind: mixture, alpha: 0.5, beta: 0.25, gamma: 0.25 }]
  - grid:
      real.d: [1, 2]
      workflow: [{ kind: fresh-real }]
    set: { sizes.new: 90, sizes.real: 10 }
`;

/** variance = seed / (t + 1); collapses for seed 1 in t = 2 and recovers in t = 3. */
function seriesOf({ seed }: Cell): Series[] {
  const t = [0, 1, 2, 3, 4];
  return [
    { metric: 'variance', t, value: t.map((each) => seed / (each + 1)) },
    { metric: 'collapsed', t, value: t.map((each) => (seed === 1 && each === 2 ? 1 : 0)) },
  ];
}

const notes = [
  {
    kind: 'run',
    experiment: 'tiny',
    at: '2030-01-02T00:00:00.000Z',
    commit: 'abc',
    dirty: true,
    version: '1.2.3',
    node: 'v20.1.0',
    os: 'linux x64',
    cpu: 'A CPU',
    cores: 2,
    executor: 'threads',
    threads: 2,
    argv: ['/usr/bin/node', '/x/collapse.js', 'run', 'tiny', '--set', 'a=b c'],
  },
  {
    kind: 'run',
    experiment: 'tiny',
    at: '2030-01-01T00:00:00.000Z',
    commit: 'abc',
    dirty: false,
    version: '1.2.3',
    node: 'v24.1.0',
    os: 'linux x64',
    cpu: 'A CPU',
    cores: 2,
    executor: 'threads',
    threads: 2,
    argv: ['/usr/bin/node', '/x/collapse.js', 'run', 'tiny'],
  },
  {
    kind: 'run',
    experiment: 'another',
    at: '2031-01-01T00:00:00.000Z',
    commit: 'def',
    node: 'v22.0.0',
    argv: [],
  },
];

const experiment = await parseExperiment(text);
const store = await tinyStore(experiment, {
  series: (cell) => (cell.seed === 3 && cell.settingIndex > 3 ? undefined : seriesOf(cell)),
  failure: (cell) => (cell.settingIndex === 4 ? 'it broke' : undefined),
  notes,
});
const data = await collect(experiment, store);

describe('collect', () => {
  it('names settings by what tells them apart, words first', () => {
    expect(data.settings.map((setting) => setting.label.replaceAll('\u00a0', ' '))).toEqual([
      'replace, d = 1',
      'mixture α 0.5, β 0.25, γ 0.25, d = 1',
      'replace, d = 2',
      'mixture α 0.5, β 0.25, γ 0.25, d = 2',
      'fresh-real, d = 1',
      'fresh-real, d = 2',
    ]);
    expect(data.naming).toEqual(['workflow', 'real.d']);
  });

  it('leaves to each axis its own part, and spans each phase diagram by the settings of its metric', async () => {
    const grid = await parseExperiment(`
name: grid
real: { kind: normal, d: 1 }
family: { kind: gaussian, ddof: 0 }
workflow: { kind: replace }
sizes: { initial: 10, new: 10 }
generations: 1
sweep:
  - grid: { real.d: [1, 2, 3], sizes: [{ initial: 10, new: 10 }, { initial: 20, new: 20 }, { initial: 40, new: 40 }] }
    set: { observe: [gaussian-moments] }
  - grid: { real.k: [2, 3, 4], sizes: [{ initial: 10, new: 10 }, { initial: 20, new: 20 }, { initial: 40, new: 40 }] }
    set: { real: { kind: uniform-categorical, k: 2 }, family: { kind: categorical } }
`);
    const series = ({ parameters }: Cell): Series[] => {
      const metric = parameters.family.kind === 'gaussian' ? 'variance' : 'entropy';
      return [{ metric, t: [0, 1], value: [1, 1] }];
    };
    const found = await collect(grid, await tinyStore(grid, { series }));
    const labels = found.settings.map(({ label }) => label.replaceAll('\u00a0', ' '));
    expect([labels[0], labels[17]]).toEqual(['d = 1, n = 10', 'n = 40, k = 4']);
    expect(found.axes.find(({ path }) => path === 'real')?.values).toEqual(['normal', 'uniform-categorical']);
    const phases = renderReport(found).figures.filter(({ name }) => name.startsWith('phase'));
    expect(phases.map(({ title }) => title)).toEqual([
      'Variance, tr Σ / d: phase diagram',
      'Entropy (nats): phase diagram',
    ]);
  });

  it('keeps every swept value, the default where a setting is not given one', () => {
    expect(data.axes.map(({ path, label }) => [path, label])).toEqual([
      ['real.d', 'd'],
      ['workflow', 'workflow'],
      ['sizes.new', 'new points'],
      ['sizes.real', 'real points'],
    ]);
    expect(data.settings[0].values).toEqual({ 'real.d': 1, workflow: 'replace', 'sizes.new': 100 });
    expect(data.settings[4].values).toEqual({
      'real.d': 1,
      workflow: 'fresh-real',
      'sizes.new': 90,
      'sizes.real': 10,
    });
  });

  it('summarises the lineages of each setting and generation', () => {
    const curve = data.curves.find(({ setting, metric }) => setting === 0 && metric === 'variance')!;
    // Seeds 1, 2, 3: the middle one is 2 / (t + 1), and so is the mean.
    for (const { t, n, median, mean } of curve.points) {
      expect([n, median]).toEqual([3, 2 / (t + 1)]);
      expect(Math.abs(mean - median)).toBeLessThan(1e-15);
    }
    expect(curve.points.map((point) => point.t)).toEqual([0, 1, 2, 3, 4]);
  });

  it('adds the theory of the setting, at the recorded generations', () => {
    const curve = data.curves.find(({ setting, metric }) => setting === 0 && metric === 'variance')!;
    const mean = curve.theory.find(({ functional }) => functional === 'mean')!;
    // E S_t = (1 − 1/n)^(t+1), maximum likelihood, n = 100.
    let expected = 1;
    for (const { t, value } of mean.points) {
      expected *= 0.99;
      expect(Math.abs(value - expected), `t = ${t}`).toBeLessThan(1e-13);
    }
    expect(mean.points.length).toBe(5);
    expect(mean.source.length).toBeGreaterThan(10);
  });

  it('counts a lineage as collapsed from the first time on', () => {
    const curve = data.curves.find(({ setting, metric }) => setting === 0 && metric === 'collapsed')!;
    expect(curve.points.map((point) => point.mean)).toEqual([0, 0, 1 / 3, 1 / 3, 1 / 3]);
    expect(data.collapseTimes[0]).toMatchObject({ setting: 0, lineages: 3, censored: 2, horizon: 4 });
  });

  it('counts what is there, what failed and what is missing', () => {
    expect(data.completeness).toMatchObject({
      expected: 18,
      present: 16,
      failures: [{ seed: 3, kind: 'error', message: 'it broke' }],
    });
    expect(data.completeness.failures[0].setting).toContain('fresh-real');
    expect(data.completeness.perSetting.slice(3)).toEqual([
      { present: 3, expected: 3, failed: 0 },
      { present: 2, expected: 3, failed: 1 },
      { present: 2, expected: 3, failed: 0 },
    ]);
  });

  it('charts spread and leaves collapse to its own chart', () => {
    expect(data.metrics.map(({ name, charted }) => [name, charted])).toEqual([
      ['variance', true],
      ['collapsed', false],
    ]);
    expect(data.metrics[0].description).toBe('tr Σₜ / d, the mean variance of a coordinate.');
  });

  it('tells provenance of the runs of this experiment only, without paths', () => {
    expect(Object.fromEntries(data.provenance.map(({ name, values }) => [name, values]))).toEqual({
      commit: ['abc', 'abc, with uncommitted changes'],
      'collapse-lab': ['1.2.3'],
      Node: ['v20.1.0', 'v24.1.0'],
      'operating system': ['linux x64'],
      processor: ['A CPU, 2 logical cores'],
      executor: ['threads, 2 at once'],
      commands: ['npx collapse run tiny', "npx collapse run tiny --set 'a=b c'"],
      'runs begun': ['2030-01-01T00:00:00.000Z to 2030-01-02T00:00:00.000Z'],
    });
    expect(data.reproduce).toEqual([
      'npm ci',
      'npx collapse run tiny',
      "npx collapse run tiny --set 'a=b c'",
      "npx collapse report tiny --set 'a=b c'",
    ]);
  });

  it('leaves out theory where the experiment does not want it', async () => {
    const plain = await parseExperiment(
      `${text}\nreport: { theory: false, metrics: [collapsed], logY: [variance] }`,
    );
    const without = await collect(plain, await tinyStore(plain, { series: seriesOf }));
    expect(without.curves.every((curve) => curve.theory.length === 0)).toBe(true);
    expect(without.metrics.map(({ name, charted }) => [name, charted])).toEqual([
      ['collapsed', true],
      ['variance', false],
    ]);
    expect(without.options.logMetrics).toEqual(['variance']);
  });
});
