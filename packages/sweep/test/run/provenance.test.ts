import { readFileSync } from 'node:fs';
import { openStore, parseExperiment, runSweep } from '@collapse-lab/sweep';
import { expect, it } from 'vitest';
import { temporaryStore } from '../executor/troublesome.ts';

const yaml = `
name: one
real: { kind: uniform-categorical, k: 2 }
family: { kind: categorical }
workflow: { kind: replace }
sizes: { initial: 3, new: 3 }
generations: 1
seeds: 1
`;

const lockedVersion = (name: string): string =>
  JSON.parse(readFileSync('package-lock.json', 'utf8')).packages[`node_modules/${name}`].version;

it('the journal names the version of every package that numbers depend on', async () => {
  const { directory, remove } = temporaryStore();
  try {
    const experiment = await parseExperiment(yaml, { path: 'one.yaml' });
    const store = await openStore(directory);
    await runSweep({ experiment, store, executor: 'inline' });
    const [{ packages }] = await store.notes();
    const ours = ['math', 'models', 'process', 'theory', 'sweep'].map((name) => [
      `@collapse-lab/${name}`,
      '0.1.0',
    ]);
    expect(packages).toEqual({
      ...Object.fromEntries(ours),
      'ml-matrix': lockedVersion('ml-matrix'),
      seedrandom: lockedVersion('seedrandom'),
    });
  } finally {
    remove();
  }
});
