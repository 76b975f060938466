/** Runs one lineage: steps, observes, takes snapshots, and can be stopped and continued bit for bit. */

import type { LineageSpec, LineageStreams } from '../lineage/spec.ts';
import type { Observer } from '../observer/observer.ts';
import type { RecordPolicy } from './record.ts';
import type { RunCheckpoint } from './series.ts';

export interface RunRequest {
  readonly spec: LineageSpec;
  readonly streams: LineageStreams;
  /** T: models 0 … T, that is T + 1 fits. */
  readonly generations: number;
  readonly observers?: readonly Observer[];
  /** Default `all`. */
  readonly record?: RecordPolicy;
  /** Generations whose parameters are kept; those beyond `generations` are ignored. */
  readonly snapshots?: readonly number[];
  /** Continue here: the checkpoint of an interrupted run, or the result of a shorter one. */
  readonly from?: RunCheckpoint;
  /** Called after every generation. `'stop'` ends the run; its result can be continued. */
  readonly onStep?: (progress: RunProgress) => 'stop' | undefined | void;
}

export interface RunProgress {
  readonly t: number;
  readonly generations: number;
  /** Encodes the run so far; costs time only when called. */
  checkpoint(): RunCheckpoint;
}

export interface RunResult extends RunCheckpoint {
  /** False where `onStep` stopped the run before its last generation. */
  readonly finished: boolean;
  readonly sampler: 'statistics' | 'samples';
}
