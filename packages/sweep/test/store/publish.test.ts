import { link, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StoreError } from '@collapse-lab/sweep';
import { describe, expect, it } from 'vitest';
// Inside the package: only the store itself publishes files.
import { type Link, publishFile } from '../../dist/store/publish.js';
import { temporaryFolders } from './folder.ts';

const newFolder = temporaryFolders();

function failing(code: string, before: Link = async () => {}): Link {
  return async (existing, added) => {
    await before(existing, added);
    throw Object.assign(new Error(`${code}: as on another file system`), { code });
  };
}

async function publishTwice(
  makeLink: Link,
  second: string,
): Promise<{ outcomes: string[]; text: string; left: string[] }> {
  const store = newFolder();
  const target = join(store, 'segments', 'ab', 'abc.jsonl');
  const outcomes = [
    await publishFile(store, target, 'rows\n', makeLink),
    await publishFile(store, target, second, makeLink),
  ];
  return { outcomes, text: await readFile(target, 'utf8'), left: await readdir(join(store, '.tmp')) };
}

describe('publishing the same and other bytes a second time', () => {
  it.each<[string, Link]>([
    ['where links are made', link],
    ['where the reply to a link is lost', failing('EIO', link)],
    ['where a lost reply is repeated, and the second finds the first', failing('EEXIST', link)],
    ['where there are no hard links', failing('ENOTSUP')],
    ['where hard links are forbidden', failing('EPERM')],
  ])('%s', async (_, makeLink) => {
    // Only the first link of a file can succeed: the second time, the real one says EEXIST before the reply is lost.
    expect(await publishTwice(makeLink, 'rows\n')).toEqual({
      outcomes: ['published', 'present'],
      text: 'rows\n',
      left: [],
    });
    expect(await publishTwice(makeLink, 'other\n')).toEqual({
      outcomes: ['published', 'different'],
      text: 'rows\n',
      left: [],
    });
  });

  it('fails where the link fails for another reason, and leaves nothing', async () => {
    const store = newFolder();
    const target = join(store, 'segments', 'ab', 'abc.jsonl');
    await expect(publishFile(store, target, 'rows\n', failing('EIO'))).rejects.toThrow(
      new StoreError('io', `${target}: could not publish a segment: Error: EIO: as on another file system`),
    );
    expect(await readdir(join(store, '.tmp'))).toEqual([]);
    expect(await readdir(join(store, 'segments', 'ab'))).toEqual([]);
  });
});
