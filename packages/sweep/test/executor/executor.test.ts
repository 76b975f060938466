/** One contract for all executors, and what only those that own their workers can promise. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Chunk,
  type ChunkEvent,
  type ChunkOutcome,
  createExecutor,
  type Executor,
  type ExecutorName,
  type ExecutorOptions,
  executorNames,
  openStore,
} from '@collapse-lab/sweep';
import { afterEach, describe, expect, it } from 'vitest';
import { keysOf, segmentsOf, temporaryStore, troublesomeChunk } from './troublesome.ts';

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanUp.splice(0).reverse()) await clean();
});

function newStore(): string {
  const { directory, remove } = temporaryStore();
  cleanUp.push(remove);
  return directory;
}

async function start(
  name: ExecutorName,
  options: Partial<ExecutorOptions> = {},
): Promise<Executor & { store: string }> {
  const store = options.storeDirectory ?? newStore();
  const executor = await createExecutor(name, { storeDirectory: store, concurrency: 1, ...options });
  cleanUp.push(() => executor.close());
  return { ...executor, store };
}

/** Runs a chunk and keeps its events. */
async function run(
  executor: Executor,
  chunk: Chunk,
  timeout?: number,
): Promise<ChunkOutcome & { events: ChunkEvent[] }> {
  const events: ChunkEvent[] = [];
  const outcome = await executor.run(chunk, {
    onEvent: (event) => events.push(event),
    ...(timeout === undefined ? {} : { timeout }),
  });
  return { ...outcome, events };
}

/** `started 0`, `computed 0`, …: events by position of the cell in the chunk; progress left out. */
function story(chunk: Chunk, events: readonly ChunkEvent[]): string[] {
  const position = (key: string): number => keysOf(chunk.cells).indexOf(key);
  return events.flatMap((event) => {
    if (event.kind === 'progress') return [];
    if (event.kind === 'published') return [`published ${event.keys.map(position).join(' ')}`];
    return [`${event.kind} ${position(event.key)}`];
  });
}

async function referenceSegments(chunk: Chunk): Promise<Record<string, string>> {
  const executor = await start('inline');
  await run(executor, chunk);
  return segmentsOf(executor.store);
}

