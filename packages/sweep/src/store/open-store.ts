/** The store in a directory, local or shared: no lock, no shared append, no database file. */
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, statSync, unlinkSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { Json } from '@collapse-lab/models';
import type { Cell } from '../cell/cell.ts';
import type { CellResult } from '../cell/result.ts';
import { readArtifact, writeArtifact } from './artifacts.ts';
import { blobNamesIn, CellBlobs, holdsBlobs, publishBlobs, readBlob } from './blobs.ts';
import { readCheckpoint, removeCheckpoint, writeCheckpoint } from './checkpoints.ts';
import { clearedEntry, failureEntry, openFailures } from './failures.ts';
import { Journals } from './journal.ts';
import { publishFile, replaceFile, temporaryDirectory } from './publish.ts';
import { encodeSegment, type Segment, type SegmentHeader, segmentName } from './segment.ts';
import { conflictError, SegmentIndex, segmentsDirectory } from './segment-index.ts';
import type { Checkpoint, DamagedSegment, FailureRecord, JournalEntry, Store } from './store.ts';
import { asStoreError, errorCode, StoreError } from './store-error.ts';

const formatVersion = 1;
const markerName = 'store.json';
const aDay = 24 * 60 * 60 * 1000;

/** Opens the store in `directory`; it is created by the first write. Throws StoreError where it is of another version. */
export async function openStore(directory: string): Promise<FileStore> {
  const absolute = resolve(directory);
  checkMarker(absolute);
  sweepTemporaryFiles(absolute);
  return new FileStore(absolute);
}

/** Obtained from `openStore`. */
export class FileStore implements Store {
  readonly directory: string;
  readonly #index: SegmentIndex;
  readonly #journals: Journals;
  readonly #verified = new Set<string>();

  constructor(directory: string) {
    this.directory = directory;
    this.#journals = new Journals(directory);
    this.#index = new SegmentIndex(directory, (damage) => this.#noteDamage(damage));
  }

  async keys(): Promise<ReadonlySet<string>> {
    this.#index.refresh();
    return this.#index.keys;
  }

  async siblings(rowsKey: string): Promise<ReadonlyMap<number, string>> {
    return this.#index.siblings(rowsKey);
  }

  async publish(results: readonly CellResult[]): Promise<void> {
    if (results.length > 0) await this.publishSegment(encodeSegment(results));
  }

