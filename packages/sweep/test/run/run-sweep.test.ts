/** Running, resuming, sharing, extending and retrying a sweep, on every executor. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  type Experiment,
  openStore,
  parseExperiment,
  parsePart,
  planSweep,
  runSweep,
  type SweepEvent,
  type SweepOutcome,
  type SweepRequest,
  sweepStatus,
} from '@collapse-lab/sweep';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { segmentsOf, temporaryStore, troublesome } from '../executor/troublesome.ts';

const cleanUp: (() => void)[] = [];
afterEach(() => {
  for (const clean of cleanUp.splice(0)) clean();
});

function newStore(): string {
  const { directory, remove } = temporaryStore();
  cleanUp.push(remove);
  return directory;
}

/** Both samplers, several workflows: enough that a slip in any of them shows. */
function small(changes: { seeds?: number; generations?: number; news?: number[] } = {}): Promise<Experiment> {
  const { seeds = 4, generations = 15, news = [10, 20] } = changes;
  const experiment = {
    name: 'small',
    real: { kind: 'normal', d: 2 },
    family: { kind: 'gaussian', covariance: 'full', ddof: 1 },
    workflow: { kind: 'replace' },
    sizes: { initial: 30, new: 20 },
    generations,
    seeds,
    observe: ['gaussian-moments'],
    snapshots: [3],
    sweep: [
      {
        grid: {
          'workflow.kind': ['replace', 'accumulate'],
          'sizes.new': news,
          sampler: ['statistics', 'samples'],
        },
      },
    ],
  };
  return parseExperiment(JSON.stringify(experiment));
}

async function run(
  experiment: Experiment,
  options: Partial<SweepRequest> & { directory?: string } = {},
): Promise<SweepOutcome & { directory: string; events: SweepEvent[] }> {
  const { directory = newStore(), ...request } = options;
  const store = await openStore(directory);
  const events: SweepEvent[] = [];
  const onEvent = (event: SweepEvent): void => {
    events.push(event);
    options.onEvent?.(event);
  };
  const outcome = await runSweep({ experiment, store, executor: 'inline', ...request, onEvent });
  return { ...outcome, directory, events };
}

describe('the same bytes', () => {
  let reference: Record<string, string>;
  beforeAll(async () => {
    const { directory, remove } = temporaryStore();
    await run(await small(), { directory });
    reference = segmentsOf(directory);
    remove();
  });

  it.each([
    { executor: 'threads', threads: 1 },
    { executor: 'threads', threads: 2 },
    { executor: 'threads', threads: 3 },
    { executor: 'processes', threads: 2 },
  ] as const)('from $threads $executor as inline', async (how) => {
    const { directory, exitCode } = await run(await small(), how);
    expect(exitCode).toBe(0);
    expect(segmentsOf(directory)).toEqual(reference);
  });

  it('from three parts as from the whole', async () => {
    const experiment = await small();
    const directory = newStore();
    const outcomes = [];
    for (const part of ['1/3', '2/3', '3/3'])
      outcomes.push(await run(experiment, { directory, part: parsePart(part) }));
    expect(outcomes.map(({ exitCode, left }) => ({ exitCode, left }))).toEqual(
      outcomes.map(() => ({ exitCode: 0, left: 0 })),
    );
    expect(outcomes.reduce((total, { published }) => total + published, 0)).toBe(32);
    expect(segmentsOf(directory)).toEqual(reference);
  });

  it('when it is stopped after the first cell and run again', async () => {
    const experiment = await small();
    const stop = new AbortController();
    const { directory, ...first } = await run(experiment, {
      signal: stop.signal,
      onEvent: (event) => event.kind === 'computed' && stop.abort(),
    });
    expect(first).toMatchObject({ exitCode: 75, stopped: 'signal', total: 32, failed: [] });
    expect(first.done).toBeGreaterThan(0);
    expect(first.done + first.left).toBe(32);
    const second = await run(experiment, { directory });
    expect(second).toMatchObject({ exitCode: 0, done: 32, published: 32 - first.done });
    expect(await rowsOf(directory, experiment)).toEqual(
      await rowsOf((await run(experiment)).directory, experiment),
    );
  });
});

