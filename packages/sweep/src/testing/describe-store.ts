/** What every store must do, as a suite for any test runner. */
import { Stream } from '@collapse-lab/math';
import type { Cell } from '../cell/cell.ts';
import type { CellResult } from '../cell/result.ts';
import { artifactName } from '../store/artifacts.ts';
import type { Checkpoint, FailureRecord, Store } from '../store/store.ts';
import { randomResult } from './random-results.ts';

/** The part of a test runner that the suite needs; that of vitest and jest fits. */
export interface StoreTestApi {
  describe(name: string, body: () => void): void;
  it(name: string, body: () => Promise<void>): void;
  expect(got: unknown): { toEqual(expected: unknown): void };
}

export interface StoreSubject {
  readonly name: string;
  /** A new, empty store. */
  create(): Promise<Store>;
  /** Another process's view of the same store. */
  reopen(store: Store): Promise<Store>;
}

export function describeStore(api: StoreTestApi, subject: StoreSubject): void {
  api.describe(`the store contract: ${subject.name}`, () => {
    describeResults(api, subject);
    describeArtifacts(api, subject);
    describeCheckpoints(api, subject);
    describeFailures(api, subject);
    describeNotes(api, subject);
  });
}

function describeResults({ it, expect }: StoreTestApi, { create, reopen }: StoreSubject): void {
  it('is empty at first', async () => {
    const store = await create();
    expect([...(await store.keys())]).toEqual([]);
    expect(await store.read('none')).toEqual(undefined);
    expect([...(await store.siblings('none'))]).toEqual([]);
  });

  it('gives back what was published, bit for bit, here and in another process', async () => {
    const store = await create();
    const batches = randomBatches('round trip');
    for (const batch of batches) await store.publish(batch);
    for (const reader of [store, await reopen(store)]) {
      expect([...(await reader.keys())].sort()).toEqual(keysOf(batches.flat()));
      for (const result of batches.flat()) expect(await reader.read(result.key)).toEqual(result);
    }
  });

  it('shows what others publish while it is open', async () => {
    const store = await create();
    await store.keys();
    const result = randomResult('from outside');
    await (await reopen(store)).publish([result]);
    expect([...(await store.keys())]).toEqual([result.key]);
    expect(await store.read(result.key)).toEqual(result);
  });

  it('takes the same results again, in any order and grouping', async () => {
    const store = await create();
    const [first, second, third] = ['one', 'two', 'three'].map(randomResult);
    await store.publish([first, second]);
    await store.publish([second, first]);
    await store.publish([third, second]);
    await store.publish([]);
    expect([...(await store.keys())].sort()).toEqual(keysOf([first, second, third]));
    expect(await store.read(second.key)).toEqual(second);
  });

  it('refuses other rows for a cell that it has', async () => {
    const store = await create();
    const result = { ...randomResult('changed'), series: [{ metric: 'm', t: [0], value: [1] }] };
    const changed = { ...result, series: [{ metric: 'm', t: [0], value: [1 + Number.EPSILON] }] };
    await store.publish([result]);
    expect(await codeOf(store.publish([changed]))).toEqual('determinism');
  });

  it('finds the runs of one lineage by their generations', async () => {
    const store = await create();
    const short = { ...randomResult('short'), generations: 10 };
    const long = { ...randomResult('long'), generations: 20, rowsKey: short.rowsKey };
    await store.publish([short]);
    await store.publish([long, randomResult('other')]);
    expect([...(await store.siblings(short.rowsKey))].sort()).toEqual([
      [10, short.key],
      [20, long.key],
    ]);
  });
}

function describeArtifacts({ it, expect }: StoreTestApi, { create, reopen }: StoreSubject): void {
  it('keeps artifacts by the hash of their bytes, once', async () => {
    const store = await create();
    const bytes = Uint8Array.from({ length: 300 }, (_, i) => i % 256);
    const name = artifactName(bytes, 'pgm');
    expect(await store.readArtifact(name)).toEqual(undefined);
    for (const writer of [store, await reopen(store), store]) await writer.saveArtifact(name, bytes);
    expect([...((await (await reopen(store)).readArtifact(name)) ?? [])]).toEqual([...bytes]);
    expect(await codeOf(store.readArtifact(`../${name}`))).toEqual('format');
  });
}

function describeCheckpoints({ it, expect }: StoreTestApi, { create, reopen }: StoreSubject): void {
  const cell = { key: randomResult('checkpoint').key } as Cell;
  const checkpoint = (t: number): Checkpoint => {
    const { series, snapshots, artifacts, state } = randomResult(`checkpoint ${t}`);
    return { t, series, snapshots, state, ...(artifacts && { artifacts }) };
  };

  it('keeps the last checkpoint of a cell until it is dropped', async () => {
    const store = await create();
    expect(await store.loadCheckpoint(cell)).toEqual(undefined);
    for (const t of [1, 2]) await store.saveCheckpoint(cell, checkpoint(t));
    const other = await reopen(store);
    expect(await other.loadCheckpoint(cell)).toEqual(checkpoint(2));
    await other.dropCheckpoint(cell);
    await other.dropCheckpoint(cell);
    expect(await store.loadCheckpoint(cell)).toEqual(undefined);
    expect([...(await store.keys())]).toEqual([]);
  });
}

function describeFailures({ it, expect }: StoreTestApi, { create, reopen }: StoreSubject): void {
  const failure = (key: string, attempt: number): FailureRecord => {
    const at = `2026-01-01T00:00:0${attempt}.000Z`;
    return { key, seed: 1, setting: {}, kind: 'error', message: `attempt ${attempt}`, attempt, at };
  };

  it('has the last failure of each cell, until it is cleared or published', async () => {
    const store = await create();
    const result = randomResult('failed, then published');
    await store.recordFailure(failure('a', 2));
    await store.recordFailure(failure('a', 1));
    await store.recordFailure(failure('b', 1));
    await store.recordFailure(failure(result.key, 1));
    await store.clearFailure('b');
    const other = await reopen(store);
    expect([...(await other.failures()).keys()].sort()).toEqual(['a', result.key].sort());
    expect((await other.failures()).get('a')).toEqual(failure('a', 2));
    await store.publish([result]);
    expect([...(await other.failures()).keys()]).toEqual(['a']);
  });
}

function describeNotes({ it, expect }: StoreTestApi, { create, reopen }: StoreSubject): void {
  it('keeps the notes of all processes', async () => {
    const store = await create();
    const other = await reopen(store);
    const note = (text: string) => ({ kind: 'test', text });
    await store.note(note('one'));
    await other.note(note('two'));
    await store.note(note('three'));
    const texts = (await store.notes()).map(({ text }) => String(text));
    expect([...texts].sort()).toEqual(['one', 'three', 'two']);
    expect(texts.indexOf('one') < texts.indexOf('three')).toEqual(true);
  });
}

/** Results in batches of different sizes. */
function randomBatches(name: string): CellResult[][] {
  const stream = Stream.fromPath(['store contract', 'batches', name]);
  return Array.from({ length: 12 }, (_, batch) =>
    Array.from({ length: 1 + Math.floor(stream.uniform() * 9) }, (_, i) =>
      randomResult(`${name} ${batch} ${i}`),
    ),
  );
}

function keysOf(results: readonly CellResult[]): string[] {
  return results.map(({ key }) => key).sort();
}

async function codeOf(attempt: Promise<unknown>): Promise<unknown> {
  try {
    await attempt;
    return 'no error';
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
}