  async publishSegment({ header, text }: Segment): Promise<void> {
    if (this.#allStored(header)) {
      // As far as this process knows: somebody may have removed files since.
      this.#index.refresh();
      if (this.#allStored(header)) return;
    }
    const name = segmentName(header.cells.map(({ key }) => key));
    const target = join(this.directory, segmentsDirectory, name.slice(0, 2), `${name}.jsonl`);
    await this.#writeMarker();
    let published = await publishFile(this.directory, target, text);
    // What is there may be torn rather than different: then it is set aside and ours takes its place.
    if (published === 'different' && !this.#index.verify(target))
      published = await publishFile(this.directory, target, text);
    if (published === 'different') await this.#refuseOtherRows(target, header, text);
    else this.#index.add(target, header);
    this.#refuseConflicts(header);
  }

  async read(key: string): Promise<CellResult | undefined> {
    if (this.#index.place(key) === undefined) this.#index.refresh();
    return this.#index.read(key);
  }

  async saveArtifact(name: string, bytes: Uint8Array): Promise<void> {
    await this.#writeMarker();
    await writeArtifact(this.directory, name, bytes);
  }

  async readArtifact(name: string): Promise<Uint8Array | undefined> {
    return readArtifact(this.directory, name);
  }

  async saveCheckpoint(cell: Cell, checkpoint: Checkpoint, blobs?: CellBlobs): Promise<void> {
    blobs?.flush();
    const named = await writeCheckpoint(this.directory, cell.key, checkpoint);
    blobs?.keepOnly(named);
  }

  async loadCheckpoint(cell: Cell): Promise<Checkpoint | undefined> {
    return readCheckpoint(this.directory, cell.key);
  }

  async dropCheckpoint(cell: Cell): Promise<void> {
    await removeCheckpoint(this.directory, cell.key);
  }

  async openBlobs(cell: Cell, from: unknown): Promise<CellBlobs> {
    return new CellBlobs(this.directory, cell.key, namedIn(from));
  }

  async holdsBlobs(cell: Cell, state: Json): Promise<boolean> {
    return holdsBlobs(this.directory, cell.key, namedIn(state));
  }

  async publishBlobs(
    cell: Cell,
    { state, snapshots }: Pick<CellResult, 'state' | 'snapshots'>,
    blobs: CellBlobs,
  ): Promise<void> {
    const named = namedIn([state, snapshots]);
    if (named.size === 0) return;
    blobs.flush();
    await publishBlobs(this.directory, cell.key, named);
  }

  async readBlob(name: string): Promise<Uint8Array | undefined> {
    return readBlob(this.directory, name);
  }

  async recordFailure(failure: FailureRecord): Promise<void> {
    this.#journals.append(failureEntry(failure));
  }

  async failures(): Promise<ReadonlyMap<string, FailureRecord>> {
    return openFailures(this.#journals.entries(), await this.keys());
  }

  async clearFailure(key: string): Promise<void> {
    this.#journals.append(clearedEntry(key, new Date().toISOString()));
  }

  async note(entry: JournalEntry): Promise<void> {
    this.#journals.append(entry);
  }

  async notes(): Promise<readonly JournalEntry[]> {
    return this.#journals.entries();
  }

  async damaged(): Promise<readonly DamagedSegment[]> {
    return this.#index.damaged;
  }

  /** Verified segment files with the cells each is the place of: for queries that read many cells at once. */
  async files(keys: Iterable<string>): Promise<ReadonlyMap<string, readonly string[]>> {
    const wanted = [...keys];
    this.#index.refresh();
    for (;;) {
      const files = this.#index.files(wanted);
      const damaged = [...files.keys()].filter((file) => !this.#isIntact(file));
      if (damaged.length === 0) return files;
    }
  }

  /** A segment never changes: once verified, it is verified for this process. */
  #isIntact(file: string): boolean {
    if (this.#verified.has(file)) return true;
    const intact = this.#index.verify(file);
    if (intact) this.#verified.add(file);
    return intact;
  }

  #allStored(header: SegmentHeader): boolean {
    return header.cells.every(({ key, rows }) => this.#index.place(key)?.cell.rows === rows);
  }

  /** Bytes may differ where another version kept another state; rows may not. Ours are kept for comparison. */
  async #refuseOtherRows(target: string, header: SegmentHeader, text: string): Promise<void> {
    const other = header.cells.find(({ key, rows }) => this.#index.place(key)?.cell.rows !== rows);
    if (other === undefined) return;
    const ours = join(this.directory, 'conflicts', `${randomUUID()}-${basename(target)}`);
    await publishFile(this.directory, ours, text);
    throw conflictError(other.key, target, ours);
  }

  #refuseConflicts(header: SegmentHeader): void {
    for (const { key } of header.cells) {
      const place = this.#index.place(key);
      if (place?.conflict !== undefined) throw conflictError(key, place.file, place.conflict);
    }
  }

  /** Told in the journal too, where it can be written: `status` in another process should know. */
  #noteDamage({ file, reason, keys }: DamagedSegment): void {
    try {
      this.#journals.append({ kind: 'damaged-segment', at: new Date().toISOString(), file, reason, keys });
    } catch {}
  }

  async #writeMarker(): Promise<void> {
    const marker = join(this.directory, markerName);
    try {
      statSync(marker);
    } catch {
      const content = { format: 'collapse-lab store', version: formatVersion };
      await replaceFile(this.directory, marker, `${JSON.stringify(content)}\n`);
    }
  }
}

function namedIn(value: unknown): ReadonlySet<string> {
  return value === undefined ? new Set() : blobNamesIn(JSON.stringify(value));
}

function checkMarker(directory: string): void {
  const marker = join(directory, markerName);
  let text: string;
  try {
    text = readFileSync(marker, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    throw asStoreError(error, 'open the store', directory);
  }
  const expected = `{"format":"collapse-lab store","version":${formatVersion}}`;
  if (text.trim() === expected) return;
  const message = `${marker}: got ${text.trim()}, expected ${expected}. Use the collapse-lab version that wrote this store, or choose another directory with --store.`;
  throw new StoreError('format', message);
}

/** Temporary files of writers that were killed. A younger one may still be in use, perhaps on another host. */
function sweepTemporaryFiles(directory: string): void {
  const folder = join(directory, temporaryDirectory);
  try {
    for (const name of readdirSync(folder)) {
      const file = join(folder, name);
      if (Date.now() - statSync(file).mtimeMs > aDay) unlinkSync(file);
    }
  } catch {
    // Not there, not writable, or swept by another process at this moment: nothing depends on it.
  }
}
