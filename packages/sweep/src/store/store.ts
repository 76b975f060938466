/** Where results live. Publishing a segment is the commit point; nothing else says that a cell is done. */

import type { Json } from '@collapse-lab/models';
import type { ArtifactRow } from '@collapse-lab/process';
import type { Cell } from '../cell/cell.ts';
import type { CellResult } from '../cell/result.ts';
import type { CellBlobs } from './blobs.ts';
import type { Segment } from './segment.ts';

/** An unfinished cell, so that a killed run goes on where it was. Not a result; may vanish at any time. */
export interface Checkpoint {
  readonly t: number;
  readonly state: Json;
  readonly series: CellResult['series'];
  readonly snapshots: CellResult['snapshots'];
  readonly artifacts?: readonly ArtifactRow[];
}

export interface FailureRecord {
  readonly key: string;
  readonly seed: number;
  readonly setting: Json;
  readonly kind: 'error' | 'timeout' | 'exit' | 'memory';
  readonly message: string;
  readonly stack?: string;
  readonly attempt: number;
  readonly at: string;
}

export interface Store {
  readonly directory: string;
  /** Keys of all published cells. */
  keys(): Promise<ReadonlySet<string>>;
  /** Published cells of the same rowsKey, as far as the last `keys()` saw: generations → key. Asked once per cell. */
  siblings(rowsKey: string): Promise<ReadonlyMap<number, string>>;
  /** Publishes one immutable segment; the same results give the same bytes and the same name. Idempotent. */
  publish(results: readonly CellResult[]): Promise<void>;
  /** The second half of `publish`: what `encodeSegment` gave, here or in another thread or process. */
  publishSegment(segment: Segment): Promise<void>;
  read(key: string): Promise<CellResult | undefined>;
  /** Keeps bytes under the name that `artifactName` gives them, before any row refers to it. Idempotent. */
  saveArtifact(name: string, bytes: Uint8Array): Promise<void>;
  /** Undefined where it is not there or damaged. */
  readArtifact(name: string): Promise<Uint8Array | undefined>;
  /** With `blobs`, these are written before, and those that it does not name are removed after. */
  saveCheckpoint(cell: Cell, checkpoint: Checkpoint, blobs?: CellBlobs): Promise<void>;
  /** Undefined where there is none, or it is damaged. */
  loadCheckpoint(cell: Cell): Promise<Checkpoint | undefined>;
  /** With its blobs. */
  dropCheckpoint(cell: Cell): Promise<void>;
  /** Where a run of the cell keeps what is too large for JSON. What an earlier run has left stays where `from` names it. */
  openBlobs(cell: Cell, from: unknown): Promise<CellBlobs>;
  /** Whether the blobs that a state names are there, for a run of this cell. */
  holdsBlobs(cell: Cell, state: Json): Promise<boolean>;
  /** Keeps those of the cell's blobs that its result names, before the result is published. Idempotent. */
  publishBlobs(cell: Cell, result: Pick<CellResult, 'state' | 'snapshots'>, blobs: CellBlobs): Promise<void>;
  /** One that a published cell names. Undefined where it is not there or damaged. */
  readBlob(name: string): Promise<Uint8Array | undefined>;
  recordFailure(failure: FailureRecord): Promise<void>;
  /** The last failure of each cell that has one and is not published. */
  failures(): Promise<ReadonlyMap<string, FailureRecord>>;
  clearFailure(key: string): Promise<void>;
  /** Appends to this process's journal: durations, provenance; whatever may differ between two runs of one cell. */
  note(entry: JournalEntry): Promise<void>;
  /** All entries of all journals, by process, each in the order written. */
  notes(): Promise<readonly JournalEntry[]>;
  /** Damaged segments found so far, by name; their cells count as missing. */
  damaged(): Promise<readonly DamagedSegment[]>;
}

/** A line of a journal. `kind` says what the other fields are. */
export interface JournalEntry {
  readonly kind: string;
  readonly [field: string]: Json;
}

/** A segment that is torn or altered. It is set aside under `file` + `.bad` where the directory can be written. */
export interface DamagedSegment {
  readonly file: string;
  readonly reason: string;
  /** Cells it claims to hold, as far as its first line can be read. */
  readonly keys: readonly string[];
}
