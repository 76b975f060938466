/** What passes between an executor and a worker. All of it is plain data. */

import type { Segment } from '../store/segment.ts';
import type { StoreErrorCode } from '../store/store-error.ts';
import type { Chunk, ChunkEvent, ExecutorOptions } from './executor.ts';

/** One attempt at a chunk. */
export interface ChunkJob {
  readonly chunk: Chunk;
  readonly storeDirectory: string;
  /**
   * Save every finished cell as a checkpoint before the next one starts. Asked for when an earlier attempt lost its
   * worker: a cell is then computed at most twice, however many of its neighbours end the worker.
   */
  readonly careful: boolean;
  /** Milliseconds between checkpoints within a cell. */
  readonly checkpointInterval: number;
  /**
   * Milliseconds of computing after which a cell lets the event loop turn, so that signals are heard.
   * Absent where the worker hears them by other means.
   */
  readonly breathInterval?: number;
  /** Milliseconds per cell, looked at between generations only: for workers that cannot be ended from outside. */
  readonly softTimeout?: number;
}

/** How an attempt ended that the worker survived. Cells that failed were reported as events. */
export type JobEnd =
  /** `segment`: of the cells that were computed, to be published; absent where there are none. */
  | { readonly kind: 'done' | 'stopped'; readonly segment?: Segment }
  /** The store could not be read or written; nothing of this attempt is kept but checkpoints. */
  | { readonly kind: 'store-error'; readonly code: StoreErrorCode; readonly message: string };

/** The worker's side: where it reports, and where it learns that it should stop. */
export interface WorkerPort {
  emit(event: ChunkEvent): void;
  stopRequested(): boolean;
}

/** Milliseconds between checkpoints within a cell, unless told otherwise. */
const CHECKPOINT_INTERVAL = 5000;

/** A job but for what changes from chunk to chunk and from attempt to attempt. */
export type JobSettings = Omit<ChunkJob, 'chunk' | 'careful'>;

export function jobSettings(
  { storeDirectory, checkpointInterval = CHECKPOINT_INTERVAL }: ExecutorOptions,
  more: Pick<JobSettings, 'breathInterval'> & { softTimeout?: number | undefined } = {},
): JobSettings {
  const { softTimeout, ...rest } = more;
  return {
    storeDirectory,
    checkpointInterval,
    ...rest,
    ...(softTimeout === undefined ? {} : { softTimeout }),
  };
}
