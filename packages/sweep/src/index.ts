// experiment

// cell
export type { Cell, CellParameters } from './cell/cell.ts';
export type { CellResult, Series } from './cell/result.ts';
// executor
export type {
  CellFailure,
  Chunk,
  ChunkEvent,
  ChunkOutcome,
  Executor,
  ExecutorOptions,
  RunChunkOptions,
} from './executor/executor.ts';
export type {
  DuplicateSetting,
  Execution,
  Experiment,
  ReportOptions,
  Setting,
} from './experiment/experiment.ts';
// store
export type { Checkpoint, DamagedSegment, FailureRecord, JournalEntry, Store } from './store/store.ts';
