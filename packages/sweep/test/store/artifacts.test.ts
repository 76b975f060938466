/** Pictures that cells leave beside their rows. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  type Cell,
  type CellResult,
  type ChunkEvent,
  createExecutor,
  type Experiment,
  expand,
  openStore,
  parseExperiment,
  runSweep,
} from '@collapse-lab/sweep';
import { describe, expect, it } from 'vitest';
import { filesBelow, temporaryFolders } from './folder.ts';

const newFolder = temporaryFolders();

function experiment(generations: number): Promise<Experiment> {
  return parseExperiment(
    JSON.stringify({
      name: 'pictures',
      real: { kind: 'glyphs', side: 8 },
      family: { kind: 'vae', hidden: [8], latent: 2, epochs: 40, batch: 16 },
      engine: 'wasm',
      workflow: { kind: 'replace' },
      sizes: { initial: 40, new: 40 },
      generations,
      seeds: 2,
      observe: [{ kind: 'pictures', samples: 6, columns: 3 }],
    }),
  );
}

async function resultsOf(directory: string, generations: number): Promise<CellResult[]> {
  const store = await openStore(directory);
  const cells = expand(await experiment(generations));
  const results = await Promise.all(cells.map(({ key }) => store.read(key)));
  return results.flatMap((result) => result ?? []);
}

async function run(directory: string, generations: number): Promise<void> {
  const store = await openStore(directory);
  await runSweep({ experiment: await experiment(generations), store, executor: 'inline' });
}

/** Stopped as soon as it has begun: the cell makes one stretch of steps and leaves a checkpoint. */
async function runOneStretch(directory: string, cell: Cell): Promise<void> {
  const executor = await createExecutor('inline', { storeDirectory: directory, concurrency: 1 });
  const onEvent = ({ kind }: ChunkEvent): void => {
    if (kind === 'started') executor.stop();
  };
  await executor.run({ index: 0, cells: [cell] }, { onEvent });
  await executor.close();
}

const contents = (directory: string): Record<string, string> => {
  const files = filesBelow(directory).filter((file) => /^(artifacts|segments)\//.test(file));
  return Object.fromEntries(files.map((file) => [file, readFileSync(join(directory, file), 'latin1')]));
};

describe('artifacts of cells', () => {
  it('lie in the store under the names that the rows say, the same wherever they are made', async () => {
    const [one, other] = [newFolder(), newFolder()];
    await run(one, 2);
    await run(other, 2);
    expect(contents(other)).toEqual(contents(one));
    const store = await openStore(one);
    const results = await resultsOf(one, 2);
    expect(results.map(({ artifacts }) => artifacts?.map(({ t }) => t))).toEqual([
      [0, 1, 2],
      [0, 1, 2],
    ]);
    const rows = results.flatMap(({ artifacts = [] }) => artifacts);
    for (const { file, observer, about } of rows) {
      expect([observer, about.count]).toEqual(['pictures', 6]);
      // Two rows of three pictures of 8 × 8.
      expect((await store.readArtifact(file))?.length).toBe('P5\n24 16\n255\n'.length + 24 * 16);
    }
    expect(Object.keys(contents(one)).filter((file) => file.startsWith('artifacts/'))).toHaveLength(6);
  });

  it('are carried over by a run that was stopped, and by a longer one', async () => {
    const [stopped, whole] = [newFolder(), newFolder()];
    const store = await openStore(stopped);
    const [cell] = expand(await experiment(2));
    for (let round = 0; round < 5; round++) await runOneStretch(stopped, cell);
    const checkpoint = await store.loadCheckpoint(cell);
    expect(checkpoint?.artifacts?.map(({ t }) => t)).toEqual([0, 1]);
    expect(await store.readArtifact(checkpoint!.artifacts![1].file)).toBeDefined();
    await run(stopped, 2);
    await run(stopped, 3);
    await run(whole, 3);
    expect(await resultsOf(stopped, 3)).toEqual(await resultsOf(whole, 3));
    expect(await resultsOf(stopped, 2)).toHaveLength(2);
  });

  it('are made again where they were torn', async () => {
    const directory = newFolder();
    const store = await openStore(directory);
    const bytes = Uint8Array.of(1, 2, 3);
    // SHA-256 of the bytes 1, 2, 3.
    const name = '039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81.pgm';
    const path = join(directory, 'artifacts', '03', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes.subarray(0, 2));
    expect(await store.readArtifact(name)).toBeUndefined();
    await store.saveArtifact(name, bytes);
    expect([...((await store.readArtifact(name)) ?? [])]).toEqual([1, 2, 3]);
    expect(filesBelow(join(directory, 'artifacts'))).toEqual([`03/${name}`, `03/${name}.bad`]);
  });

  it('have names that do not lead out of the store', async () => {
    const store = await openStore(newFolder());
    await expect(store.readArtifact('../../secret.pgm')).rejects.toThrow(
      'artifact "../../secret.pgm": expected a SHA-256 and the end of a file name.',
    );
  });
});
