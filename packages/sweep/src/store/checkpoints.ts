/**
 * Checkpoints of unfinished cells: one file per cell, replaced as a whole. A checkpoint that is torn, altered
 * or another cell's, or names a blob that is not there, is as good as none: the cell starts again.
 */
import { readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson, sha256 } from '../cell/canonical.ts';
import { blobNamesIn, holdsBlobs, removeBlobs } from './blobs.ts';
import { replaceFile } from './publish.ts';
import type { Checkpoint } from './store.ts';
import { asStoreError, errorCode } from './store-error.ts';

/** @returns the blobs that it names */
export async function writeCheckpoint(
  store: string,
  key: string,
  checkpoint: Checkpoint,
): Promise<ReadonlySet<string>> {
  const series = checkpoint.series.map(({ metric, t, value }) => ({ metric, t, value: value.map(encode) }));
  const body = canonicalJson({ ...checkpoint, key, series });
  await replaceFile(store, checkpointPath(store, key), `${sha256(body)}\n${body}\n`);
  return blobNamesIn(body);
}

export async function readCheckpoint(store: string, key: string): Promise<Checkpoint | undefined> {
  const path = checkpointPath(store, key);
  try {
    const [hash, body = ''] = (await readFile(path, 'utf8')).split('\n');
    if (hash !== sha256(body)) return undefined;
    const { key: of, series, ...rest } = JSON.parse(body) as Checkpoint & { key: string };
    if (of !== key || !(await holdsBlobs(store, key, blobNamesIn(body)))) return undefined;
    return { ...rest, series: series.map((one) => ({ ...one, value: one.value.map(Number) })) };
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw asStoreError(error, 'read the checkpoint', path);
  }
}

export async function removeCheckpoint(store: string, key: string): Promise<void> {
  const path = checkpointPath(store, key);
  try {
    await unlink(path);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw asStoreError(error, 'remove the checkpoint', path);
  }
  await removeBlobs(store, key);
}

function checkpointPath(store: string, key: string): string {
  return join(store, 'checkpoints', key.slice(0, 2), `${key}.json`);
}

function encode(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}