describe.each(executorNames)('the %s executor', (name) => {
  it('computes the cells in order and publishes them as one segment', async () => {
    const chunk = await troublesomeChunk({ list: [{ tag: 1 }, { tag: 2 }, { tag: 3 }] });
    const executor = await start(name);
    const { published, failed, left, events } = await run(executor, chunk);
    expect({ published, failed: [...failed.values()], left }).toEqual({
      published: keysOf(chunk.cells),
      failed: [],
      left: [],
    });
    expect(story(chunk, events)).toEqual([
      'started 0',
      'computed 0',
      'started 1',
      'computed 1',
      'started 2',
      'computed 2',
      'published 0 1 2',
    ]);
    expect(Object.keys(segmentsOf(executor.store))).toHaveLength(1);
    expect(await (await openStore(executor.store)).keys()).toEqual(new Set(keysOf(chunk.cells)));
  });

  it('lets a cell that throws fail alone', async () => {
    const chunk = await troublesomeChunk({
      list: [{ tag: 1 }, { trouble: 'throw' }, { trouble: 'throw-text' }, { tag: 2 }],
    });
    const executor = await start(name);
    const { published, failed, left } = await run(executor, chunk);
    const [first, thrower, texter, last] = keysOf(chunk.cells);
    expect({ published, left }).toEqual({ published: [first, last], left: [] });
    expect([...failed.keys()]).toEqual([thrower, texter]);
    expect(failed.get(thrower)).toMatchObject({
      kind: 'error',
      message: 'Generation 0: the fit did not converge',
    });
    expect(failed.get(thrower)?.stack).toContain('troublesome-family.mjs');
    expect(failed.get(texter)?.message).toBe('Generation 0: not an error');
    expect(Object.keys(segmentsOf(executor.store))).toHaveLength(1);
  });

  it('arms the timeout of a cell when the cell starts, not when its chunk does', async () => {
    const chunk = await troublesomeChunk({
      list: [
        { tag: 1, delay: 60 },
        { tag: 2, delay: 60 },
        { tag: 3, delay: 60 },
      ],
      generations: 3,
    });
    const { failed, published } = await run(await start(name), chunk, 600);
    expect({ failed: [...failed.values()], published: published.length }).toEqual({
      failed: [],
      published: 3,
    });
  });

  it('stops a cell that takes longer than its timeout', async () => {
    const chunk = await troublesomeChunk({
      list: [{ tag: 1 }, { delay: 60 }, { tag: 2 }],
      generations: 30,
    });
    const { failed, published } = await run(await start(name), chunk, 400);
    const [first, slow, last] = keysOf(chunk.cells);
    expect(published).toEqual([first, last]);
    expect(failed).toEqual(
      new Map([[slow, { kind: 'timeout', message: 'stopped: still running after its timeout of 0.4 s' }]]),
    );
  });

  it('stops with a checkpoint; what goes on from it gives the same bytes', async () => {
    const chunk = await troublesomeChunk({ list: [{ tag: 1 }, { delay: 10 }, { tag: 2 }], generations: 40 });
    const executor = await start(name, { checkpointInterval: 100 });
    const outcome = executor.run(chunk, {
      onEvent: (event) => {
        if (event.kind === 'started' && event.key === chunk.cells[1].key)
          setTimeout(() => executor.stop(), 150);
      },
    });
    const [first, slow, last] = keysOf(chunk.cells);
    expect(await outcome).toEqual({ published: [first], failed: new Map(), left: [slow, last] });
    const checkpoint = await (await openStore(executor.store)).loadCheckpoint(chunk.cells[1]);
    expect(checkpoint?.t).toBeGreaterThan(0);
    expect(checkpoint?.t).toBeLessThan(40);
    expect((await run(executor, chunk)).left).toEqual([first, slow, last]);

    const rest = { index: 0, cells: chunk.cells.slice(1) };
    const again = await start(name, { storeDirectory: executor.store });
    expect((await run(again, rest)).left).toEqual([]);
    expect(await (await openStore(executor.store)).loadCheckpoint(chunk.cells[1])).toBeUndefined();
    expect(segmentsOf(executor.store)).toMatchObject(await referenceSegments(rest));
  });

  it('continues a stored run with fewer generations', async () => {
    const short = await troublesomeChunk({ list: [{ tag: 1 }], generations: 20 });
    const long = await troublesomeChunk({ list: [{ tag: 1 }], generations: 50 });
    const executor = await start(name);
    await run(executor, short);
    await run(executor, { ...long, extend: { [long.cells[0].key]: short.cells[0].key } });
    expect(segmentsOf(executor.store)).toEqual({
      ...(await referenceSegments(short)),
      ...(await referenceSegments(long)),
    });
  });

  it('rejects with a StoreError when the store cannot be written', async () => {
    const file = join(newStore(), 'file');
    writeFileSync(file, '');
    const executor = await start(name, { storeDirectory: file });
    await expect(run(executor, await troublesomeChunk({ list: [{ tag: 1 }] }))).rejects.toMatchObject({
      name: 'StoreError',
      code: 'format',
    });
  });

  it('leaves everything once it is closed', async () => {
    const chunk = await troublesomeChunk({ list: [{ tag: 1 }] });
    const executor = await start(name);
    await executor.close();
    expect((await run(executor, chunk)).left).toEqual(keysOf(chunk.cells));
  });

  it('computes a chunk while the one before is published', async () => {
    const first = await troublesomeChunk({ list: [{ tag: 1 }, { tag: 2 }] });
    const second = await troublesomeChunk({ list: [{ tag: 3 }] });
    const executor = await start(name);
    const events: ChunkEvent[] = [];
    let next: Promise<ChunkOutcome> | undefined;
    const outcome = await executor.run(first, {
      onEvent: (event) => events.push(event),
      onComputed: () => {
        expect(story(first, events).at(-1)).toBe('computed 1');
        next = run(executor, second);
      },
    });
    expect([outcome, await next]).toMatchObject([
      { published: keysOf(first.cells), left: [] },
      { published: keysOf(second.cells), left: [] },
    ]);
    expect(segmentsOf(executor.store)).toEqual({
      ...(await referenceSegments(first)),
      ...(await referenceSegments(second)),
    });
  });

  it('refuses more calls at once than its concurrency', async () => {
    const chunk = await troublesomeChunk({ list: [{ tag: 1 }] });
    const executor = await start(name);
    const first = run(executor, chunk);
    await expect(run(executor, chunk)).rejects.toThrow(
      `run: got "call 2", expected at most 1 at once from the ${name} executor. Await one of the earlier calls first.`,
    );
    await first;
  });
});

