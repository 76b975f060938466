/** What is too large for JSON: beside the checkpoints of running cells, and in the store for published ones. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type Cell,
  type Chunk,
  type ChunkEvent,
  type ChunkOutcome,
  createExecutor,
  type ExecutorOptions,
  expand,
  type FileStore,
  openStore,
  parseExperiment,
} from '@collapse-lab/sweep';
import { describe, expect, it } from 'vitest';
import { filesBelow, temporaryFolders } from './folder.ts';

const newFolder = temporaryFolders();
const fixtures = fileURLToPath(new URL('../fixtures/', import.meta.url));

interface Options {
  readonly generations?: number;
  readonly family?: Record<string, unknown>;
}

async function cellOf({ generations = 2, family = {} }: Options = {}): Promise<Cell> {
  const experiment = {
    name: 'stepwise',
    real: { kind: 'normal', d: 1 },
    family: { module: './stepwise-family.mjs', ...family },
    workflow: { kind: 'accumulate' },
    sizes: { initial: 8, new: 8 },
    generations,
    snapshots: [0, 1],
    observe: [{ kind: 'tails', samples: 10 }],
    seeds: 1,
  };
  const path = join(fixtures, 'stepwise.yaml');
  return expand(await parseExperiment(JSON.stringify(experiment), { path }))[0];
}

interface Work extends Partial<ExecutorOptions> {
  readonly name?: 'inline' | 'processes';
  readonly extend?: Chunk['extend'];
  readonly onEvent?: (event: ChunkEvent, stop: () => void) => void;
}

async function compute(cell: Cell, storeDirectory: string, work: Work = {}): Promise<ChunkOutcome> {
  const { name = 'inline', extend, onEvent = () => {}, ...options } = work;
  const executor = await createExecutor(name, { storeDirectory, concurrency: 1, ...options });
  const chunk = { index: 0, cells: [cell], ...(extend && { extend }) };
  const outcome = await executor.run(chunk, { onEvent: (event) => onEvent(event, () => executor.stop()) });
  await executor.close();
  return outcome;
}

const stopAtOnce: Work = {
  onEvent: ({ kind }, stop) => {
    if (kind === 'started') stop();
  },
};

/** Path → bytes of what is kept for good. */
const kept = (store: string): Record<string, string> =>
  Object.fromEntries(
    filesBelow(store)
      .filter((file) => /^(blobs|segments)\//.test(file))
      .map((file) => [file, readFileSync(join(store, file), 'latin1')]),
  );

const checkpointFiles = (store: string): string[] =>
  filesBelow(store).filter((file) => file.startsWith('checkpoints/'));

/** The store as the tests of blobs see it, with one cell. */
async function empty(): Promise<{ store: FileStore; cell: Cell; directory: string }> {
  const directory = newFolder();
  return { store: await openStore(directory), cell: await cellOf(), directory };
}

const checkpoint = (...names: string[]) => ({ t: 0, state: { names }, series: [], snapshots: [] });

describe('blobs of a cell', () => {
  it('are found by the hash of their bytes, and again by a later run that goes on where a checkpoint names them', async () => {
    const { store, cell, directory } = await empty();
    const blobs = await store.openBlobs(cell, undefined);
    const [name, other] = [Uint8Array.of(1, 2, 3), Uint8Array.of(4)].map((bytes) => blobs.put(bytes));
    expect(name).toBe('039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81.blob');
    expect(blobs.put(Uint8Array.of(1, 2, 3))).toBe(name);
    expect(blobs.get(name)).toEqual(Uint8Array.of(1, 2, 3));
    await store.saveCheckpoint(cell, checkpoint(name, other), blobs);
    const again = await store.openBlobs(cell, await store.loadCheckpoint(cell));
    expect([again.get(name), again.get(other)]).toEqual([Uint8Array.of(1, 2, 3), Uint8Array.of(4)]);
    expect(checkpointFiles(directory)).toHaveLength(3);
  });

  it('are removed with the next checkpoint that does not name them, and with the checkpoint', async () => {
    const { store, cell, directory } = await empty();
    const blobs = await store.openBlobs(cell, undefined);
    const [first, second] = [blobs.put(Uint8Array.of(1)), blobs.put(Uint8Array.of(2))];
    await store.saveCheckpoint(cell, checkpoint(first, second), blobs);
    await store.saveCheckpoint(cell, checkpoint(second), blobs);
    const folder = `checkpoints/${cell.key.slice(0, 2)}/${cell.key}`;
    expect(checkpointFiles(directory)).toEqual([`${folder}.json`, `${folder}/${second}`].sort());
    expect(() => blobs.get(first)).toThrow(`blob ${first}: got "none", expected the bytes of this hash.`);
    await store.dropCheckpoint(cell);
    expect(checkpointFiles(directory)).toEqual([]);
  });

  it('of a run that was killed before its checkpoint are removed by the next', async () => {
    const { store, cell, directory } = await empty();
    const killed = await store.openBlobs(cell, undefined);
    const named = killed.put(Uint8Array.of(1));
    await store.saveCheckpoint(cell, checkpoint(named), killed);
    killed.put(Uint8Array.of(2));
    killed.flush();
    const folder = join(directory, 'checkpoints', cell.key.slice(0, 2), cell.key);
    writeFileSync(join(folder, `${named}.0.part`), 'half');
    await store.openBlobs(cell, await store.loadCheckpoint(cell));
    expect(filesBelow(folder)).toEqual([named]);
  });

  it.each(['missing', 'damaged'])('that are %s make a checkpoint as good as none', async (how) => {
    const { store, cell, directory } = await empty();
    const blobs = await store.openBlobs(cell, undefined);
    const name = blobs.put(Uint8Array.of(1, 2, 3));
    await store.saveCheckpoint(cell, checkpoint(name), blobs);
    const file = join(directory, 'checkpoints', cell.key.slice(0, 2), cell.key, name);
    if (how === 'missing') blobs.keepOnly(new Set());
    else {
      writeFileSync(file, Uint8Array.of(1, 2, 4));
      expect(() => blobs.get(name)).toThrow(
        `blob ${name}: got "a damaged one", expected the bytes of this hash.`,
      );
    }
    expect(await store.loadCheckpoint(cell)).toBeUndefined();
  });

  it('take the place of torn ones in the store, which are set aside', async () => {
    const { store, cell, directory } = await empty();
    const first = await store.openBlobs(cell, undefined);
    const name = first.put(Uint8Array.of(1, 2, 3));
    await store.publishBlobs(cell, { state: name, snapshots: [] }, first);
    await store.dropCheckpoint(cell);
    const file = join(directory, 'blobs', name.slice(0, 2), name);
    writeFileSync(file, Uint8Array.of(1, 2));
    const second = await store.openBlobs(cell, undefined);
    second.put(Uint8Array.of(1, 2, 3));
    await store.publishBlobs(cell, { state: name, snapshots: [] }, second);
    await store.dropCheckpoint(cell);
    expect(await store.readBlob(name)).toEqual(Uint8Array.of(1, 2, 3));
    expect(filesBelow(join(directory, 'blobs'))).toEqual(
      [name, `${name}.bad`].map((one) => `${name.slice(0, 2)}/${one}`),
    );
  });

  it('stay in the store once they are published', async () => {
    const { store, cell } = await empty();
    const blobs = await store.openBlobs(cell, undefined);
    const name = blobs.put(Uint8Array.of(1, 2, 3));
    await store.publishBlobs(cell, { state: name, snapshots: [] }, blobs);
    await store.publishBlobs(cell, { state: name, snapshots: [] }, blobs);
    await store.dropCheckpoint(cell);
    expect(await store.readBlob(name)).toEqual(Uint8Array.of(1, 2, 3));
    expect(await store.readBlob(`${'0'.repeat(64)}.blob`)).toBeUndefined();
    await expect(store.readBlob('../store.json')).rejects.toThrow(
      'blob "../store.json": expected a SHA-256 and .blob.',
    );
    const later = await store.openBlobs(cell, undefined);
    expect([later.put(Uint8Array.of(1, 2, 3)), later.isEmpty]).toEqual([name, true]);
  });
});

describe('blobs that wait', () => {
  it('are not written where no checkpoint and no result names them; of large ones none waits', async () => {
    const { store, cell, directory } = await empty();
    const blobs = await store.openBlobs(cell, undefined);
    const small = blobs.put(Uint8Array.of(1, 2, 3));
    expect([blobs.get(small), blobs.sizeOf([small]), blobs.isEmpty]).toEqual([
      Uint8Array.of(1, 2, 3),
      3,
      false,
    ]);
    await store.publishBlobs(cell, { state: null, snapshots: [] }, blobs);
    expect(filesBelow(directory)).toEqual([]);
    const large = blobs.put(new Uint8Array(16 * 1024 * 1024));
    expect(filesBelow(directory)).toEqual([`checkpoints/${cell.key.slice(0, 2)}/${cell.key}/${large}`]);
    expect(blobs.sizeOf([small, large])).toBe(3 + 16 * 1024 * 1024);
  });
});

describe('a cell with blobs', () => {
  it('leaves the same files whether it runs at once or is stopped after every step, and nothing else', async () => {
    const [whole, chopped] = [newFolder(), newFolder()];
    const cell = await cellOf();
    await compute(cell, whole);
    let stops = 0;
    for (let left: readonly string[] = [cell.key]; left.length > 0; stops++)
      left = (await compute(cell, chopped, stopAtOnce)).left;
    // Every step of three trainings and of two generations; this process has pretrained already.
    expect(stops).toBe(3 * 6 + 2 * 8);
    expect(kept(chopped)).toEqual(kept(whole));
    expect(checkpointFiles(chopped)).toEqual([]);
    const names = Object.keys(kept(whole)).filter((file) => file.startsWith('blobs/'));
    const text = JSON.stringify(await (await openStore(whole)).read(cell.key));
    expect(names.length).toBeGreaterThan(2);
    for (const file of names) expect(text).toContain(file.slice('blobs/00/'.length));
  });

  it('is extended from the end that is stored, with the same rows as a run from the start', async () => {
    const [whole, extended] = [newFolder(), newFolder()];
    const [shorter, longer] = [await cellOf(), await cellOf({ generations: 4 })];
    await compute(longer, whole);
    await compute(shorter, extended);
    await compute(longer, extended, { extend: { [longer.key]: shorter.key } });
    const [one, other] = await Promise.all(
      [whole, extended].map(async (store) => (await openStore(store)).read(longer.key)),
    );
    expect(other).toEqual(one);
    expect((await (await openStore(extended)).read(shorter.key))!.state).not.toBeNull();
  });

  it('starts anew where a blob of the shorter run is gone', async () => {
    const [whole, extended] = [newFolder(), newFolder()];
    const [shorter, longer] = [await cellOf(), await cellOf({ generations: 4 })];
    await compute(longer, whole);
    await compute(shorter, extended);
    for (const file of Object.keys(kept(extended)).filter((file) => file.startsWith('blobs/')))
      writeFileSync(join(extended, file), '');
    const { published } = await compute(longer, extended, { extend: { [longer.key]: shorter.key } });
    expect(published).toEqual([longer.key]);
    const [one, other] = await Promise.all(
      [whole, extended].map(async (store) => (await openStore(store)).read(longer.key)),
    );
    expect(other!.series).toEqual(one!.series);
  });

  it.each(['pretraining', 'generating', 'training'])(
    'goes on after kill -9 while it is %s',
    async (dieIn) => {
      const [store, reference] = [newFolder(), newFolder()];
      const cell = await cellOf({ family: { dieIn, marker: join(store, 'died') } });
      const died = await compute(cell, store, { name: 'processes', checkpointInterval: 0 });
      expect([...died.failed.values()]).toEqual([
        expect.objectContaining({ kind: 'exit', message: expect.stringContaining('SIGKILL') }),
      ]);
      expect(checkpointFiles(store).length).toBeGreaterThan(1);
      await compute(cell, store, { name: 'processes' });
      await compute(cell, reference);
      expect(kept(store)).toEqual(kept(reference));
      expect(checkpointFiles(store)).toEqual([]);
    },
  );
});
