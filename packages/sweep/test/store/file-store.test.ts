import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  truncateSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { type Cell, openStore, StoreError } from '@collapse-lab/sweep';
import { randomResult } from '@collapse-lab/sweep/testing';
import { describe, expect, it } from 'vitest';
import { filesBelow, temporaryFolders } from './folder.ts';

const newFolder = temporaryFolders();
const results = ['a', 'b', 'c'].map(randomResult);

async function withSegment(): Promise<{ folder: string; segment: string }> {
  const folder = newFolder();
  await (await openStore(folder)).publish(results);
  const segment = filesBelow(folder).find((file) => file.startsWith('segments/')) as string;
  return { folder, segment: join(folder, segment) };
}

async function errorOf(attempt: Promise<unknown>): Promise<StoreError> {
  const error = await attempt.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(StoreError);
  return error as StoreError;
}

describe('a segment', () => {
  it('is the same bytes under the same name, whoever writes it and in whatever order', async () => {
    const { folder, segment } = await withSegment();
    const other = newFolder();
    await (await openStore(other)).publish([...results].reverse());
    expect(filesBelow(other)).toEqual(filesBelow(folder));
    expect(readFileSync(segment.replace(folder, other), 'utf8')).toBe(readFileSync(segment, 'utf8'));
  });

  it('holds nothing of the time, the machine or the directory', async () => {
    const { segment } = await withSegment();
    const text = readFileSync(segment, 'utf8');
    expect(text).not.toMatch(/collapse-store|"at"|20\d\d-\d\d/);
    const lines = text.trimEnd().split('\n');
    const { segment: version, cells } = JSON.parse(lines[0]);
    expect(version).toBe(1);
    expect(cells.map(({ key }: { key: string }) => key)).toEqual(results.map(({ key }) => key).sort());
    expect(JSON.parse(lines.at(-1) as string)).toMatchObject({ end: cells[2].key, sha256: cells[2].sha256 });
  });
});

/** Damages that a reader must notice: the first two when the store is opened, the others when the cell is read. */
const damages: readonly [string, RegExp, (file: string) => void][] = [
  ['torn', /^it has \d+ bytes where its first line says \d+$/, (file) => truncateSync(file, 1500)],
  [
    'with more at its end',
    /^it has \d+ bytes where its first line says \d+$/,
    (file) => appendFileSync(file, 'x'),
  ],
  ['torn in its first line', /^its first line has no end$/, (file) => truncateSync(file, 100)],
  ['without a header', /^its first line is not JSON$/, (file) => edit(file, (text) => `x${text.slice(1)}`)],
  [
    'with an altered value',
    /^the rows of cell [0-9a-f]{64} do not have the hash in its first line$/,
    (file) => edit(file, (text) => text.replaceAll('"factor":"NaN"', '"factor":"NaM"')),
  ],
  [
    'with an altered end line',
    /^the end line of cell [0-9a-f]{64} is altered$/,
    (file) => edit(file, (text) => text.replaceAll('{"end":"', '{"and":"')),
  ],
  [
    'with a first line that lists something else',
    /^its first line does not list its cells$/,
    (file) => edit(file, (text) => text.replace('"cells":[', '"cells":[null,')),
  ],
  [
    'with a first line of blocks that overlap',
    /^its first line does not list its cells$/,
    (file) => edit(file, (text) => text.replace(/"offset":0/, '"offset":1')),
  ],
  [
    'with a first line that gives a cell other generations',
    /^cell [0-9a-f]{64} is not the one that its first line says$/,
    (file) => edit(file, withOtherGenerations),
  ],
];

/** In the first line alone. */
function withOtherGenerations(text: string): string {
  const end = text.indexOf('\n');
  return text.slice(0, end).replaceAll(/"generations":\d+/g, '"generations":99') + text.slice(end);
}

function edit(file: string, change: (text: string) => string): void {
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}

describe('a segment that another process has replaced', () => {
  it('is read as it is now, not set aside for what it was', async () => {
    const { folder, segment } = await withSegment();
    const reader = await openStore(folder);
    expect((await reader.keys()).size).toBe(3);
    // The same cells and rows with another state: other bytes in a file of the same name, as another version writes.
    const other = newFolder();
    const replaced = results.map((result) => ({ ...result, state: { longer: 'x'.repeat(200) } }));
    await (await openStore(other)).publish(replaced);
    copyFileSync(segment.replace(folder, other), segment);
    expect(await reader.read(results[1].key)).toEqual(replaced[1]);
    expect(await reader.damaged()).toEqual([]);
    expect(existsSync(segment)).toBe(true);
    expect(existsSync(`${segment}.bad`)).toBe(false);
  });
});

