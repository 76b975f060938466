/** Directories that survive a power failure. */
import { mkdirSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCode } from './store-error.ts';

/** Creates a directory and what is missing above it, durably. */
export async function makeDirectory(path: string): Promise<void> {
  for (const parent of createDirectory(path)) await syncDirectory(parent);
}

/**
 * The same, but nothing is durable before the directories that are returned are synced. Step by step, since Node's
 * recursive `mkdir` says ENOENT where the file system is read-only.
 */
export function createDirectory(path: string): string[] {
  try {
    mkdirSync(path);
    return [dirname(path)];
  } catch (error) {
    const code = errorCode(error);
    if (code === 'EEXIST') return [];
    if (code !== 'ENOENT' || dirname(path) === path) throw error;
    return [...createDirectory(dirname(path)), ...createDirectory(path)];
  }
}

const notSupported = new Set(['EINVAL', 'EISDIR', 'EPERM', 'EACCES', 'ENOTSUP', 'EBADF']);

/** Makes new entries durable. Some file systems cannot sync a directory; there the entry itself must do. */
export async function syncDirectory(path: string): Promise<void> {
  let directory: FileHandle | undefined;
  try {
    directory = await open(path, 'r');
    await directory.sync();
  } catch (error) {
    if (!notSupported.has(errorCode(error) ?? '')) throw error;
  } finally {
    await directory?.close();
  }
}
