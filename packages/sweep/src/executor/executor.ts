/** Runs chunks of cells somewhere: in this process, on threads, in processes. One contract suite for all. */
import type { Cell } from '../cell/cell.ts';
import type { CellProgress } from '../run/cell-clock.ts';

/** Cells that are computed one after another by one worker and published as one segment. */
export interface Chunk {
  readonly index: number;
  readonly cells: readonly Cell[];
  /** Cells that continue a published shorter run of the same lineage: key → its key. */
  readonly extend?: Readonly<Record<string, string>>;
}

export interface CellFailure {
  readonly kind: 'error' | 'timeout' | 'exit' | 'memory';
  readonly message: string;
  readonly stack?: string;
}

/** What a worker reports while it works on a chunk. */
export type ChunkEvent =
  | { readonly kind: 'started'; readonly key: string }
  /** From time to time, of a cell that takes long. */
  | ({ readonly kind: 'progress'; readonly key: string } & CellProgress)
  | { readonly kind: 'computed'; readonly key: string; readonly milliseconds: number }
  | { readonly kind: 'failed'; readonly key: string; readonly failure: CellFailure }
  /** The segment with these cells is in the store. */
  | { readonly kind: 'published'; readonly keys: readonly string[] };

/** How a chunk ended. Cells neither published nor failed are `left`: stopped by a signal, or lost with their worker. */
export interface ChunkOutcome {
  readonly published: readonly string[];
  readonly failed: ReadonlyMap<string, CellFailure>;
  readonly left: readonly string[];
}

export interface ExecutorOptions {
  readonly storeDirectory: string;
  /** Workers at once; 1 for inline. */
  readonly concurrency: number;
  /** Heap limit of a worker in MiB. */
  readonly memoryLimit?: number;
  /** Milliseconds between the checkpoints of a long cell; 5000 where absent. */
  readonly checkpointInterval?: number;
}

export interface RunChunkOptions {
  /** Per cell, milliseconds from the moment the cell starts. */
  readonly timeout?: number;
  readonly onEvent: (event: ChunkEvent) => void;
  /**
   * Called when the worker is free for another chunk, while this one is published. May be left out where the run
   * rejects.
   */
  readonly onComputed?: () => void;
}

export interface Executor {
  readonly name: 'inline' | 'threads' | 'processes';
  readonly concurrency: number;
  /**
   * Never rejects for what a cell does: that is in the outcome. At most `concurrency` chunks may be computed at once.
   * @throws StoreError where the store cannot be read or written.
   */
  run(chunk: Chunk, options: RunChunkOptions): Promise<ChunkOutcome>;
  /** Asks running chunks to stop soon: finish or checkpoint, then resolve with what is left. */
  stop(): void;
  /** Ends now; running chunks resolve with what is left. Nothing published is torn. */
  close(): Promise<void>;
}