describe.each(['threads', 'processes'] as const)('the %s executor contains', (name) => {
  it.each([
    {
      trouble: 'heap',
      failure: { kind: 'memory', message: `exhausted the heap of its worker ${noun(name)}` },
    },
    {
      trouble: 'loop',
      failure: { kind: 'timeout', message: 'stopped: still running after its timeout of 0.7 s' },
    },
    {
      trouble: 'reject',
      failure: {
        kind: 'error',
        message: 'an error outside the computation ended its worker: nobody waits for this',
      },
    },
  ])('$trouble', async ({ trouble, failure }) => {
    const chunk = await troublesomeChunk({ list: [{ tag: 1 }, { trouble }, { tag: 2 }] });
    const executor = await start(name, { memoryLimit: 64 });
    const timeout = trouble === 'loop' ? 700 : 20_000;
    const { published, failed, left, events } = await run(executor, chunk, timeout);
    const [first, culprit, last] = keysOf(chunk.cells);
    expect([...failed]).toEqual([[culprit, expect.objectContaining(failure)]]);
    expect({ published, left }).toEqual({ published: [first, last], left: [] });
    expect(story(chunk, events).filter((event) => event.startsWith('published'))).toEqual(['published 0 2']);
    expect(segmentsOf(executor.store)).toEqual(
      await referenceSegments({ index: 0, cells: [chunk.cells[0], chunk.cells[2]] }),
    );
  });

  it('cells that end it; their neighbours are computed at most twice', async () => {
    const list = [{ tag: 1 }, { trouble: 'exit' }, { tag: 2 }, { trouble: 'exit', tag: 3 }, { tag: 4 }];
    const chunk = await troublesomeChunk({ list, generations: 5 });
    const executor = await start(name);
    const { published, failed, left, events } = await run(executor, chunk);
    const [first, culprit, second, other, third] = keysOf(chunk.cells);
    const failure = { kind: 'exit', message: `ended its worker ${noun(name)} with exit code 3` };
    expect([...failed]).toEqual([
      [culprit, failure],
      [other, failure],
    ]);
    expect({ published, left }).toEqual({ published: [first, second, third], left: [] });
    expect(Object.keys(segmentsOf(executor.store))).toHaveLength(1);
    // Three workers met the first cell: computed, lost with the first, computed and saved, lost, then only read.
    const starts = story(chunk, events).filter((event) => event.startsWith('started'));
    expect(starts).toEqual([0, 1, 0, 2, 3, 0, 2, 4].map((position) => `started ${position}`));
    expect(await (await openStore(executor.store)).loadCheckpoint(chunk.cells[0])).toBeUndefined();
  });

  it('a loop when it is closed', async () => {
    const chunk = await troublesomeChunk({ list: [{ tag: 1 }, { trouble: 'loop' }] });
    const executor = await start(name);
    const { left } = await executor.run(chunk, {
      onEvent: (event) => {
        if (event.kind === 'started' && event.key === chunk.cells[1].key) void executor.close();
      },
    });
    expect(left).toEqual(keysOf(chunk.cells));
  });

  it('neighbours in other workers', async () => {
    const healthy = await troublesomeChunk({ list: [{ tag: 1, delay: 20 }], generations: 30 });
    const sick = await troublesomeChunk({ list: [{ trouble: 'exit' }, { trouble: 'reject' }] });
    const executor = await start(name, { concurrency: 2 });
    const [one, other] = await Promise.all([run(executor, healthy), run(executor, sick)]);
    expect(story(healthy, one.events)).toEqual(['started 0', 'computed 0', 'published 0']);
    expect(other.failed.size).toBe(2);
  });
});

function noun(name: 'threads' | 'processes'): string {
  return name === 'threads' ? 'thread' : 'process';
}

it('an unknown executor is refused by name', async () => {
  await expect(createExecutor('slurm' as never, { storeDirectory: '.', concurrency: 1 })).rejects.toThrow(
    'executor: got "slurm", expected one of inline, threads, processes.',
  );
});

it('a concurrency that is no number of workers is refused', async () => {
  await expect(createExecutor('threads', { storeDirectory: '.', concurrency: 0 })).rejects.toThrow(
    'concurrency: got 0, expected a positive integer.',
  );
});