describe('a damaged segment', () => {
  it.each(damages)(
    '%s is set aside and told; its cells are missing and can be published again',
    async (_, reason, damage) => {
      const { folder, segment } = await withSegment();
      const intact = readFileSync(segment, 'utf8');
      damage(segment);
      const store = await openStore(folder);
      await store.keys();
      expect(await store.read(results[0].key)).toBeUndefined();
      expect([...(await store.keys())]).toEqual([]);
      const [{ file, reason: told }] = await store.damaged();
      expect(file).toBe(segment);
      expect(told).toMatch(reason);
      expect(existsSync(`${segment}.bad`)).toBe(true);
      expect((await store.notes()).map(({ kind }) => kind)).toEqual(['damaged-segment']);
      await store.publish(results);
      expect(readFileSync(segment, 'utf8')).toBe(intact);
      expect(await store.read(results[0].key)).toEqual(results[0]);
    },
  );

  it('that somebody removed is published again by a process that knew it', async () => {
    const { folder, segment } = await withSegment();
    const intact = readFileSync(segment, 'utf8');
    const store = await openStore(folder);
    await store.keys();
    unlinkSync(segment);
    await store.publish(results);
    expect(readFileSync(segment, 'utf8')).toBe(intact);
  });

  it('under the name of one that is published is replaced', async () => {
    const { folder, segment } = await withSegment();
    const intact = readFileSync(segment, 'utf8');
    const store = await openStore(folder);
    truncateSync(segment, 1500);
    await store.publish(results);
    expect(readFileSync(segment, 'utf8')).toBe(intact);
  });
});

describe('files of somebody else', () => {
  it('among the journals are passed over', async () => {
    const { folder } = await withSegment();
    const store = await openStore(folder);
    await store.note({ kind: 'test' });
    const lines = [
      'null',
      '3',
      '[]',
      '{}',
      '{"kind":"failure"}',
      '{"kind":"failure","failure":null}',
      '{"kind":',
    ];
    writeFileSync(join(folder, 'journals', 'foreign.jsonl'), `${lines.join('\n')}\n`);
    expect((await store.notes()).map(({ kind }) => kind)).toEqual(['failure', 'failure', 'test']);
    expect((await store.failures()).size).toBe(0);
  });

  it('do not pass for the checkpoint of a cell', async () => {
    const folder = newFolder();
    const store = await openStore(folder);
    const [cell, other] = results.map(({ key }) => ({ key }) as Cell);
    await store.saveCheckpoint(cell, { t: 3, state: null, series: [], snapshots: [] });
    const file = (key: string): string => join(folder, 'checkpoints', key.slice(0, 2), `${key}.json`);
    mkdirSync(dirname(file(other.key)), { recursive: true });
    copyFileSync(file(cell.key), file(other.key));
    expect(await store.loadCheckpoint(cell)).toMatchObject({ t: 3 });
    expect(await store.loadCheckpoint(other)).toBeUndefined();
  });
});

