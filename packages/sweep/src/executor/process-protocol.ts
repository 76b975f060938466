/** What a worker process and its parent say to each other. */
import type { CellFailure, ChunkEvent } from './executor.ts';
import type { ChunkJob, JobEnd } from './job.ts';

/** To a worker process. */
export interface ProcessTask {
  readonly job: ChunkJob;
}

/** From a worker process. */
export type ProcessMessage =
  | { readonly event: ChunkEvent }
  | { readonly end: JobEnd }
  /** An error that no cell waited for; the process ends after it. */
  | { readonly stray: CellFailure };
