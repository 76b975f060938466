/**
 * Which cells are stored, and where: the header lines of all segments, held in memory. A refresh reads the
 * directory and the headers of new files only; there is no index file that could disagree with the segments.
 */
import { closeSync, fstatSync, openSync, readdirSync, readSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { CellResult } from '../cell/result.ts';
import {
  DamagedSegmentError,
  decodeBlock,
  parseHeader,
  type SegmentCell,
  type SegmentHeader,
  verifyBlock,
} from './segment.ts';
import type { DamagedSegment } from './store.ts';
import { asStoreError, errorCode, StoreError } from './store-error.ts';

export const segmentsDirectory = 'segments';

interface OpenSegment {
  readonly header: SegmentHeader;
  /** Bytes of the header line with its newline. */
  readonly headerBytes: number;
}

interface Place {
  readonly file: string;
  readonly cell: SegmentCell;
  /** Another segment that holds the same key with other rows. */
  readonly conflict?: string;
}

export class SegmentIndex {
  readonly #directory: string;
  readonly #onDamage: (damage: DamagedSegment) => void;
  readonly #segments = new Map<string, OpenSegment>();
  readonly #damaged: DamagedSegment[] = [];
  /** Damaged files that could not be moved away. */
  readonly #ignored = new Set<string>();
  #places = new Map<string, Place>();
  #siblings = new Map<string, Map<number, string>>();

  constructor(store: string, onDamage: (damage: DamagedSegment) => void) {
    this.#directory = join(store, segmentsDirectory);
    this.#onDamage = onDamage;
  }

  get keys(): ReadonlySet<string> {
    return new Set(this.#places.keys());
  }

  get damaged(): readonly DamagedSegment[] {
    return this.#damaged;
  }

  place(key: string): Place | undefined {
    return this.#places.get(key);
  }

  siblings(rowsKey: string): ReadonlyMap<number, string> {
    return this.#siblings.get(rowsKey) ?? new Map();
  }

  /** Files with the cells they are the place of: what a query reads. */
  files(keys: Iterable<string>): Map<string, string[]> {
    const files = new Map<string, string[]>();
    for (const key of keys) {
      const file = this.#places.get(key)?.file;
      if (file === undefined) continue;
      const held = files.get(file);
      if (held === undefined) files.set(file, [key]);
      else held.push(key);
    }
    return files;
  }

  /** Makes the index agree with the directory. */
  refresh(): void {
    const present = new Set(listSegments(this.#directory));
    const gone = [...this.#segments.keys()].filter((file) => !present.has(file));
    for (const file of gone) this.#segments.delete(file);
    if (gone.length > 0) this.#reindex();
    for (const file of present) {
      if (!this.#segments.has(file) && !this.#ignored.has(file)) this.#add(file);
    }
  }

  /** Registers a segment that this process has just published, without reading it back. */
  add(file: string, header: SegmentHeader): void {
    if (this.#segments.has(file)) return;
    this.#ignored.delete(file);
    const headerBytes = Buffer.byteLength(JSON.stringify(header)) + 1;
    this.#segments.set(file, { header, headerBytes });
    for (const cell of header.cells) this.#index(file, cell);
  }

  /** The verified result, or undefined where the segment turned out damaged (it is then set aside). */
  read(key: string): CellResult | undefined {
    const place = this.#places.get(key);
    if (place === undefined) return undefined;
    if (place.conflict !== undefined) throw conflictError(key, place.file, place.conflict);
    const segment = this.#segments.get(place.file) as OpenSegment;
    try {
      return decodeBlock(
        place.cell,
        readBlock(place.file, segment.headerBytes + place.cell.offset, place.cell.length),
      );
    } catch (error) {
      if (errorCode(error) === 'ENOENT') this.refresh();
      else if (error instanceof DamagedSegmentError) {
        if (this.#setAside(place.file, error.message, segment.header) === 'replaced') return this.read(key);
      } else throw asStoreError(error, 'read', place.file);
      return undefined;
    }
  }

  /** Checks the hashes of a whole segment; true where it is intact. A damaged one is set aside. */
  verify(file: string): boolean {
    if (!this.#segments.has(file)) this.#add(file);
    const segment = this.#segments.get(file);
    if (segment === undefined) return false;
    try {
      for (const cell of segment.header.cells) {
        verifyBlock(cell, readBlock(file, segment.headerBytes + cell.offset, cell.length));
      }
      return true;
    } catch (error) {
      if (!(error instanceof DamagedSegmentError)) throw asStoreError(error, 'read', file);
      return this.#setAside(file, error.message, segment.header) === 'replaced';
    }
  }

  #add(file: string): void {
    try {
      const { header, headerBytes } = readHeader(file);
      this.#segments.set(file, { header, headerBytes });
      for (const cell of header.cells) this.#index(file, cell);
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return;
      if (!(error instanceof DamagedSegmentError)) throw asStoreError(error, 'read', file);
      this.#setAside(file, error.message);
    }
  }

  #index(file: string, cell: SegmentCell): void {
    const known = this.#places.get(cell.key);
    const differs = known !== undefined && known.cell.rows !== cell.rows;
    if (known === undefined || file < known.file)
      this.#places.set(cell.key, { file, cell, ...(differs && { conflict: known.file }) });
    else if (differs) this.#places.set(cell.key, { ...known, conflict: file });
    const siblings = this.#siblings.get(cell.rowsKey) ?? new Map<number, string>();
    siblings.set(cell.generations, cell.key);
    this.#siblings.set(cell.rowsKey, siblings);
  }

  #reindex(): void {
    this.#places = new Map();
    this.#siblings = new Map();
    for (const [file, { header }] of this.#segments) for (const cell of header.cells) this.#index(file, cell);
  }

  /**
   * Another process may have set the damaged file aside and put a whole one in its place since it was read: that one
   * is indexed instead. On a read-only store a damaged file stays where it is, and is ignored.
   */
  #setAside(file: string, reason: string, header?: SegmentHeader): 'replaced' | 'set aside' {
    if (this.#segments.delete(file)) this.#reindex();
    if (isWhole(file)) {
      this.#add(file);
      return 'replaced';
    }
    try {
      renameSync(file, `${file}.bad`);
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') this.#ignored.add(file);
    }
    const damage = { file, reason, keys: header?.cells.map(({ key }) => key) ?? [] };
    this.#damaged.push(damage);
    this.#onDamage(damage);
    return 'set aside';
  }
}

export function conflictError(key: string, first: string, second: string): StoreError {
  const message =
    `cell ${key} has two different results, in ${first} and ${second}: the same parameters and seed gave other numbers. ` +
    'A family or observer is not deterministic, or its law version was not raised with a change. ' +
    'Compare the two files and delete the wrong one.';
  return new StoreError('determinism', message);
}

function listSegments(directory: string): string[] {
  return listDirectory(directory).flatMap((prefix) => {
    if (!/^[0-9a-f]{2}$/.test(prefix)) return [];
    const folder = join(directory, prefix);
    return listDirectory(folder)
      .filter((name) => name.endsWith('.jsonl'))
      .map((name) => join(folder, name));
  });
}

function listDirectory(path: string): string[] {
  try {
    return readdirSync(path).sort();
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw asStoreError(error, 'list', path);
  }
}

const headerPiece = 64 * 1024;

/** As the file is now, whatever is held of it in memory. */
function isWhole(file: string): boolean {
  try {
    const { header, headerBytes } = readHeader(file);
    for (const cell of header.cells)
      decodeBlock(cell, readBlock(file, headerBytes + cell.offset, cell.length));
    return true;
  } catch {
    return false;
  }
}

/** Throws DamagedSegmentError, also where the file is not as long as its header says. */
function readHeader(file: string): OpenSegment {
  const descriptor = openSync(file, 'r');
  try {
    const { size } = fstatSync(descriptor);
    const pieces: Buffer[] = [];
    for (let position = 0; position < size; position += headerPiece) {
      const piece = Buffer.alloc(Math.min(headerPiece, size - position));
      const read = readSync(descriptor, piece, 0, piece.length, position);
      const end = piece.subarray(0, read).indexOf(10);
      pieces.push(end < 0 ? piece.subarray(0, read) : piece.subarray(0, end));
      if (end < 0) continue;
      const header = parseHeader(Buffer.concat(pieces).toString());
      const headerBytes = position + end + 1;
      if (size === headerBytes + header.bytes) return { header, headerBytes };
      throw new DamagedSegmentError(
        `it has ${size} bytes where its first line says ${headerBytes + header.bytes}`,
      );
    }
    throw new DamagedSegmentError('its first line has no end');
  } finally {
    closeSync(descriptor);
  }
}

function readBlock(file: string, position: number, length: number): string {
  const descriptor = openSync(file, 'r');
  try {
    const block = Buffer.alloc(length);
    const read = readSync(descriptor, block, 0, length, position);
    return block.subarray(0, read).toString();
  } finally {
    closeSync(descriptor);
  }
}