describe('other rows for the same cell', () => {
  const original = { ...results[0], series: [{ metric: 'm', t: [0], value: [1] }] };
  const changed = { ...original, series: [{ metric: 'm', t: [0], value: [2] }] };

  it('in the same segment are an error that names both files', async () => {
    const folder = newFolder();
    const store = await openStore(folder);
    await store.publish([original]);
    const error = await errorOf(store.publish([changed]));
    const [ours, theirs] = filesBelow(folder).filter((file) => /^(segments|conflicts)\//.test(file));
    expect(error.code).toBe('determinism');
    for (const file of [ours, theirs]) expect(error.message).toContain(join(folder, file));
    expect(await store.read(original.key)).toEqual(original);
  });

  it('in another segment are an error too, at once and for every later reader', async () => {
    const folder = newFolder();
    const store = await openStore(folder);
    await store.publish([original]);
    expect((await errorOf(store.publish([changed, results[1]]))).code).toBe('determinism');
    expect((await errorOf((await openStore(folder)).read(original.key))).code).toBe('determinism');
  });

  it('are not: the same rows with another state', async () => {
    const store = await openStore(newFolder());
    await store.publish([original]);
    await store.publish([{ ...original, state: null }]);
    expect(await store.read(original.key)).toEqual(original);
  });
});

describe('the directory', () => {
  it('is created by the first write only', async () => {
    const folder = join(newFolder(), 'deep', 'store');
    const store = await openStore(folder);
    expect((await store.keys()).size).toBe(0);
    expect(existsSync(folder)).toBe(false);
    await store.publish(results);
    expect(existsSync(folder)).toBe(true);
  });

  it('is swept of temporary files older than a day, not of younger ones', async () => {
    const { folder } = await withSegment();
    const [old, young] = ['old', 'young'].map((name) => join(folder, '.tmp', name));
    for (const file of [old, young]) writeFileSync(file, '');
    const yesterday = Date.now() / 1000 - 25 * 3600;
    utimesSync(old, yesterday, yesterday);
    await openStore(folder);
    expect([existsSync(old), existsSync(young)]).toEqual([false, true]);
  });

  it('leaves no temporary files behind', async () => {
    const { folder } = await withSegment();
    expect(filesBelow(join(folder, '.tmp'))).toEqual([]);
  });

  it('of another version is refused', async () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'store.json'), '{"format":"collapse-lab store","version":2}\n');
    const { code, message } = await errorOf(openStore(folder));
    expect(code).toBe('format');
    expect(message).toBe(
      `${join(folder, 'store.json')}: got {"format":"collapse-lab store","version":2}, ` +
        'expected {"format":"collapse-lab store","version":1}. Use the collapse-lab version that wrote this store, ' +
        'or choose another directory with --store.',
    );
  });

  it('that is a file is refused', async () => {
    const file = join(newFolder(), 'file');
    writeFileSync(file, '');
    expect((await errorOf(openStore(file))).message).toBe(
      `${file}: could not open the store: a file is where a directory is expected (ENOTDIR). ` +
        'Choose another directory with --store; everything published so far is kept.',
    );
  });

  it('without permission gives a clear error', async () => {
    const folder = newFolder();
    chmodSync(folder, 0o555);
    const error = await withoutPrivileges(async () => errorOf((await openStore(folder)).publish(results)));
    expect(error.code).toBe('permission');
  });
});

describe('a full disk', () => {
  const mountable = canMount();

  it.skipIf(!mountable)('gives a clear error, loses nothing, and goes on when there is space', async () => {
    const folder = newFolder();
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=96k', 'tmpfs', folder]);
    try {
      const store = await openStore(folder);
      await store.publish(results);
      writeFileSync(join(folder, 'filler'), Buffer.alloc(40 * 1024));
      const more = Array.from({ length: 40 }, (_, i) => randomResult(`more ${i}`));
      const { code, message } = await errorOf(store.publish(more));
      expect(code).toBe('full');
      expect(message).toMatch(
        /: could not publish a segment: no space is left \(ENOSPC\)\. Free some space and run the same command again; everything published so far is kept\.$/,
      );
      expect(filesBelow(join(folder, '.tmp'))).toEqual([]);
      expect((await (await openStore(folder)).keys()).size).toBe(results.length);
      execFileSync('mount', ['-o', 'remount,size=4m', folder]);
      await store.publish(more);
      expect((await store.keys()).size).toBe(results.length + more.length);
    } finally {
      execFileSync('umount', [folder]);
    }
  });

  it.skipIf(!mountable)('or a read-only one can still be read', async () => {
    const folder = newFolder();
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', folder]);
    try {
      await (await openStore(folder)).publish(results);
      execFileSync('mount', ['-o', 'remount,ro', folder]);
      const store = await openStore(folder);
      expect(await store.read(results[0].key)).toEqual(results[0]);
      expect((await errorOf(store.publish([randomResult('new')]))).code).toBe('read-only');
      expect((await errorOf(store.note({ kind: 'test' }))).code).toBe('read-only');
    } finally {
      execFileSync('umount', [folder]);
    }
  });
});

/** Permissions do not bind root: as root, the attempt is made as the user `nobody`. */
async function withoutPrivileges<T>(attempt: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return attempt();
  process.seteuid?.(65534);
  try {
    return await attempt();
  } finally {
    process.seteuid?.(0);
  }
}

function canMount(): boolean {
  const folder = join(newFolder(), 'probe');
  try {
    mkdirSync(folder);
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', folder], { stdio: 'ignore' });
    execFileSync('umount', [folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
