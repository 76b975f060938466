/** Files that parameters refer to, known by the hash of their content: a file that was moved is the same file. */
import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, readSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { CollapseLabError } from '@collapse-lab/math';
import { sha256 } from './canonical.ts';

/** A file that is not what the sweep was planned with. */
export class ChangedFileError extends CollapseLabError {
  override readonly name: string = 'ChangedFileError';
}

const pieceBytes = 1 << 24;

/** 64 hex digits, of the bytes. Models are larger than what is read at once. */
export function contentHash(path: string): string {
  const hash = createHash('sha256');
  const piece = new Uint8Array(pieceBytes);
  const descriptor = openSync(path, 'r');
  try {
    for (let read = readSync(descriptor, piece); read > 0; read = readSync(descriptor, piece))
      hash.update(piece.subarray(0, read));
  } finally {
    closeSync(descriptor);
  }
  return hash.digest('hex');
}

/**
 * 64 hex digits of a module and of the modules it imports by relative path, and they by theirs. Packages are not
 * followed: a module that depends on the behaviour of one raises its law version with it.
 */
export function moduleHash(path: string): string {
  const seen = new Map<string, string>();
  const queue = [path];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (seen.has(file) || !existsSync(file)) continue;
    const source = readFileSync(file, 'utf8');
    seen.set(file, sha256(source));
    queue.push(...relativeImports(source).map((one) => resolve(dirname(file as string), one)));
  }
  // In the order of discovery, not by name: where the files lie must not matter.
  return sha256([...seen.values()].join('\n'));
}

function relativeImports(source: string): string[] {
  return [...source.matchAll(/(?:from|import)\s*\(?\s*['"](\.{1,2}\/[^'"]+)['"]/g)].map((match) => match[1]);
}

/** The file with this hash, where the planner found it; throws ChangedFileError where it has changed since. */
export function pathOf(
  hash: string,
  files: Readonly<Record<string, string>>,
  hashOf: (path: string) => string,
): string {
  const path = files[hash];
  if (path === undefined) throw new ChangedFileError(`No file with content hash ${hash} is known.`);
  const now = currentHash(path, hashOf);
  if (now === hash) return path;
  throw new ChangedFileError(
    `${path}: its content hash is ${now}, expected ${hash}: it has changed since the sweep was planned. ` +
      'Start the sweep again; it plans with the file as it is.',
  );
}

function currentHash(path: string, hashOf: (path: string) => string): string {
  try {
    return hashOf(path);
  } catch (error) {
    const why = (error as Error).message;
    throw new ChangedFileError(`${path}: it can no longer be read (${why}), as when the sweep was planned.`);
  }
}
