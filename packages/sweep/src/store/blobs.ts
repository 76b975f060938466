/**
 * Bytes that are too large for JSON, such as the weights of a language model: files named by the hash of their bytes. A
 * run of a cell writes them beside its checkpoint, where they are its own, large ones as soon as they are put, so that they
 * do not wait in memory; a published cell names files of the store, which never change and may be shared. What names a
 * blob, a checkpoint or a segment, is written only after it is there.
 */
import { createHash, randomUUID } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  fstatSync,
  fsyncSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { copyFile, link, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { InvalidArgumentError } from '@collapse-lab/math';
import type { Blobs } from '@collapse-lab/models';
import { createDirectory, makeDirectory, syncDirectory } from './directories.ts';
import { asStoreError, errorCode, StoreError } from './store-error.ts';

export const blobsDirectory = 'blobs';

const pattern = /[0-9a-f]{64}\.blob/g;

/** The blobs that a text of JSON names. */
export function blobNamesIn(text: string): Set<string> {
  return new Set(text.match(pattern));
}

/** Those of a published cell. A name comes from a row, which may have been written by anybody. */
function publishedPath(store: string, name: string): string {
  if (!/^[0-9a-f]{64}\.blob$/.test(name))
    throw new StoreError('format', `blob ${JSON.stringify(name)}: expected a SHA-256 and .blob.`);
  return join(store, blobsDirectory, name.slice(0, 2), name);
}

/** The folder of those of a checkpoint. */
function cellFolder(store: string, key: string): string {
  return join(store, 'checkpoints', key.slice(0, 2), key);
}

/** Bytes that may wait in memory: a cell that leaves no checkpoint and keeps no state writes nothing. */
const MOST_WAITING = 16 * 1024 * 1024;

/** What one run of a cell has of them. */
export class CellBlobs implements Blobs {
  readonly #store: string;
  readonly #folder: string;
  /** Files in the folder that this run may use and remove. */
  readonly #own = new Set<string>();
  /** Those that are not written yet. */
  readonly #waiting = new Map<string, Uint8Array>();
  #waitingBytes = 0;

  /** Removes what a run that was killed has left and no checkpoint names. */
  constructor(store: string, key: string, named: ReadonlySet<string>) {
    this.#store = store;
    this.#folder = cellFolder(store, key);
    for (const name of listFiles(this.#folder)) this.#own.add(name);
    this.keepOnly(named);
  }

  /** Whether the run has put or taken over any. */
  get isEmpty(): boolean {
    return this.#own.size === 0 && this.#waiting.size === 0;
  }

  /** @throws StoreError where they cannot be written */
  put(bytes: Uint8Array): string {
    const name = `${hashOf(bytes)}.blob`;
    if (this.#own.has(name) || this.#waiting.has(name)) return name;
    if (sizeOf(publishedPath(this.#store, name)) === bytes.length) return name;
    if (this.#waitingBytes + bytes.length > MOST_WAITING) this.#write(name, bytes);
    else {
      this.#waiting.set(name, bytes);
      this.#waitingBytes += bytes.length;
    }
    return name;
  }

  get(name: string): Uint8Array {
    const waiting = this.#waiting.get(name);
    if (waiting !== undefined) return waiting;
    const bytes = this.#read(name);
    if (bytes !== undefined && `${hashOf(bytes)}.blob` === name) return bytes;
    const got = bytes === undefined ? 'none' : 'a damaged one';
    throw new InvalidArgumentError({ argument: `blob ${name}`, got, expected: 'the bytes of this hash' });
  }

  /** Bytes of all of these together. */
  sizeOf(names: Iterable<string>): number {
    let bytes = 0;
    for (const name of names)
      bytes += this.#waiting.get(name)?.length ?? sizeOf(placeOf(this.#store, this.#folder, name) ?? '') ?? 0;
    return bytes;
  }

  /** Writes what waits, before a checkpoint or a segment names it. */
  flush(): void {
    for (const [name, bytes] of this.#waiting) this.#write(name, bytes);
    this.#waiting.clear();
    this.#waitingBytes = 0;
  }

  /** Once a checkpoint that names these is written, the others of this run are of no use. */
  keepOnly(named: ReadonlySet<string>): void {
    for (const name of [...this.#own].filter((name) => !named.has(name))) {
      rmSync(join(this.#folder, name), { force: true });
      this.#own.delete(name);
    }
  }

  #write(name: string, bytes: Uint8Array): void {
    const path = join(this.#folder, name);
    try {
      createDirectory(this.#folder);
      const part = `${path}.${randomUUID()}.part`;
      writeDurably(part, bytes);
      renameSync(part, path);
    } catch (error) {
      throw asStoreError(error, 'write a blob', path);
    }
    this.#own.add(name);
  }

  #read(name: string): Uint8Array | undefined {
    const place = placeOf(this.#store, this.#folder, name);
    return place === undefined ? undefined : readBytes(place);
  }
}

function placeOf(store: string, folder: string, name: string): string | undefined {
  return [join(folder, name), publishedPath(store, name)].find((path) => sizeOf(path) !== undefined);
}

/** Whether all of them are there, whole: of the cell's own or of the store. */
export async function holdsBlobs(store: string, key: string, names: Iterable<string>): Promise<boolean> {
  for (const name of names) {
    const place = placeOf(store, cellFolder(store, key), name);
    if (place === undefined || `${await hashOfFile(place)}.blob` !== name) return false;
  }
  return true;
}

/**
 * Makes blobs of the cell's own those of the store, before a segment names them. Idempotent. What is there under a name with
 * another size than the bytes have is torn, and set aside.
 */
export async function publishBlobs(store: string, key: string, names: Iterable<string>): Promise<void> {
  for (const name of names) {
    const [own, target] = [join(cellFolder(store, key), name), publishedPath(store, name)];
    const there = sizeOf(target);
    const whole = there !== undefined && there === (sizeOf(own) ?? there);
    if (whole) continue;
    try {
      await makeDirectory(dirname(target));
      if (there !== undefined) await rename(target, `${target}.bad`);
      await linkOrCopy(own, target);
      await syncDirectory(dirname(target));
    } catch (error) {
      throw asStoreError(error, 'publish a blob', target);
    }
  }
}

/** Where files cannot have two names, a copy appears at once too. */
async function linkOrCopy(source: string, target: string): Promise<void> {
  try {
    await link(source, target);
  } catch (error) {
    const code = errorCode(error);
    if (code === 'EEXIST') return;
    if (code === 'ENOENT') throw error;
    const part = `${target}.${randomUUID()}.part`;
    try {
      await copyFile(source, part);
      const file = await open(part, 'r+');
      await file.sync().finally(() => file.close());
      await rename(part, target);
    } finally {
      await rm(part, { force: true });
    }
  }
}

export async function readBlob(store: string, name: string): Promise<Uint8Array | undefined> {
  const path = publishedPath(store, name);
  try {
    const bytes = readBytes(path);
    return `${hashOf(bytes)}.blob` === name ? bytes : undefined;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw asStoreError(error, 'read a blob', path);
  }
}

/** Removes what is left of a cell that is published. */
export async function removeBlobs(store: string, key: string): Promise<void> {
  const folder = cellFolder(store, key);
  try {
    await rm(folder, { recursive: true, force: true });
  } catch (error) {
    throw asStoreError(error, 'remove the blobs of a checkpoint', folder);
  }
}

function listFiles(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw asStoreError(error, 'list the blobs of a checkpoint', folder);
  }
}

function sizeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.size;
}

/** Node reads, writes and hashes less than 2 GiB at once. */
const PIECE = 1 << 30;

function* pieces(bytes: Uint8Array): Generator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += PIECE) yield bytes.subarray(from, from + PIECE);
}

function hashOf(bytes: Uint8Array): string {
  const hash = createHash('sha256');
  for (const piece of pieces(bytes)) hash.update(piece);
  return hash.digest('hex');
}

async function hashOfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(piece);
  return hash.digest('hex');
}

function writeDurably(path: string, bytes: Uint8Array): void {
  const file = openSync(path, 'wx');
  try {
    for (const piece of pieces(bytes))
      for (let written = 0; written < piece.length; )
        written += writeSync(file, piece, written, piece.length - written);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function readBytes(path: string): Uint8Array {
  const file = openSync(path, 'r');
  try {
    const bytes = new Uint8Array(fstatSync(file).size);
    for (let read = 0; read < bytes.length; ) {
      const got = readSync(file, bytes, read, Math.min(PIECE, bytes.length - read), read);
      if (got === 0) return bytes.subarray(0, read);
      read += got;
    }
    return bytes;
  } finally {
    closeSync(file);
  }
}
