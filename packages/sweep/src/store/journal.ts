/**
 * Journals: one append-only file per process (and thread), so that nobody appends to another's file.
 * They hold what may differ between two runs of the same cell: durations, failures, provenance.
 */
import { randomUUID } from 'node:crypto';
import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { createDirectory } from './directories.ts';
import type { JournalEntry } from './store.ts';
import { asStoreError, errorCode } from './store-error.ts';

const journalsDirectory = 'journals';

export class Journals {
  readonly #directory: string;
  #own: string | undefined;
  readonly #read = new Map<string, { bytes: number; entries: JournalEntry[] }>();

  constructor(store: string) {
    this.#directory = join(store, journalsDirectory);
  }

  append(entry: JournalEntry): void {
    const file = this.#ownFile();
    try {
      createDirectory(this.#directory);
      appendFileSync(file, `${JSON.stringify(entry)}\n`);
    } catch (error) {
      throw asStoreError(error, 'append to the journal', file);
    }
  }

  /** Reads what has been appended since the last call; an unfinished last line is left for the next. */
  entries(): readonly JournalEntry[] {
    return this.#list().flatMap((name) => this.#entriesOf(join(this.#directory, name)));
  }

  #ownFile(): string {
    const time = new Date().toISOString().replaceAll(/[-:.]/g, '');
    this.#own ??= join(
      this.#directory,
      `${hostname()}-${process.pid}-${time}-${randomUUID().slice(0, 8)}.jsonl`,
    );
    return this.#own;
  }

  #list(): string[] {
    try {
      return readdirSync(this.#directory)
        .filter((name) => name.endsWith('.jsonl'))
        .sort();
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return [];
      throw asStoreError(error, 'list', this.#directory);
    }
  }

  #entriesOf(file: string): readonly JournalEntry[] {
    const known = this.#read.get(file) ?? { bytes: 0, entries: [] };
    this.#read.set(file, known);
    const content = readFileSync(file);
    const end = content.lastIndexOf(10) + 1;
    if (end <= known.bytes) return known.entries;
    const lines = content.subarray(known.bytes, end).toString().trimEnd().split('\n');
    known.entries.push(...lines.flatMap(parseEntry));
    known.bytes = end;
    return known.entries;
  }
}

/** A line cut by a full disk and continued later is no entry; journals are not results, so it is passed over. */
function parseEntry(line: string): JournalEntry[] {
  try {
    const entry = JSON.parse(line) as JournalEntry | null;
    return typeof entry?.kind === 'string' ? [entry] : [];
  } catch {
    return [];
  }
}
