/** Directories that survive a power failure. */
import { closeSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { errorCode } from './store-error.ts';

/**
 * Creates a directory and what is missing above it. Step by step, since Node's recursive `mkdir` says ENOENT where
 * the file system is read-only.
 */
export function makeDirectory(path: string): void {
  try {
    mkdirSync(path);
    syncDirectory(dirname(path));
  } catch (error) {
    const code = errorCode(error);
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT' || dirname(path) === path) throw error;
    makeDirectory(dirname(path));
    makeDirectory(path);
  }
}

const notSupported = new Set(['EINVAL', 'EISDIR', 'EPERM', 'EACCES', 'ENOTSUP', 'EBADF']);

/** Makes new entries durable. Some file systems cannot sync a directory; there the entry itself must do. */
export function syncDirectory(path: string): void {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, 'r');
    fsyncSync(descriptor);
  } catch (error) {
    if (!notSupported.has(errorCode(error) ?? '')) throw error;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
