/** Stopping and killing a running sweep. */
import { openStore } from '@collapse-lab/sweep';
import { afterEach, expect, it } from 'vitest';
import { makePlace, type Place, small, troublesome } from './collapse.ts';

const cleanUp: (() => void)[] = [];
afterEach(() => {
  for (const clean of cleanUp.splice(0)) clean();
});

function placeOf(experiment: object): Place {
  const place = makePlace(experiment);
  cleanUp.push(place.remove);
  return place;
}

/** Cells of about 0.15 s, each a segment of its own. */
const slow = troublesome(
  Array.from({ length: 8 }, (_, tag) => ({ tag, delay: 15 })),
  { generations: 9, timeout: 60 },
);

async function storedCells(store: string): Promise<number> {
  const opened = await openStore(store);
  const { size } = await opened.keys();
  for (const key of await opened.keys()) await opened.read(key);
  expect(await opened.damaged()).toEqual([]);
  return size;
}

it.each([
  { signal: 'SIGINT', executor: 'threads' },
  { signal: 'SIGTERM', executor: 'processes' },
] as const)(
  '$signal: $executor finish or save the running cells; exits 75, and says how to go on',
  async ({ signal, executor }) => {
    const { file, store, run, collapse } = placeOf(slow);
    const { child, ended, said } = run('run', file, '--executor', executor, '--threads', '2');
    await said('to compute');
    await new Promise((resolve) => setTimeout(resolve, 400));
    child.kill(signal);
    const { code, stderr } = await ended;
    expect(code).toBe(75);
    expect(stderr).toContain(
      `${signal}: stopping; running cells finish or leave a checkpoint. Once more stops now.\n`,
    );
    expect(stderr).toContain(`go on with: npx collapse run ${file}\n`);
    const done = await storedCells(store);
    expect(done).toBeLessThan(8);
    const again = await collapse('run', file);
    expect(again.code).toBe(0);
    expect(again.stdout).toMatch(new RegExp(`^8/8 done, ${8 - done} of them now`));
  },
);

it.each(['threads', 'processes'])(
  'a second signal stops %s at once, and what is stored is whole',
  async (executor) => {
    const { file, store, run } = placeOf(troublesome([{ trouble: 'loop' }, { tag: 1 }]));
    const { child, ended, said } = run('run', file, '--executor', executor);
    await said('to compute');
    await new Promise((resolve) => setTimeout(resolve, 500));
    child.kill('SIGINT');
    await said('SIGINT: stopping;');
    child.kill('SIGINT');
    const { code, stderr } = await ended;
    expect(code).toBe(75);
    expect(stderr).toContain('SIGINT: stopping now.\n');
    await storedCells(store);
  },
);

it('a signal while a large sweep is planned ends it at once', async () => {
  // Planning takes seconds; what is announced after one of them is stopped within a batch.
  const { file, run } = placeOf({ ...small, seeds: 500_000 });
  const { child, ended, said } = run('run', file);
  await said('small: planning\n');
  child.kill('SIGINT');
  const { code, stdout, stderr } = await ended;
  expect(code).toBe(75);
  expect(stdout).toMatch(/^stopped while it was planned; nothing was computed\n/);
  expect(stderr).not.toContain('to compute');
  expect(stderr).toContain(`go on with: npx collapse run ${file}\n`);
});

it('killed again and again: nothing is torn, and no finished cell is computed twice', async () => {
  const { file, store, run, collapse } = placeOf(slow);
  let done = 0;
  for (const seconds of [0.3, 0.5]) {
    const { child, ended, said } = run('run', file, '--threads', '2');
    await said('to compute');
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    child.kill('SIGKILL');
    expect((await ended).signal).toBe('SIGKILL');
    const before = done;
    done = await storedCells(store);
    expect(done).toBeGreaterThanOrEqual(before);
  }
  const again = await collapse('run', file, '--json');
  expect(JSON.parse(again.stdout)).toMatchObject({ done: 8, published: 8 - done, exitCode: 0 });
});
