/** What an observer makes beside its metrics: pictures for a report. Bytes are kept by the caller, rows refer to them. */
import type { Json } from '@collapse-lab/models';

export interface Artifact {
  /** What the bytes are, for whoever shows them. */
  readonly about: { readonly [field: string]: Json };
  /** Of the format of the bytes, the usual end of a file name: `pgm`. */
  readonly format: string;
  readonly bytes: Uint8Array;
}

/** Keeps bytes and gives the name by which the same bytes are always found. */
export type ArtifactKeeper = (bytes: Uint8Array, format: string) => string;

/** An artifact of generation t in the rows of a run. */
export interface ArtifactRow {
  readonly t: number;
  /** Of the observer. */
  readonly observer: string;
  readonly about: Artifact['about'];
  /** What the keeper gave. */
  readonly file: string;
}
