/**
 * Pictures and the like beside the segments: files that never change, named by the hash of their bytes, so that two
 * hosts that make the same one write the same file. A row refers to one only after it is there; one that no row refers
 * to, left by a run that was killed, does no harm.
 */
import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '../cell/canonical.ts';
import { publishFile } from './publish.ts';
import { asStoreError, errorCode, StoreError } from './store-error.ts';

export const artifactsDirectory = 'artifacts';

/** @param format the end of the file's name */
export function artifactName(bytes: Uint8Array, format: string): string {
  return `${sha256(bytes)}.${format}`;
}

/** Throws StoreError. What is there under this name and is not these bytes was torn: it is set aside. */
export async function writeArtifact(store: string, name: string, bytes: Uint8Array): Promise<void> {
  if ((await readArtifact(store, name)) !== undefined) return;
  const path = artifactPath(store, name);
  if ((await publishFile(store, path, bytes)) !== 'different') return;
  try {
    await rename(path, `${path}.bad`);
  } catch (error) {
    throw asStoreError(error, 'set aside a damaged artifact', path);
  }
  await publishFile(store, path, bytes);
}

/** Undefined where it is not there, or not what its name says. */
export async function readArtifact(store: string, name: string): Promise<Uint8Array | undefined> {
  const path = artifactPath(store, name);
  try {
    const bytes = await readFile(path);
    return name.startsWith(`${sha256(bytes)}.`) ? bytes : undefined;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw asStoreError(error, 'read an artifact', path);
  }
}

/** A name comes from a row, which may have been written by anybody: it must not lead out of the store. */
function artifactPath(store: string, name: string): string {
  if (!/^[0-9a-f]{64}\.[a-z0-9]+$/.test(name))
    throw new StoreError(
      'format',
      `artifact ${JSON.stringify(name)}: expected a SHA-256 and the end of a file name.`,
    );
  return join(store, artifactsDirectory, name.slice(0, 2), name);
}
