import { describe, expect, it, vi } from 'vitest';
import experiment from '../generators/experiment.mjs';
import { createNodesV2, postTasksExecution, preTasksExecution } from '../plugin/experiments.mjs';

describe('experiments as nx projects', () => {
  const [, create] = createNodesV2;
  const [[file, { projects }]] = create(['apps/experiments/tail-loss/experiment.yaml']);
  const project = projects['apps/experiments/tail-loss'];

  it('infers a project with sweep and report from the folder', () => {
    expect(file).toBe('apps/experiments/tail-loss/experiment.yaml');
    expect(project.name).toBe('tail-loss');
    expect(Object.keys(project.targets)).toEqual(['sweep', 'report']);
    expect(project.targets.sweep.options.command).toBe('node apps/cli/bin/collapse.js run tail-loss');
  });

  it('never lets nx replay a sweep, nor run two at once', () => {
    for (const target of [project.targets.sweep, project.targets.report]) {
      expect(target.cache).toBe(false);
      expect(target.parallelism).toBe(false);
    }
  });
});

describe('experiments whose data are absent', () => {
  it.each([
    [['node', 'nx', 'run-many', '-t', 'sweep'], 'skip'],
    [['node', 'nx', 'affected', '-t', 'report'], 'skip'],
    [['node', 'nx', 'sweep', 'vae-nature'], undefined],
  ])('are skipped by commands on many: %j', (argv, expected) => {
    vi.stubEnv('COLLAPSE_ABSENT_DATA', undefined);
    preTasksExecution(undefined, { argv });
    expect(process.env.COLLAPSE_ABSENT_DATA).toBe(expected);
    vi.unstubAllEnvs();
  });
});

it('tells of skipped experiments, whose output nx does not show', () => {
  const log = vi.spyOn(console, 'log').mockReturnValue();
  const reason = 'skipped: a.yaml: one problem\n  real.folder: got "mnist"';
  postTasksExecution(undefined, {
    taskResults: {
      a: { terminalOutput: `> nx run a:sweep\n\n${reason}\n` },
      b: { terminalOutput: 'done' },
      c: {},
    },
  });
  expect(log.mock.calls).toEqual([[reason]]);
  log.mockRestore();
});

describe('experiment generator', () => {
  const treeOf = (files: Record<string, string>) => ({
    exists: (path: string) => Object.keys(files).some((file) => file.startsWith(path)),
    write: (path: string, content: string) => {
      files[path] = content;
    },
  });

  it('writes experiment.yaml and README.md under the given name', () => {
    const files: Record<string, string> = {};
    experiment(treeOf(files), { name: 'tail-loss' });
    expect(Object.keys(files)).toEqual([
      'apps/experiments/tail-loss/experiment.yaml',
      'apps/experiments/tail-loss/README.md',
    ]);
    expect(files['apps/experiments/tail-loss/experiment.yaml']).toContain('\nname: tail-loss\n');
  });

  it('refuses a name that is no word, and never overwrites', () => {
    expect(() => experiment(treeOf({}), { name: 'Tail Loss' })).toThrow(
      'name: got "Tail Loss", expected lower-case words joined by hyphens, such as tail-loss',
    );
    const taken = { 'apps/experiments/a/experiment.yaml': '' };
    expect(() => experiment(treeOf(taken), { name: 'a' })).toThrow(
      'apps/experiments/a exists already; choose another name',
    );
  });
});
