/** What a run leaves: metrics by generation, parameters at listed generations, and where it can go on. */
import type { Json } from '@collapse-lab/models';
import type { ArtifactRow } from '../observer/artifact.ts';

/** One metric by generation. NaN and ±Infinity are legal values. */
export interface Series {
  readonly metric: string;
  /** Recorded generations, ascending. */
  readonly t: readonly number[];
  /** As long as `t`. */
  readonly value: readonly number[];
}

/** The parameters of model t, encoded by its family. */
export interface Snapshot {
  readonly t: number;
  readonly parameters: Json;
}

/** Where a run stopped, with what it had recorded: goes into `runLineage({ from })`. Plain JSON but for the numbers in `series`. */
export interface RunCheckpoint {
  /** Generation of the last fitted model; −1 before the first. */
  readonly t: number;
  readonly state: Json;
  readonly series: readonly Series[];
  readonly snapshots: readonly Snapshot[];
  /** Absent where none was made. */
  readonly artifacts?: readonly ArtifactRow[];
}