/** What is stored of every cell. */
async function rowsOf(directory: string, experiment: Experiment): Promise<unknown[]> {
  const store = await openStore(directory);
  const { cells } = await planSweep(experiment, store);
  return Promise.all(cells.map(({ key }) => store.read(key)));
}

describe('an extension computes only what is missing', () => {
  it.each([
    { what: 'seeds', changes: { seeds: 6 }, computed: 16, extending: 0 },
    { what: 'grid values', changes: { news: [10, 20, 40] }, computed: 16, extending: 0 },
    { what: 'generations', changes: { generations: 25 }, computed: 32, extending: 32 },
  ])('of $what', async ({ changes, computed, extending }) => {
    const directory = newStore();
    await run(await small(), { directory });
    const before = segmentsOf(directory);
    const larger = await small(changes);
    const outcome = await run(larger, { directory });
    expect(outcome).toMatchObject({ exitCode: 0, published: computed });
    const planned = outcome.events[0];
    expect(planned.kind === 'planned' && planned.plan.extending).toBe(extending);
    expect(segmentsOf(directory)).toMatchObject(before);
    expect(await rowsOf(directory, larger)).toEqual(await rowsOf((await run(larger)).directory, larger));
  });

  it('and nothing when nothing is missing', async () => {
    const experiment = await small({ seeds: 1 });
    const { directory } = await run(experiment);
    const again = await run(experiment, { directory });
    expect(again).toMatchObject({ exitCode: 0, done: 8, published: 0, left: 0 });
    expect(again.events.map(({ kind }) => kind)).toEqual(['planned']);
  });
});

describe('cells that fail', () => {
  it('are recorded, and tried again only when asked', async () => {
    const directory = newStore();
    const cure = join(directory, 'cure');
    const experiment = await troublesome({ list: [{ tag: 1 }, { trouble: 'throw', cure }], seeds: 2 });
    const first = await run(experiment, { directory });
    expect(first).toMatchObject({ exitCode: 1, done: 2, published: 2, left: 0 });
    expect(first.failed.map(({ failure, earlier }) => [failure.message, earlier])).toEqual([
      ['Generation 0: the fit did not converge', false],
      ['Generation 0: the fit did not converge', false],
    ]);

    const second = await run(experiment, { directory });
    expect(second).toMatchObject({ exitCode: 1, done: 2, published: 0, left: 0 });
    expect(second.failed.map(({ earlier }) => earlier)).toEqual([true, true]);
    const status = await sweepStatus(experiment, await openStore(directory));
    expect(status).toMatchObject({ total: 4, done: 2, missing: 0 });
    expect(status.failed.map(({ cell, failure }) => [cell.key, failure.attempt])).toEqual(
      first.failed.map(({ cell }) => [cell.key, 1]),
    );

    writeFileSync(cure, '');
    const third = await run(experiment, { directory, retryFailed: true });
    expect(third).toMatchObject({ exitCode: 0, done: 4, published: 2, failed: [] });
    expect((await sweepStatus(experiment, await openStore(directory))).failed).toEqual([]);
  });

  it('are tried again in the same run as often as the experiment says', async () => {
    const experiment = await troublesome({ list: [{ tag: 1 }, { trouble: 'throw' }], retries: 2 });
    const { events, failed } = await run(experiment);
    const attempts = events.flatMap((event) =>
      event.kind === 'failed' ? [[event.attempt, event.retried]] : [],
    );
    expect(attempts).toEqual([
      [1, true],
      [2, true],
      [3, false],
    ]);
    expect(failed).toHaveLength(1);
  });

  it('stop the sweep when the first ones all fail', async () => {
    const list = Array.from({ length: 12 }, (_, tag) => ({ trouble: 'throw', tag }));
    const outcome = await run(await troublesome({ list, seeds: 10 }), { maxFirstFailures: 4 });
    expect(outcome).toMatchObject({ exitCode: 1, stopped: 'first-failures', done: 0 });
    expect(outcome.failed.length).toBe(4);
    expect(outcome.left).toBe(116);
  });

  it('do not stop it after a success', async () => {
    const list = [{ tag: 100 }, ...Array.from({ length: 12 }, (_, tag) => ({ trouble: 'throw', tag }))];
    const outcome = await run(await troublesome({ list }), { maxFirstFailures: 4 });
    expect(outcome).toMatchObject({ exitCode: 1, done: 1, left: 0 });
    expect(outcome.stopped).toBeUndefined();
  });

  it('stop it at once with failFast', async () => {
    const list = [{ tag: 100 }, { trouble: 'throw' }, { tag: 101 }];
    const outcome = await run(await troublesome({ list }), { failFast: true });
    expect(outcome).toMatchObject({ exitCode: 1, stopped: 'fail-fast', done: 1, left: 1 });
  });

  it('can be run alone', async () => {
    const experiment = await troublesome({ list: [{ tag: 1 }, { trouble: 'throw' }] });
    const { directory, failed } = await run(experiment);
    const onlyCell = failed[0].cell.key.slice(0, 12);
    const alone = await run(experiment, { directory, onlyCell });
    expect(alone).toMatchObject({ exitCode: 1, total: 1, done: 0, left: 0 });
    expect(alone.failed[0].earlier).toBe(false);
  });
});

