/** Files as a reader of models sees them: a piece at a time, so that a model of a gigabyte is never in memory twice. */

export interface BinaryFile {
  /** What messages call it: a path. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Exactly `length` bytes from `offset` on, which lie within the file. */
  read(offset: number, length: number): Uint8Array;
}

/** The files of one folder, by name. */
export interface FileFolder {
  /** What messages call it: a path. */
  readonly name: string;
  /** Undefined where there is no such file. */
  open(file: string): BinaryFile | undefined;
}

/** A file to be written: the same content gives the same bytes. */
export interface OutputFile {
  readonly name: string;
  /** Bytes in all. */
  readonly size: number;
  /** Its bytes, piece by piece; may be asked for more than once. */
  bytes(): Iterable<Uint8Array>;
}
