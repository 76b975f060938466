/** Artifacts that somebody removed or that were torn: found, and made again. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openStore, parseExperiment, planSweep, runSweep, sweepStatus } from '@collapse-lab/sweep';
import { afterEach, expect, it } from 'vitest';
import { segmentsOf, temporaryStore } from '../executor/troublesome.ts';

const cleanUp: (() => void)[] = [];
afterEach(() => {
  for (const clean of cleanUp.splice(0)) clean();
});

it('computes the cells again whose artifacts are lost, and no others', async () => {
  const { directory, remove } = temporaryStore();
  cleanUp.push(remove);
  const text = `
name: pictured
real: { kind: glyphs, side: 8 }
family: { kind: kde, bandwidth: 0.1 }
workflow: { kind: replace }
sizes: { initial: 20, new: 20 }
generations: 2
seeds: 3
observe: [pictures]
`;
  const experiment = await parseExperiment(text);
  const shorter = await parseExperiment(text.replace('generations: 2', 'generations: 1'));
  const open = () => openStore(directory);
  const run = async (of: typeof experiment, options = {}) =>
    runSweep({ experiment: of, store: await open(), executor: 'inline', ...options });
  await run(shorter);
  await run(experiment);
  const store = await open();
  const { cells } = await planSweep(experiment, store);
  const filesOf = async (seed: number) =>
    (await store.read(cells.find((cell) => cell.seed === seed)!.key))!.artifacts!.map(({ file }) => file);
  const [first, , third] = await Promise.all([1, 2, 3].map(filesOf));
  const pathOf = (file: string): string => join(directory, 'artifacts', file.slice(0, 2), file);
  const before = segmentsOf(directory);
  rmSync(pathOf(first[0]));
  writeFileSync(pathOf(third[2]), 'torn');

  const lost = (await sweepStatus(experiment, store)).lostArtifacts;
  expect(lost.map(({ cell, t, observer, file }) => ({ seed: cell.seed, t, observer, file }))).toEqual([
    { seed: 1, t: 0, observer: 'pictures', file: first[0] },
    { seed: 3, t: 2, observer: 'pictures', file: third[2] },
  ]);
  expect(await run(experiment)).toMatchObject({ done: 3, published: 0 });
  const plan = await planSweep(experiment, store, { retryArtifacts: true });
  expect([plan.done.length, plan.missing, plan.extending]).toEqual([1, 2, 0]);
  expect(await run(experiment, { retryArtifacts: true })).toMatchObject({ total: 3, done: 3, published: 2 });
  expect((await sweepStatus(experiment, await open())).lostArtifacts).toEqual([]);
  expect(segmentsOf(directory)).toEqual(before);
});