describe('what stops a sweep', () => {
  it('a second signal ends it at once, and what is there is whole', async () => {
    const experiment = await troublesome({ list: [{ tag: 1 }, { trouble: 'loop' }] });
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 700);
    const outcome = await run(experiment, { executor: 'threads', threads: 2, abort: abort.signal });
    expect(outcome).toMatchObject({ exitCode: 75, stopped: 'signal', failed: [] });
    expect(outcome.left).toBeGreaterThan(0);
    const store = await openStore(outcome.directory);
    expect((await store.keys()).size).toBe(outcome.done);
    expect(await store.damaged()).toEqual([]);
  });

  it('a store that cannot be written: nothing is computed, the code is 74', async () => {
    const file = join(newStore(), 'file');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, 'not a directory');
    await expect(run(await small(), { directory: join(file, 'store') })).rejects.toMatchObject({
      name: 'StoreError',
    });
    expect(readFileSync(file, 'utf8')).toBe('not a directory');
  });

  it('wrong options, before anything runs', async () => {
    const experiment = await small();
    await expect(run(experiment, { threads: 0 })).rejects.toThrow(
      'threads: got 0, expected a positive integer.',
    );
    await expect(run(experiment, { maxFirstFailures: 1.5 })).rejects.toThrow(
      'maxFirstFailures: got 1.5, expected a positive integer.',
    );
  });
});

it('the journal says where every run was made and what its cells took', async () => {
  const { directory } = await run(await small({ seeds: 1 }));
  const notes = await (await openStore(directory)).notes();
  expect(notes.map(({ kind }) => kind)).toEqual(['run', 'run-end']);
  const [start, end] = notes;
  expect(start).toMatchObject({
    experiment: 'small',
    executor: 'inline',
    threads: 1,
    missing: 8,
    node: process.version,
    version: '0.1.0',
    argv: process.argv,
  });
  expect(end).toMatchObject({ experiment: 'small', published: 8, failed: 0, left: 0, stopped: null });
  const durations = end.durations as unknown as { setting: number; cells: number; seconds: number }[];
  expect(durations.map(({ setting, cells }) => [setting, cells])).toEqual(
    Array.from({ length: 8 }, (_, setting) => [setting, 1]),
  );
  for (const { seconds } of durations) expect(seconds).toBeGreaterThan(0);
});

describe('a large sweep', () => {
  it('can be stopped while it is planned', async () => {
    const experiment = await small({ seeds: 50_000 });
    const events: SweepEvent[] = [];
    const { exitCode, stopped, unplanned, total, left } = await runSweep({
      experiment,
      store: await openStore(newStore()),
      signal: AbortSignal.timeout(60),
      onEvent: (event) => events.push(event),
    });
    expect({ exitCode, stopped, unplanned }).toEqual({ exitCode: 75, stopped: 'signal', unplanned: true });
    expect([total, left]).toEqual([400_000, 400_000]);
    expect(events.map(({ kind }) => kind)).not.toContain('planned');
  });
});
