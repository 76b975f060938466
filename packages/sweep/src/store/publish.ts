/**
 * Publishing a file exactly once, on local and network file systems alike: written under a unique name in `.tmp`,
 * fsynced, and linked to its final name. The link is the commit point: a reader sees the whole file or none,
 * and of two writers the second learns that it came second.
 */
import { randomUUID } from 'node:crypto';
import { link, open, readFile, rename, stat, unlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { makeDirectory, syncDirectory } from './directories.ts';
import { asStoreError, errorCode } from './store-error.ts';

export const temporaryDirectory = '.tmp';

/** `present`: the same bytes were there already. `different`: other bytes are there. */
export type Published = 'published' | 'present' | 'different';

export type Link = (existing: string, added: string) => Promise<void>;

/**
 * `target` is a path below `store`. Throws StoreError; the temporary file is removed whatever happens.
 * `makeLink`: for tests of file systems that link otherwise.
 */
export async function publishFile(
  store: string,
  target: string,
  content: string | Uint8Array,
  makeLink: Link = link,
): Promise<Published> {
  const temporary = temporaryPath(store);
  try {
    await makeDirectory(join(store, temporaryDirectory));
    await makeDirectory(dirname(target));
    await writeDurably(temporary, content);
    const outcome = await commit(temporary, target, content, makeLink);
    await syncDirectory(dirname(target));
    return outcome;
  } catch (error) {
    const what = typeof content === 'string' ? 'a segment' : 'an artifact';
    throw asStoreError(error, `publish ${what}`, target);
  } finally {
    await unlink(temporary).catch(() => {});
  }
}

/** Replaces a small file as a whole: readers see the old or the new one. */
export async function replaceFile(store: string, target: string, text: string): Promise<void> {
  const temporary = temporaryPath(store);
  try {
    await makeDirectory(join(store, temporaryDirectory));
    await makeDirectory(dirname(target));
    await writeDurably(temporary, text);
    await rename(temporary, target);
  } catch (error) {
    throw asStoreError(error, 'write', target);
  } finally {
    await unlink(temporary).catch(() => {});
  }
}

/** Process ids collide between hosts that share the directory, and threads share one: hence all three parts. */
function temporaryPath(store: string): string {
  return join(store, temporaryDirectory, `${hostname()}-${process.pid}-${randomUUID()}`);
}

async function writeDurably(path: string, content: string | Uint8Array): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

const noHardLinks = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV']);

async function commit(
  temporary: string,
  target: string,
  content: string | Uint8Array,
  makeLink: Link,
): Promise<Published> {
  try {
    await makeLink(temporary, target);
    return 'published';
  } catch (error) {
    if (await isLinked(temporary, target)) return 'published';
    const code = errorCode(error) ?? '';
    if (code !== 'EEXIST' && !noHardLinks.has(code)) throw error;
    const present = await compare(target, content);
    if (present !== undefined) return present;
    await rename(temporary, target);
    return 'published';
  }
}

/** On a network file system the reply to a link that was made may be lost: two names of one file tell. */
async function isLinked(temporary: string, target: string): Promise<boolean> {
  const [ours, theirs] = await Promise.all([stat(temporary), stat(target).catch(() => undefined)]);
  return ours.nlink === 2 && theirs?.ino === ours.ino;
}

async function compare(
  target: string,
  content: string | Uint8Array,
): Promise<'present' | 'different' | undefined> {
  try {
    return (await readFile(target)).equals(Buffer.from(content)) ? 'present' : 'different';
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
